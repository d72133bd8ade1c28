"""``oamdsl describe``, which ``oamdsl diff`` runs on another revision of the project."""

import json
from collections.abc import Sequence

import click

from oamdsl.cli import options
from oamdsl.cli.outcome import stop
from oamdsl.cli.progress import working
from oamdsl.project import Project, ProjectError
from oamdsl.project.states import working_tree


@click.command("describe", hidden=True)
@click.argument("environments", nargs=-1)
@options.directory
def command(environments: Sequence[str]) -> None:
    """Write the state of the project in those of ENVIRONMENTS that it has, as JSON."""
    try:
        with working():
            project = Project.load()
            known = [one.name for one in project.environments if one.name in environments]
            state = working_tree(project, known)
    except ProjectError as error:
        stop(error)
    described = {name: [one.to_json() for one in found] for name, found in state.environments.items()}
    click.echo(json.dumps(described))
