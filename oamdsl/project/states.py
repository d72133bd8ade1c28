"""Where a state of a project can be read from besides a revision: this checkout, or rendered files.

What Pulumi deployed is read by `pulumi_state`, a revision by `revision`, and a cluster beside one of these by
`live`.

Each function raises `ProjectError` with what is missing when the state cannot be had.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from oamdsl.compose.confidential import Seal, redacting, sealed
from oamdsl.diff.state import ComponentState, EnvironmentState, State, environment_of
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.tree import as_map, is_map
from oamdsl.project.error import ProjectError
from oamdsl.project.project import Project


def working_tree(project: Project, environments: Sequence[str], seal: Seal = redacting) -> State:
    """What the files of *project* say now."""
    plans = {name: project.plan(project.environment(name)) for name in environments}
    return State("the working tree", {name: environment_of(plan, seal) for name, plan in plans.items()})


def rendered(folder: Path, environments: Sequence[str], seal: Seal = redacting) -> State:
    """What ``oamdsl render --output-dir`` wrote.

    Args:
        folder: What was given as the output directory, or a folder with one of those for each environment.
        environments: Which environments; just one where *folder* is its output directory. Those that have no
            folder are left out.
        seal: Marks what Secrets keep.
    """
    below = {name: folder / name for name in environments if (folder / name).is_dir()}
    if not below:
        if len(environments) != 1:
            message = f"{folder} has no folder that is named like an environment"
            raise ProjectError(message, help="name the environment that was rendered there with `-s STACK`")
        below = {environments[0]: folder}
    return State(
        str(folder),
        {name: EnvironmentState(components=tuple(_components(where, seal))) for name, where in below.items()},
    )


def _components(folder: Path, seal: Seal) -> Iterable[ComponentState]:
    files = sorted(folder.rglob("*.yaml"))
    if not files:
        message = f"{folder} has no rendered files"
        raise ProjectError(message, help="write them with `oamdsl render -s STACK --output-dir FOLDER`")
    for file in files:
        name = file.relative_to(folder).with_suffix("").as_posix()
        objects = tuple(sealed(one, seal) for one in _objects(file))
        yield ComponentState(name="" if name == "namespace" else name, objects=objects, retained=None)


def _objects(file: Path) -> Iterable[Object]:
    try:
        documents = list(yaml.load_all(file.read_bytes(), yaml.CSafeLoader))
    except yaml.YAMLError as error:
        message = f"{file} is no YAML: {' '.join(str(error).split())}"
        raise ProjectError(message, help="render it again") from error
    for one in documents:
        if one is None:
            continue
        body = as_map(one)
        if not (body.get("apiVersion") and body.get("kind") and is_map(body.get("metadata"))):
            message = f"{file} has a document that is no Kubernetes object"
            raise ProjectError(message, help="render it again, or name the folder that was rendered to")
        yield body
