"""The folders that paths are told relative to."""

from pathlib import Path
from typing import Final

import click

STARTED_IN: Final = "oamdsl.started-in"
"""Where a command's context keeps the folder that it was started in, when ``-C`` names another one."""
FOLDER: Final = "oamdsl.folder"
"""Where it keeps that other one."""


def started_in() -> Path:
    """Where the command was started, whatever ``-C`` says: what people and editors open paths from."""
    context = click.get_current_context(silent=True)
    folder: Path = context.meta.get(STARTED_IN, Path.cwd()) if context is not None else Path.cwd()
    return folder


def checkout() -> Path:
    """The git checkout that the command runs in: what forges know paths by; without one, where it started."""
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / ".git").exists()), started_in())
