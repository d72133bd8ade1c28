"""``oamdsl diff``."""

import sys
from contextlib import redirect_stdout
from pathlib import Path

import click

from oamdsl.cli import options
from oamdsl.cli.outcome import ExitCode, stop
from oamdsl.diff import json, markdown, text
from oamdsl.diff.compare import Difference, compare
from oamdsl.diff.state import State
from oamdsl.project import Project, ProjectError, states


@click.command("diff")
@options.stack(required=False)
@options.directory
@click.option("--base", default="HEAD", show_default=True, metavar="STATE", help="What was.")
@click.option("--head", default=".", metavar="STATE", help="What will be; by default the working tree.")
@click.option(
    "-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", help="Format."
)
@click.option("--meaning-only", is_flag=True, help="Leave the changed YAML out of text.")
@click.option("--exit-code", is_flag=True, help="End with 1 when something differs.")
def command(  # noqa: PLR0917 - click passes the options by name
    stack: str | None,
    base: str,
    head: str,
    output: str,
    meaning_only: bool,  # noqa: FBT001 - as above
    exit_code: bool,  # noqa: FBT001 - as above
) -> None:
    """Say what a change means, for those who review it.

    Compares two states of the project in every environment, or in the one that -s names: parameters, traits,
    images, replicas, routes; who decides a field now; what restarts pods, replaces an object or loses data;
    then the YAML. Secrets are not shown, and not compared.

    A STATE is `.` for the working tree, a git revision such as origin/main, a folder that `oamdsl render
    --output-dir` wrote, or `stack:NAME` for what Pulumi deployed last.

    Exit codes: 0, or 1 with --exit-code when something differs; 2 could not run.
    """
    try:
        with redirect_stdout(sys.stderr):  # what the user's files print is no result
            project = Project.load()
            names = [one.name for one in project.environments] if stack is None else [stack]
            difference = compare(_state(project, base, names), _state(project, head, names))
    except ProjectError as error:
        stop(error)
    click.echo(_written(difference, output, meaning_only=meaning_only), nl=False)
    differs = bool(difference.environments)
    if not differs and output == "text":
        click.echo(f"Nothing differs between {difference.before} and {difference.after}.", err=True)
    sys.exit(ExitCode.FINDINGS if differs and exit_code else ExitCode.CLEAN)


def _state(project: Project, name: str, environments: list[str]) -> State:
    if name == ".":
        return states.working_tree(project, environments)
    if name.startswith("stack:"):
        return states.stack(project, name.removeprefix("stack:"))
    if Path(name).is_dir():
        return states.rendered(Path(name), environments)
    return states.revision(project, name, environments)


def _written(difference: Difference, output: str, *, meaning_only: bool) -> str:
    if output == "json":
        return json.render(difference)
    if output == "markdown":
        return markdown.render(difference)
    return text.render(difference, objects=not meaning_only)
