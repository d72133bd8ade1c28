"""``oamdsl describe``, which ``oamdsl diff`` runs on another revision of the project."""

import json
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from oamdsl.cli import options
from oamdsl.cli.outcome import stop
from oamdsl.cli.progress import working
from oamdsl.diff.seal import Salted
from oamdsl.project import Project, ProjectError
from oamdsl.project.elsewhere import look_elsewhere, require_elsewhere
from oamdsl.project.states import working_tree

_SALT: Final = 32
"""Bytes of a salt that nobody else has."""


@click.command("describe", hidden=True)
@click.argument("environments", nargs=-1)
@options.directory
@click.option("--instead-of", type=click.Path(path_type=Path), help="The checkout that the revision is from.")
@click.option("--top", type=click.Path(path_type=Path), help="Where its top folder was written to.")
def command(environments: Sequence[str], instead_of: Path | None, top: Path | None) -> None:
    """Write the state of the project in those of ENVIRONMENTS that it has, by default all, as JSON.

    Secrets are marked with the salt that standard input has.
    """
    salt = sys.stdin.buffer.read()
    try:
        with working():
            if instead_of is not None and top is not None:
                look_elsewhere(instead_of, top)
            project = Project.load()
            known = [one.name for one in project.environments if not environments or one.name in environments]
            state = working_tree(project, known, Salted(salt or secrets.token_bytes(_SALT)))
            if instead_of is not None:
                require_elsewhere(instead_of)
    except ProjectError as error:
        stop(error)
    described = {name: one.to_json() for name, one in state.environments.items()}
    click.echo(json.dumps(described))
