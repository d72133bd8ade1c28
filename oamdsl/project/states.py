"""Where a state of a project can be read from: this checkout, a revision of it, rendered files, a stack.

A cluster is read beside one of these, in `live`.

Each function raises `ProjectError` with what is missing when the state cannot be had.
"""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from oamdsl.diff.state import ComponentState, State, components_of
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.tree import as_map, is_map
from oamdsl.project.error import ProjectError
from oamdsl.project.project import Project

_SEALED: Final = "4dabf18193072939515e22adb298388d"
"""The key by which Pulumi marks an encrypted value in a stack's state.

Source: Pulumi, ``sdk/go/common/resource/sig``, ``Key``.
"""


def working_tree(project: Project, environments: Sequence[str]) -> State:
    """What the files of *project* say now."""
    plans = {name: project.plan(project.environment(name)) for name in environments}
    return State("the working tree", {name: components_of(plan) for name, plan in plans.items()})


def revision(project: Project, name: str, environments: Sequence[str]) -> State:
    """What the files of *project* said at a git revision.

    The revision is unpacked into a folder of its own and read by another process, so that no module of
    one state is taken for the other's. An environment that it did not have is left out.

    Args:
        project: A project in a git checkout.
        name: A branch, a tag, a commit, or anything else that ``git rev-parse`` understands.
        environments: Which environments.
    """
    git = ["git", "-C", str(project.root)]
    top = Path(_run([*git, "rev-parse", "--show-toplevel"], "no git checkout").decode().strip())
    what = f"there is no revision `{name}`"
    commit = _run([*git, "rev-parse", "--verify", f"{name}^{{commit}}"], what).decode().strip()
    with tempfile.TemporaryDirectory(prefix="oamdsl-") as folder:
        what = f"revision `{name}` cannot be unpacked"
        archive = _run(["git", "-C", str(top), "archive", "--format=tar", commit], what)
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            # not `filter="data"`, which Python 3.11.2 of Debian 12 does not take
            files.extraction_filter = getattr(tarfile, "data_filter", None)
            files.extractall(folder)  # noqa: S202 - the user's own files, and filtered where Python can
        root = Path(folder) / project.root.resolve().relative_to(top.resolve())
        command = [sys.executable, "-P", "-m", "oamdsl", "describe", "-C", str(root), *environments]
        described = json.loads(_run(command, f"revision `{name}` cannot be read"))
    return State(name, {key: tuple(map(ComponentState.from_json, one)) for key, one in described.items()})


def _run(command: Sequence[str], what: str) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, and the programs are named here
    except FileNotFoundError as error:
        message = f"{what}: there is no `{command[0]}`"
        raise ProjectError(message, help=f"install {command[0]}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        message = f"{what}: {said or f'exit code {done.returncode}'}"
        raise ProjectError(message, help="name a revision, a folder of rendered files, or a stack")
    return done.stdout


def rendered(folder: Path, environments: Sequence[str]) -> State:
    """What ``oamdsl render --output-dir`` wrote.

    Args:
        folder: What was given as the output directory, or a folder with one of those for each environment.
        environments: Which environments; just one where *folder* is its output directory.
    """
    below = {name: folder / name for name in environments if (folder / name).is_dir()}
    if not below:
        if len(environments) != 1:
            message = f"{folder} has no folder that is named like an environment"
            raise ProjectError(message, help="name the environment that was rendered there with `-s STACK`")
        below = {environments[0]: folder}
    return State(str(folder), {name: tuple(_components(where)) for name, where in below.items()})


def _components(folder: Path) -> Iterable[ComponentState]:
    files = sorted(folder.rglob("*.yaml"))
    if not files:
        message = f"{folder} has no rendered files"
        raise ProjectError(message, help="write them with `oamdsl render -s STACK --output-dir FOLDER`")
    for file in files:
        name = file.relative_to(folder).with_suffix("").as_posix()
        yield ComponentState(name="" if name == "namespace" else name, objects=_objects(file))


def _objects(file: Path) -> tuple[Object, ...]:
    try:
        documents = list(yaml.load_all(file.read_bytes(), yaml.CSafeLoader))
    except yaml.YAMLError as error:
        message = f"{file} is no YAML: {' '.join(str(error).split())}"
        raise ProjectError(message, help="render it again") from error
    return tuple(one for one in documents if is_map(one))


def stack(project: Project, name: str) -> State:
    """What Pulumi last deployed to the stack *name*, as its state has it."""
    command = ["pulumi", "stack", "export", "--stack", name, "--cwd", str(project.root)]
    exported = json.loads(_run(command, f"the state of stack `{name}` cannot be had"))
    resources = as_map(as_map(exported).get("deployment")).get("resources") or ()
    return State(f"stack {name}", {name: tuple(_deployed(resources))})


def _deployed(resources: Sequence[Mapping[str, Any]]) -> Iterable[ComponentState]:
    by_urn = {one["urn"]: one for one in resources}
    objects: dict[str, list[Object]] = {}
    for one in resources:
        if one["type"].startswith("kubernetes:") and is_map(as_map(one.get("inputs")).get("metadata")):
            objects.setdefault(_component_of(one, by_urn), []).append(_unsealed(one["inputs"]))
    return (ComponentState(name=name, objects=tuple(found)) for name, found in objects.items())


def _component_of(resource: Mapping[str, Any], by_urn: Mapping[str, Mapping[str, Any]]) -> str:
    """Name of the component that a resource is below; empty for none."""
    while resource:
        if resource["type"] == "oamdsl:index:Component":
            return str(resource["urn"].rpartition("::")[2])
        resource = by_urn.get(resource.get("parent", ""), {})
    return ""


def _unsealed(value: Any) -> Any:
    if is_map(value):
        if _SEALED in value:
            return "[secret]"
        return {key: _unsealed(one) for key, one in value.items() if not key.startswith("__")}
    if isinstance(value, list):
        return [_unsealed(one) for one in value]  # pyright: ignore[reportUnknownVariableType]  # JSON
    return value
