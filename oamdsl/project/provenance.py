"""Which state of a project's files something was made of, where git tells."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

_GIT: Final = ("git", "--no-optional-locks")


@attrs.frozen
class Provenance:
    """A commit, and whether the files are still as it has them.

    Attributes:
        commit: The commit, abbreviated.
        day: The day of the commit, such as ``2026-08-25``.
        is_changed: Whether a file of the project is not as the commit has it, or is not in it.
    """

    commit: str
    day: str
    is_changed: bool

    def __str__(self) -> str:
        """``commit 3a634b9 of 2026-08-25, and changes since``."""
        return f"commit {self.commit} of {self.day}{', and changes since' if self.is_changed else ''}"


def provenance_of(root: Path, *, but: Sequence[Path] = ()) -> Provenance | None:
    """The state of the files in *root*; None where git does not tell.

    Args:
        root: Folder of a project.
        but: Files that are made of the others, and so are no changes.
    """
    commit = _said(root, "log", "-1", "--format=%h %cs")
    if not commit:
        return None
    top = root.resolve()
    made = (one.resolve().relative_to(top) for one in but if one.resolve().is_relative_to(top))
    changes = _said(root, "status", "--porcelain", "--", ".", *(f":(exclude,literal){one}" for one in made))
    name, day = commit.split()
    return Provenance(name, day, bool(changes))


def _said(folder: Path, *arguments: str) -> str:
    """What git says; nothing where it is not, or *folder* is in no checkout."""
    try:
        command = [*_GIT, "-C", str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - git alone
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
