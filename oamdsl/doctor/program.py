"""Programs that are asked something."""

import subprocess
from collections.abc import Sequence
from typing import Final

_PATIENCE: Final = 20.0
"""Seconds that a program may take to answer."""


def output_of(command: Sequence[str]) -> str | None:
    """What *command* writes to standard output; None when it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)  # noqa: S603 - programs that are named here
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
