"""``oamdsl describe``, which ``oamdsl diff`` runs on another revision of the project."""

import contextlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from oamdsl.cli import options
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.progress import working
from oamdsl.diagnostics.json import render_error
from oamdsl.diff.seal import Salted
from oamdsl.project import Project, ProjectError
from oamdsl.project.elsewhere import look_elsewhere, require_elsewhere
from oamdsl.project.states import working_tree


@click.command("describe", hidden=True)
@click.argument("environments", nargs=-1)
@options.directory
@click.option("--instead-of", type=click.Path(path_type=Path), help="The checkout that the revision is from.")
@click.option("--top", type=click.Path(path_type=Path), help="Where its top folder was written to.")
def command(environments: Sequence[str], instead_of: Path | None, top: Path | None) -> None:
    """Write the state of the project in those of ENVIRONMENTS that it has, by default all, as JSON.

    Secrets are marked with the salt that standard input has. What the project's files print goes to standard
    error. When the project cannot be read, the JSON says why, and the exit code is 2.
    """
    salt = sys.stdin.buffer.read()
    try:
        with working(), contextlib.redirect_stdout(sys.stderr):
            if instead_of is not None and top is not None:
                look_elsewhere(instead_of, top)
            project = Project.load()
            known = [one.name for one in project.environments if not environments or one.name in environments]
            state = working_tree(project, known, Salted(salt) if salt else Salted.fresh())
            if instead_of is not None:
                require_elsewhere(instead_of)
    except ProjectError as error:
        base = top or Path.cwd()
        click.echo(render_error(error.message, error.location, error.help, base=base), nl=False)
        sys.exit(ExitCode.COULD_NOT_RUN)
    described = {name: one.to_json() for name, one in state.environments.items()}
    click.echo(json.dumps({"environments": described}))
