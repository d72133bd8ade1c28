"""``oamdsl doctor``."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import attrs
import click

from oamdsl.cli import options
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.folders import started_in
from oamdsl.cli.outcome import in_colour
from oamdsl.cli.progress import working
from oamdsl.doctor.clusters import examined_clusters
from oamdsl.doctor.installation import examined_installation
from oamdsl.doctor.project import examined_project
from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.project import Project, ProjectError

_COLOURS: Final = {Health.WELL: "green", Health.UNSURE: "yellow", Health.ILL: "red"}


@click.command("doctor")
@options.directory
@options.colour
@click.option("--cluster", is_flag=True, help="Ask the cluster of each environment too; changes nothing.")
@options.kubeconfig
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Format.")
def command(
    cluster: bool,  # noqa: FBT001 - click passes the options by name
    kubeconfig: Path | None,
    output: str,
) -> None:
    """Say what is wrong with an installation or a project, and how to mend it.

    Changes nothing, and asks no cluster unless --cluster is given: then whether the cluster of each
    environment can be reached, has the version and the APIs that checks count on, and may be deployed to.
    It is that of `kubernetes:context` in the stack's settings, or else of the kubeconfig's current context.

    Exit codes: 0, or 1 when something is wrong that stops oamdsl or a deployment. What is only yet to be
    installed, made or allowed is a warning.
    """
    steps = 3 if cluster else 2
    with working() as at:
        at(0, steps, "what is installed")
        symptoms = [*examined_installation()]
        at(1, steps, "the project")
        symptoms += examined_project(Path.cwd(), started_in())
        if cluster:
            at(2, steps, "its clusters")
            with suppress(ProjectError):  # it is among the symptoms
                symptoms += examined_clusters(Project.load(), kubeconfig)
    if output == "json":
        listed = [{**attrs.asdict(one), "health": one.health.value} for one in symptoms]
        click.echo(json.dumps({"schema_version": 1, "symptoms": listed}, indent=2))
    else:
        click.echo(_text(symptoms, colour=in_colour(sys.stdout)), nl=False, color=True)
    ill = any(one.health is Health.ILL for one in symptoms)
    sys.exit(ExitCode.FINDINGS if ill else ExitCode.CLEAN)


def _text(symptoms: Sequence[Symptom], *, colour: bool) -> str:
    width = max(len(one.subject) for one in symptoms)
    lines: list[str] = []
    for one in symptoms:
        mark = f"{one.health.value:<7}"
        shown = click.style(mark, fg=_COLOURS[one.health]) if colour else mark
        lines.append(f"{shown}  {one.subject:<{width}}  {one.found}")
        if one.help:
            lines.append(f"{'':7}  {'':{width}}  help: {one.help}")
    return "\n".join(lines) + "\n"
