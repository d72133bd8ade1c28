"""How commands show findings to people, and errors that stop them."""

import os
import shutil
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

import click

from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.folders import started_in
from oamdsl.cli.options import COLOUR
from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Finding
from oamdsl.project import ProjectError


def show(findings: Sequence[Finding]) -> None:
    """Write *findings* to standard error, where they stand beside a command's data."""
    report = text.render(
        findings, base=started_in(), colour=in_colour(sys.stderr), width=width_of(sys.stderr)
    )
    click.echo(report, nl=False, color=True, err=True)


def stop(error: ProjectError) -> NoReturn:
    """Say what *error* is on standard error, and end the command."""
    shown = error.report(base=started_in(), colour=in_colour(sys.stderr), width=width_of(sys.stderr))
    click.echo(shown, nl=False, err=True, color=True)
    sys.exit(ExitCode.COULD_NOT_RUN)


def exit_code(findings: Sequence[Finding]) -> ExitCode:
    """1 when a finding is an error that no comment suppresses, 0 otherwise."""
    return ExitCode.FINDINGS if any(finding.is_error for finding in findings) else ExitCode.CLEAN


def width_of(stream: TextIO | None) -> int | None:
    """Columns of the terminal that *stream* is; None for what is none: its lines are never broken."""
    is_terminal = stream is not None and stream.isatty()
    return shutil.get_terminal_size().columns if is_terminal else None


def in_colour(stream: TextIO | None) -> bool:
    """Whether to colour what goes to *stream*; to a file, which is None, it does when ``--color`` says so.

    What ``--color`` says comes before FORCE_COLOR, before NO_COLOR, before CLICOLOR_FORCE, before CLICOLOR
    and what the stream is. An empty variable means unset, and 0 means no to the last two.

    Source: no-color.org; force-color.org; bixense.com/clicolors.
    """
    context = click.get_current_context(silent=True)
    wanted = context.meta.get(COLOUR, "auto") if context is not None else "auto"
    if wanted != "auto":
        return bool(wanted == "always")
    if stream is None:
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb" and os.environ.get("CLICOLOR") != "0"
