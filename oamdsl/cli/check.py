"""``oamdsl check``."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from oamdsl.checks.check import check_all
from oamdsl.cli import codes, options
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.formats import Format, written, written_error
from oamdsl.cli.outcome import in_colour, stop, width_of
from oamdsl.cli.output import write
from oamdsl.cli.plans import attempted_plans
from oamdsl.cli.progress import working
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding, Severity, merged
from oamdsl.diagnostics.plural import plural
from oamdsl.project import ProjectError

_FILE: Final = "--output-file"


@click.command("check")
@options.targets
@options.stacks
@options.directory
@options.colour
@click.option(
    "-o",
    "--output",
    type=click.Choice([one.value for one in Format]),
    default=Format.TEXT.value,
    envvar="OAMDSL_OUTPUT",
    help="Format of the findings.",
)
@click.option(
    _FILE,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the findings to this file, in place of standard output.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    callback=codes.beginnings,
    shell_complete=codes.candidates,
    help="Show these alone; OAM4 is all of OAM4xx.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODES",
    callback=codes.beginnings,
    shell_complete=codes.candidates,
    help="Do not show these.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="From which severity on the exit code is 1.",
)
def command(  # noqa: PLR0917 - click passes the options by name
    targets: Sequence[str],
    stacks: Sequence[str],
    output: str,
    output_file: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
) -> None:
    """Report every mistake in applications before anything is deployed.

    TARGET is a Python file, `module:attribute`, or an application's name; without one, every application of
    the project is checked, for every environment or for those that -s names.

    A comment `# oamdsl: ignore[CODE] reason`, on a line that a finding names or on a line of its own above,
    accepts it. --select and --ignore decide what is shown here; every error stops a deployment.
    """
    form = Format(output)
    try:
        with working() as at:
            plans, failed = attempted_plans(targets, stacks, at)
            at(len(plans), len(plans), "checking")
            findings = check_all(plans, whole=not stacks and not targets and not failed)
    except ProjectError as error:
        if not error.findings:
            if form is Format.TEXT:
                stop(error)
            write(written_error(error, form), output_file, _FILE)
            sys.exit(ExitCode.COULD_NOT_RUN)
        plans, failed, findings = (), error, list[Finding]()
    if failed:
        findings = merged([*failed.findings, *findings])
    shown = [finding for finding in findings if _is_wanted(finding, select, ignore)]
    stream = sys.stdout if output_file is None else None
    how = {"colour": in_colour(stream), "width": width_of(stream)} if form is Format.TEXT else {}
    write(written(shown, form, **how), output_file, _FILE)
    _conclude(plans, findings, shown, is_whole=not failed)
    sys.exit(ExitCode.COULD_NOT_RUN if failed else _exit_code(shown, fail_on))


def _conclude(
    plans: Sequence[Plan], findings: Sequence[Finding], shown: Sequence[Finding], *, is_whole: bool
) -> None:
    """Say what no finding says: that there is none, of a whole project, and how many are not shown."""
    suppressed = sum(finding.suppression is not None for finding in shown)
    hidden = sum(finding.suppression is None for finding in findings) - (len(shown) - suppressed)
    if suppressed < len(shown) or not is_whole:
        if hidden:
            click.echo(f"By --select and --ignore, {hidden} not shown.", err=True)
        return
    names = ", ".join(plan.environment.name for plan in plans)
    number = len(plans[0].applications)
    counts = {"suppressed": suppressed, "not shown": hidden}
    further = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    click.echo(
        f"Nothing found in {plural(number, 'application')} for {names}{f' ({further})' if further else ''}.",
        err=True,
    )


def _is_wanted(finding: Finding, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    return (not select or finding.code.startswith(select)) and not finding.code.startswith(ignore or (" ",))


def _exit_code(findings: Iterable[Finding], fail_on: str) -> ExitCode:
    severities = {"error": {Severity.ERROR}, "warning": set(Severity), "never": set[Severity]()}[fail_on]
    failing = any(finding.severity in severities for finding in findings if finding.suppression is None)
    return ExitCode.FINDINGS if failing else ExitCode.CLEAN
