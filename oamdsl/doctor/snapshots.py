"""Whether the snapshots of a project's environments are recent."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from oamdsl.doctor.program import output_of
from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.kubernetes.snapshot import Snapshot
from oamdsl.project import Project

_OLD: Final = 120
"""Days; Kubernetes has a new minor version about as often.

Source: Kubernetes, Release cadence.
"""


def examined_snapshots(project: Project, today: date) -> Iterator[Symptom]:
    """The snapshot of each environment that has one."""
    for environment in project.environments:
        if environment.snapshot is not None:
            yield _examined(f"snapshot of {environment.name}", environment.snapshot, project.root, today)


def _examined(subject: str, snapshot: Snapshot, root: Path, today: date) -> Symptom:
    found = f"Kubernetes {snapshot.kubernetes}, {len(snapshot.resources)} APIs"
    file = snapshot.file
    recorded = None if file is None else _recorded(root / file)
    if file is None or recorded is None:
        return Symptom(subject, Health.WELL, found)
    days = (today - recorded).days
    found = f"{found}, recorded on {recorded}, {file}"
    if days <= _OLD:
        return Symptom(subject, Health.WELL, found)
    help_ = f"oamdsl snapshot --compare {file} says what has changed; with -o {file} too, it is taken again"
    return Symptom(subject, Health.UNSURE, f"{found}: {days} days ago", help_)


def _recorded(file: Path) -> date | None:
    """The day of the commit that *file* came with, or on which it was written since; None where it is not."""
    try:
        written = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date()
    except OSError:
        return None
    git = shutil.which("git")
    if git is None:
        return written
    at = [git, "-C", str(file.parent)]
    if output_of([*at, "status", "--porcelain", "--", file.name]) != "":
        return written
    committed = (output_of([*at, "log", "-1", "--format=%cs", "--", file.name]) or "").strip()
    return date.fromisoformat(committed) if committed else written
