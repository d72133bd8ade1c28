"""``oamdsl describe``, which ``oamdsl diff`` runs on another revision of the project."""

import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout

import click

from oamdsl.cli import options
from oamdsl.cli.outcome import stop
from oamdsl.project import Project, ProjectError
from oamdsl.project.states import working_tree


@click.command("describe", hidden=True)
@click.argument("environments", nargs=-1)
@options.directory
def command(environments: Sequence[str]) -> None:
    """Write the state of the project in those of ENVIRONMENTS that it has, as JSON."""
    try:
        with redirect_stdout(sys.stderr):  # what the user's files print is no result
            project = Project.load()
            known = [one.name for one in project.environments if one.name in environments]
            state = working_tree(project, known)
    except ProjectError as error:
        stop(error)
    described = {name: [one.to_json() for one in found] for name, found in state.environments.items()}
    click.echo(json.dumps(described))
