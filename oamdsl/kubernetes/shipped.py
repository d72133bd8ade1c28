"""Snapshots of plain Kubernetes, which ship with the library like code."""

from functools import cache
from pathlib import Path
from typing import Final

from oamdsl.kubernetes.api import BUILTIN
from oamdsl.kubernetes.snapshot import Snapshot

FOLDER: Final = Path(__file__).with_name("snapshots")
"""Written by ``tests/e2e/tools/snapshots.py`` from real API servers."""

OLDEST: Final = "1.35"
"""The oldest minor version that is shipped; its schemas stand for those of older versions.

What is stable never loses a field, so nothing valid is refused; a field that is too new may go unnoticed.

Source: Kubernetes, Deprecation Policy, rule 1.
"""


@cache
def shipped(minor: str) -> Snapshot:
    """What a plain API server of the minor version *minor*, one of `BUILTIN`, serves by default."""
    minors = list(BUILTIN)
    recorded = max(minor, OLDEST, key=minors.index)
    return Snapshot.read(FOLDER / f"{recorded}.json.gz").restricted_to(BUILTIN[minor])
