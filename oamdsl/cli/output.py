"""Where a command's data goes: to standard output, or to a file."""

from pathlib import Path

import click

from oamdsl.cli.outcome import stop
from oamdsl.project import ProjectError


def write(text: str, file: Path | None, option: str) -> None:
    """Write *text* to *file*, in a folder that is made where it is missing; without one, to standard output.

    A file that cannot be written ends the command.

    Args:
        text: What was asked for.
        file: What *option* names.
        option: The option, for the help.
    """
    if file is None:
        click.echo(text, nl=False, color=True)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}"
        stop(ProjectError(message, help=f"give `{option}` a file that you may write"))
