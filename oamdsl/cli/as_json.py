"""The JSON that commands print for programs, findings aside."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.folders import started_in
from oamdsl.cli.outcome import stop
from oamdsl.cli.output import write
from oamdsl.diagnostics.json import render_error
from oamdsl.project import ProjectError


def as_json(**content: Any) -> str:
    """*content* as one JSON object with the version of its shape."""
    return json.dumps({"schema_version": 1, **content}, indent=2, sort_keys=True) + "\n"


def stop_as(error: ProjectError, output: str, file: Path | None = None, option: str = "") -> NoReturn:
    """Say what *error* is in the format *output*, and end the command; JSON can be read then, too.

    JSON goes where data goes: to *file*, which *option* names, or to standard output.
    """
    if output != "json":
        stop(error)
    write(render_error(error.message, error.location, error.help, base=started_in()), file, option)
    sys.exit(ExitCode.COULD_NOT_RUN)
