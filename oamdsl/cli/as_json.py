"""The JSON that commands print for programs, findings aside."""

import json
import sys
from typing import Any, NoReturn

import click

from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.folders import started_in
from oamdsl.cli.outcome import stop
from oamdsl.diagnostics.json import render_error
from oamdsl.project import ProjectError


def as_json(**content: Any) -> str:
    """*content* as one JSON object with the version of its shape."""
    return json.dumps({"schema_version": 1, **content}, indent=2, sort_keys=True) + "\n"


def stop_as(error: ProjectError, output: str) -> NoReturn:
    """Say what *error* is in the format *output*, and end the command; JSON can be read then, too."""
    if output != "json":
        stop(error)
    click.echo(render_error(error.message, error.location, error.help, base=started_in()), nl=False)
    sys.exit(ExitCode.COULD_NOT_RUN)
