"""``oamdsl check``."""

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout

import click

from oamdsl.checks.check import check
from oamdsl.cli import options
from oamdsl.cli.report import Format, exit_code, show, stop
from oamdsl.diagnostics.finding import Finding, merged
from oamdsl.project import Project, ProjectError


@click.command("check")
@options.targets
@options.stack(required=False)
@options.directory
@click.option(
    "-o",
    "--output",
    type=click.Choice([one.value for one in Format]),
    default=Format.TEXT.value,
    envvar="OAMDSL_OUTPUT",
    help="Format of the findings.",
)
def command(targets: Sequence[str], stack: str | None, output: str) -> None:
    """Report every mistake in applications before anything is deployed.

    TARGET is a Python file, `module:attribute`, or an application's name; without one, every application of
    the project is checked, for every environment or for the one that -s names.
    """
    form = Format(output)
    try:
        with redirect_stdout(sys.stderr):  # what the user's files print is no result
            project = Project.load()
            entries = project.selected(targets)
            environments = project.environments if stack is None else (project.environment(stack),)
            findings: list[Finding] = []
            for environment in environments:
                findings += check(project.plan(environment, entries))
    except ProjectError as error:
        stop(error, form)
    findings = merged(findings)
    show(findings, form)
    if not findings:
        names = ", ".join(environment.name for environment in environments)
        count = f"{len(entries)} application{'' if len(entries) == 1 else 's'}"
        click.echo(f"Nothing found in {count} for {names}.", err=True)
    sys.exit(exit_code(findings))
