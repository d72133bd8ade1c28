"""How commands show findings, and errors that stop them."""

import enum
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from oamdsl.diagnostics import json, text
from oamdsl.diagnostics.finding import Finding, Severity
from oamdsl.project import ProjectError


class ExitCode(enum.IntEnum):
    """What the command's exit tells."""

    CLEAN = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2


class Format(enum.Enum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"


def show(findings: Sequence[Finding], output: Format, *, beside_data: bool = False) -> None:
    """Write *findings* to standard output, or to standard error where they stand beside a command's data."""
    if output is Format.JSON:
        click.echo(json.render(findings, base=Path.cwd()), nl=False)
    else:
        stream = sys.stderr if beside_data else sys.stdout
        report = text.render(findings, base=Path.cwd(), colour=in_colour(stream.isatty()))
        click.echo(report, nl=False, color=True, file=stream)


def stop(error: ProjectError, output: Format = Format.TEXT) -> NoReturn:
    """Say what *error* is and end the command: JSON to standard output, text to standard error."""
    if output is Format.JSON:
        click.echo(
            json.render_error(error.message, error.location, error.help, base=Path.cwd()),
            nl=False,
        )
    else:
        click.echo(
            text.render_error(
                error.message,
                error.location,
                error.help,
                base=Path.cwd(),
                colour=in_colour(sys.stderr.isatty()),
            ),
            nl=False,
            err=True,
            color=True,
        )
    sys.exit(ExitCode.COULD_NOT_RUN)


def exit_code(findings: Sequence[Finding]) -> ExitCode:
    """1 when a finding is an error, 0 otherwise."""
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    return ExitCode.FINDINGS if errors else ExitCode.CLEAN


def in_colour(terminal: bool) -> bool:  # noqa: FBT001 - the answer to one question about one stream
    """Whether to colour: FORCE_COLOR before NO_COLOR before what the stream is; empty means unset.

    Source: no-color.org; force-color.org.
    """
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("NO_COLOR"):
        return False
    return terminal and os.environ.get("TERM") != "dumb"
