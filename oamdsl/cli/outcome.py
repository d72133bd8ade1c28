"""How commands show findings to people, and errors that stop them."""

import enum
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from oamdsl.cli.options import COLOUR
from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Finding
from oamdsl.project import ProjectError


class ExitCode(enum.IntEnum):
    """What the command's exit tells."""

    CLEAN = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2


def show(findings: Sequence[Finding]) -> None:
    """Write *findings* to standard error, where they stand beside a command's data."""
    report = text.render(findings, base=Path.cwd(), colour=in_colour(sys.stderr.isatty()))
    click.echo(report, nl=False, color=True, err=True)


def stop(error: ProjectError) -> NoReturn:
    """Say what *error* is on standard error, and end the command."""
    colour = in_colour(sys.stderr.isatty())
    shown = text.render_error(error.message, error.location, error.help, base=Path.cwd(), colour=colour)
    click.echo(shown, nl=False, err=True, color=True)
    sys.exit(ExitCode.COULD_NOT_RUN)


def exit_code(findings: Sequence[Finding]) -> ExitCode:
    """1 when a finding is an error that no comment suppresses, 0 otherwise."""
    return ExitCode.FINDINGS if any(finding.is_error for finding in findings) else ExitCode.CLEAN


def in_colour(terminal: bool) -> bool:  # noqa: FBT001 - the answer to one question about one stream
    """Whether to colour: what ``--color`` says before the usual variables, before what the stream is.

    FORCE_COLOR comes before NO_COLOR before CLICOLOR_FORCE; an empty one means unset.

    Source: no-color.org; force-color.org; bixense.com/clicolors.
    """
    context = click.get_current_context(silent=True)
    wanted = context.meta.get(COLOUR, "auto") if context is not None else "auto"
    if wanted != "auto":
        return bool(wanted == "always")
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("CLICOLOR_FORCE"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
