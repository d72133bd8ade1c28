"""Whether a project's files fit together: its settings, its modules, Pulumi's files."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from oamdsl.doctor.snapshots import examined_snapshots
from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.kubernetes.tree import as_map
from oamdsl.project import Project, ProjectError

_FILE: Final = "Pulumi.yaml"


def examined_project(start: Path) -> Iterator[Symptom]:
    """The project that *start* is in, and its Pulumi project."""
    try:
        project = Project.load(start)
    except ProjectError as error:
        place = f"{error.location.relative_to(start)}: " if error.location else ""
        yield Symptom("project", Health.ILL, f"{place}{error.message}", error.help)
        return
    if not project.entries:
        help_ = "name applications under [tool.oamdsl] in pyproject.toml, or run `oamdsl init NAME`"
        yield Symptom("project", Health.UNSURE, f"{project.root} names no application", help_)
        return
    names = [environment.name for environment in project.environments]
    applications = f"{len(project.entries)} application{'' if len(project.entries) == 1 else 's'}"
    yield Symptom("project", Health.WELL, f"{applications} in {', '.join(names)}, {project.root}")
    yield from examined_snapshots(project, datetime.now(tz=UTC).date())
    yield from _pulumi_project(project.root, names)


def _pulumi_project(root: Path, environments: list[str]) -> Iterator[Symptom]:
    file = root / _FILE
    if not file.is_file():
        help_ = "write one with `runtime: python` and `main: stacks`; see `oamdsl init`"
        yield Symptom(_FILE, Health.UNSURE, "there is none; needed to deploy", help_)
        return
    content = _read(file)
    if isinstance(content, str):
        yield Symptom(_FILE, Health.ILL, content, "mend the file")
        return
    runtime = content.get("runtime")
    language = as_map(runtime).get("name", runtime)
    if language != "python":
        yield Symptom(_FILE, Health.ILL, f"the runtime is {language!r}", "write `runtime: python`")
    main = root / str(content.get("main", "."))
    if not (main / "__main__.py").is_file():
        found = f"{main.relative_to(root)}/__main__.py is missing"
        help_ = "write `from oamdsl.pulumi import deploy_project` and `deploy_project()` into it"
        yield Symptom("Pulumi's program", Health.ILL, found, help_)
    else:
        yield Symptom("Pulumi's program", Health.WELL, f"{main.relative_to(root)}/__main__.py")
    yield from _stacks(root / str(content.get("stackConfigDir", ".")), environments)


def _stacks(folder: Path, environments: list[str]) -> Iterator[Symptom]:
    stacks = {
        path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in folder.glob("Pulumi.*.yaml")
    }
    for name in sorted(stacks - set(environments)):
        help_ = f"add an Environment called {name!r}, or remove the file"
        yield Symptom(f"stack {name}", Health.ILL, "no environment has its name", help_)
    missing = [name for name in environments if name not in stacks]
    if missing:
        help_ = f"pulumi stack init {missing[0]}"
        yield Symptom("stacks", Health.UNSURE, f"no settings yet for {', '.join(missing)}", help_)
    else:
        yield Symptom("stacks", Health.WELL, ", ".join(environments))


def _read(file: Path) -> Mapping[str, Any] | str:
    try:
        return as_map(yaml.load(file.read_bytes(), yaml.CSafeLoader))
    except (OSError, yaml.YAMLError) as error:
        return " ".join(str(error).split())
