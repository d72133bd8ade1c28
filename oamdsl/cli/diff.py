"""``oamdsl diff``."""

import sys
from pathlib import Path
from typing import Final

import click

from oamdsl.cli import options
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.outcome import stop
from oamdsl.cli.progress import Progress, working
from oamdsl.diff import json, markdown, text
from oamdsl.diff.compare import Difference, compare
from oamdsl.diff.state import State
from oamdsl.project import Project, ProjectError, states
from oamdsl.project.live import beside
from oamdsl.project.stack_settings import context_of

_CLUSTER: Final = "cluster:"


@click.command("diff")
@options.stack(required=False)
@options.directory
@click.option("--base", default="HEAD", show_default=True, metavar="STATE", help="What was.")
@click.option("--head", default=".", metavar="STATE", help="What will be; by default the working tree.")
@click.option(
    "-o", "--output", type=click.Choice(["text", "json", "markdown"]), default="text", help="Format."
)
@options.kubeconfig
@click.option("--meaning-only", is_flag=True, help="Leave the changed YAML out of text.")
@click.option("--exit-code", is_flag=True, help="End with 1 when something differs.")
def command(  # noqa: PLR0917 - click passes the options by name
    stack: str | None,
    base: str,
    head: str,
    output: str,
    kubeconfig: Path | None,
    meaning_only: bool,  # noqa: FBT001 - as above
    exit_code: bool,  # noqa: FBT001 - as above
) -> None:
    """Say what a change means, for those who review it.

    Compares two states of the project in every environment, or in the one that -s names: parameters, traits,
    images, replicas, routes; who decides a field now; what restarts pods, replaces an object or loses data;
    then the YAML. Secrets are not shown, and not compared.

    A STATE is `.` for the working tree, a git revision such as origin/main, a folder that `oamdsl render
    --output-dir` wrote, `stack:NAME` for what Pulumi deployed last, or `cluster:CONTEXT` for what is live:
    the objects of the other state, and those that its applications have left in the environment's namespace.
    CONTEXT is one of the kubeconfig; empty for that of `kubernetes:context` in the stack's settings, or else
    the current one. Nothing on a cluster is changed.

    Exit codes: 0, or 1 with --exit-code when something differs; 2 could not run.
    """
    try:
        with working() as at:
            at(0, 1, "reading the project")
            project = Project.load()
            names = [one.name for one in project.environments] if stack is None else [stack]
            difference = _difference(project, names, base, head, kubeconfig, at=at)
    except ProjectError as error:
        stop(error)
    click.echo(_written(difference, output, meaning_only=meaning_only), nl=False)
    differs = bool(difference.environments)
    if not differs and output == "text":
        click.echo(f"Nothing differs between {difference.before} and {difference.after}.", err=True)
    sys.exit(ExitCode.FINDINGS if differs and exit_code else ExitCode.CLEAN)


def _difference(
    project: Project, names: list[str], base: str, head: str, kubeconfig: Path | None, *, at: Progress
) -> Difference:
    at(0, 2, base)
    if not head.startswith(_CLUSTER) and not base.startswith(_CLUSTER):
        before = _state(project, base, names)
        at(1, 2, head)
        return compare(before, _state(project, head, names))
    if head.startswith(_CLUSTER) and base.startswith(_CLUSTER):
        message = "two clusters cannot be compared"
        raise ProjectError(message, help=f"compare each with the working tree: --base {base} --head .")
    if len(names) > 1:
        message = f"a cluster is compared with one environment, and this project has {', '.join(names)}"
        raise ProjectError(message, help="name it with -s")
    place, other = (base, head) if base.startswith(_CLUSTER) else (head, base)
    environment = project.environment(names[0])
    context = place.removeprefix(_CLUSTER) or context_of(project.root, environment.name)
    live = beside(_state(project, other, names), environment, context, kubeconfig, at)
    for gap in live.gaps:
        click.echo(f"note: {gap}", err=True)
    return compare(live.cluster, live.deployed) if place is base else compare(live.deployed, live.cluster)


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
