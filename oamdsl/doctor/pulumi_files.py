"""Whether Pulumi's files of a project fit together, and to its environments."""

import ast
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from oamdsl.diagnostics.origin import Location
from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.kubernetes.tree import as_map

_FILE: Final = "Pulumi.yaml"
_PROGRAM: Final = "Pulumi's program"
_DEPLOYS: Final = "oamdsl.pulumi"
_LINES: Final = "`from oamdsl.pulumi import deploy_project` and `deploy_project()`"


def examined_pulumi_files(root: Path, environments: list[str]) -> Iterator[Symptom]:
    """``Pulumi.yaml`` in *root*, the program that it names, and the settings of each stack.

    Source: Pulumi, "Pulumi project file reference"; "Python", Virtual environments.
    """
    file = root / _FILE
    if not file.is_file():
        help_ = "write one with `name`, `runtime: python` and `main: stacks`; `oamdsl init` makes such a one"
        yield Symptom(_FILE, Health.UNSURE, "there is none; needed to deploy", help_)
        return
    content = _read(file)
    if isinstance(content, str):
        yield Symptom(_FILE, Health.ILL, content, "mend the file")
        return
    yield from _settings(content, root)
    main = root / str(content.get("main", "."))
    yield _program(main / "__main__.py", root)
    yield from _stacks(root / str(content.get("stackConfigDir", ".")), environments)


def _settings(content: Mapping[str, Any], root: Path) -> Iterator[Symptom]:
    if not content.get("name"):
        yield Symptom(_FILE, Health.ILL, "the project has no name", f"write `name: {root.name}`")
    runtime = content.get("runtime")
    language = as_map(runtime).get("name", runtime)
    if language != "python":
        yield Symptom(_FILE, Health.ILL, f"the runtime is {language!r}", "write `runtime: python`")
    folder = as_map(as_map(runtime).get("options")).get("virtualenv")
    if folder and not (root / str(folder)).is_dir():
        help_ = f"python3 -m venv {folder} && {folder}/bin/pip install oamdsl; or name another `virtualenv`"
        found = f"there is no `{folder}`, which it names as `virtualenv`; needed to deploy"
        yield Symptom(_FILE, Health.UNSURE, found, help_)


def _program(file: Path, root: Path) -> Symptom:
    name = Path(os.path.relpath(file, root)).as_posix()
    if not file.is_file():
        return Symptom(_PROGRAM, Health.ILL, f"{name} is missing", f"write {_LINES} into it")
    try:
        imported = set(_imports(ast.parse(file.read_bytes(), str(file))))
    except (SyntaxError, ValueError) as error:  # of a file with a NUL, which of the two depends on Python
        place = Location(name, getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 0)
        return Symptom(_PROGRAM, Health.ILL, f"{place}: {getattr(error, 'msg', error)}", "mend the line")
    if not any(f"{one}.".startswith(f"{_DEPLOYS}.") for one in imported):
        found = f"{name} does not import {_DEPLOYS}, which deploys"
        return Symptom(_PROGRAM, Health.UNSURE, found, f"write {_LINES} into it")
    return Symptom(_PROGRAM, Health.WELL, name)


def _imports(program: ast.AST) -> Iterator[str]:
    for node in ast.walk(program):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _stacks(folder: Path, environments: list[str]) -> Iterator[Symptom]:
    files = {
        path.name.removeprefix("Pulumi.").removesuffix(".yaml"): path
        for path in sorted(folder.glob("Pulumi.*.yaml"))
    }
    for name, file in files.items():
        content = _read(file)
        if isinstance(content, str):
            yield Symptom(f"stack {name}", Health.ILL, f"{file.name}: {content}", "mend the file")
        elif name not in environments:
            help_ = f"add an Environment called {name!r}, or remove the file"
            yield Symptom(f"stack {name}", Health.ILL, "no environment has its name", help_)
    missing = [name for name in environments if name not in files]
    if missing:
        help_ = f"pulumi stack init {missing[0]}"
        yield Symptom("stacks", Health.UNSURE, f"no settings yet for {', '.join(missing)}", help_)
    else:
        yield Symptom("stacks", Health.WELL, ", ".join(environments))


def _read(file: Path) -> Mapping[str, Any] | str:
    """What a file of Pulumi's says; why it cannot be read, where it cannot."""
    try:
        return as_map(yaml.load(file.read_bytes(), yaml.CSafeLoader))
    except (OSError, yaml.YAMLError) as error:
        return " ".join(str(error).split())
