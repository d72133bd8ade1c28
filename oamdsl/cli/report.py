"""``oamdsl report``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from oamdsl.checks.check import check_all
from oamdsl.cli import options
from oamdsl.cli.folders import checkout
from oamdsl.cli.outcome import exit_code, stop
from oamdsl.cli.output import write
from oamdsl.cli.plans import plans_of
from oamdsl.cli.progress import working
from oamdsl.diagnostics.finding import counted
from oamdsl.project import ProjectError, root_of
from oamdsl.project.provenance import provenance_of
from oamdsl.report import html
from oamdsl.report.report_of import report_of

_FILE: Final = "--output"
_STANDARD_OUTPUT: Final = Path("-")


@click.command("report")
@options.targets
@options.stacks
@options.directory
@options.colour
@click.option(
    "-o",
    _FILE,
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
    base = checkout()
    try:
        with working() as at:
            plans = plans_of(targets, stacks, at)
            at(len(plans), len(plans), "checking")
            findings = check_all(plans, whole=not stacks and not targets)
            at(len(plans), len(plans), "writing the page")
            made_from = str(provenance_of(root_of(Path.cwd()) or base, but=[output]) or "")
            report = report_of(plans, findings, base=base, made_from=made_from)
            page = html.render(report, base=base)
    except ProjectError as error:
        stop(error)
    if output == _STANDARD_OUTPUT:
        write(page, None, _FILE)
    else:
        write(page, output, _FILE)
        click.echo(f"Wrote {output}.", err=True)
    click.echo(f"Found {counted(findings)}.", err=True)
    sys.exit(exit_code(findings))
