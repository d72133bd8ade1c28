"""``oamdsl report``."""

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

import click

from oamdsl.checks.check import check_all
from oamdsl.cli import options
from oamdsl.cli.outcome import exit_code, stop
from oamdsl.diagnostics.finding import counted
from oamdsl.project import Project, ProjectError
from oamdsl.report import html
from oamdsl.report.report_of import report_of


@click.command("report")
@options.targets
@options.stacks
@options.directory
@options.colour
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    default="oamdsl-report.html",
    show_default=True,
    help="Write the page to this file; - is standard output.",
)
def command(targets: Sequence[str], stacks: Sequence[str], output: Path) -> None:
    """Write a page for reviewers who do not read YAML.

    One HTML file without anything outside it: what is wrong; what differs between environments; the
    applications drawn; who decides which field, why and on which line; which traits go together. It has every
    environment, or those that -s names. Secrets are not shown.

    TARGET is a Python file, `module:attribute`, or an application's name; without one, all of the project.

    The page is written whatever is found. Exit codes: 0, or 1 when a finding stops a deployment; 2 could not
    run.
    """
    try:
        with redirect_stdout(sys.stderr):  # what the user's files print is no page
            project = Project.load()
            entries = project.selected(targets)
            chosen = [project.environment(name) for name in dict.fromkeys(stacks)] or project.environments
            plans = [project.plan(environment, entries) for environment in chosen]
            findings = check_all(plans, whole=not stacks and not targets)
            page = html.render(report_of(plans, findings, base=Path.cwd()), base=Path.cwd())
        _write(page, output)
    except ProjectError as error:
        stop(error)
    click.echo(f"Found {counted(findings)}.", err=True)
    sys.exit(exit_code(findings))


def _write(page: str, file: Path) -> None:
    if file == Path("-"):
        click.echo(page, nl=False)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}"
        raise ProjectError(message, help="give `--output` a file that you may write") from error
    click.echo(f"Wrote {file}.", err=True)
