"""Whether a project's files fit together: its settings, its modules, its snapshots, Pulumi's files."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from oamdsl.diagnostics.finding import Finding
from oamdsl.diagnostics.plural import plural
from oamdsl.doctor.pulumi_files import examined_pulumi_files
from oamdsl.doctor.snapshots import examined_snapshots
from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.project import Project, ProjectError


def examined_project(start: Path, base: Path) -> Iterator[Symptom]:
    """The project that *start* is in, and its Pulumi project; files are named as seen from *base*."""
    try:
        project = Project.load(start)
    except ProjectError as error:
        told = [
            (f"{_place(one, base)}{one.code} {one.violation.message}", one.violation.help)
            for one in error.findings
        ]
        for what, help_ in told or [(error.message, error.help)]:
            yield Symptom("project", Health.ILL, what, help_)
        return
    if not project.entries:
        help_ = "name applications under [tool.oamdsl] in pyproject.toml, or run `oamdsl init NAME`"
        yield Symptom("project", Health.UNSURE, f"{project.root} names no application", help_)
        return
    names = [environment.name for environment in project.environments]
    applications = plural(len(project.entries), "application")
    yield Symptom("project", Health.WELL, f"{applications} in {', '.join(names)}, {project.root}")
    yield from examined_snapshots(project, datetime.now(tz=UTC).date())
    yield from examined_pulumi_files(project.root, names)


def _place(finding: Finding, base: Path) -> str:
    """Where *finding* is, as one opens it from *base*."""
    first = finding.violation.places[:1]
    return "".join(f"{place.location.seen_from(base)}: " for place in first)
