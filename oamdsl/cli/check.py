"""``oamdsl check``."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

import click

from oamdsl.checks.catalogue import CATALOGUE
from oamdsl.checks.check import check_all
from oamdsl.cli import options
from oamdsl.cli.formats import Format, written, written_error
from oamdsl.cli.outcome import ExitCode, in_colour, stop
from oamdsl.diagnostics.finding import Finding, Severity
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.project import Project, ProjectError


def _codes(_: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """The beginnings of codes in *values*, which may each be a list with commas."""
    known = [rule.code for rule in CATALOGUE]
    prefixes = tuple(part.strip().upper() for value in values for part in value.split(",") if part.strip())
    for prefix in prefixes:
        if not any(code.startswith(prefix) for code in known):
            hint = (
                did_you_mean(prefix, known) or "write a code such as OAM202, or its beginning, such as OAM2"
            )
            message = f"no finding has a code that begins with {prefix}; {hint}"
            raise click.BadParameter(message, param=parameter)
    return prefixes


@click.command("check")
@options.targets
@options.stack(required=False)
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
    "--output-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the findings to this file, in place of standard output.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    callback=_codes,
    help="Show these alone; OAM4 is all of OAM4xx.",
)
@click.option("--ignore", multiple=True, metavar="CODES", callback=_codes, help="Do not show these.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="From which severity on the exit code is 1.",
)
def command(  # noqa: PLR0917 - click passes the options by name
    targets: Sequence[str],
    stack: str | None,
    output: str,
    output_file: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
) -> None:
    """Report every mistake in applications before anything is deployed.

    TARGET is a Python file, `module:attribute`, or an application's name; without one, every application of
    the project is checked, for every environment or for the one that -s names.

    A comment `# oamdsl: ignore[CODE] reason`, on a line that a finding names or on a line of its own above,
    accepts it. --select and --ignore decide what is shown here; every error stops a deployment.
    """
    form = Format(output)
    try:
        with redirect_stdout(sys.stderr):  # what the user's files print is no result
            project = Project.load()
            entries = project.selected(targets)
            environments = project.environments if stack is None else (project.environment(stack),)
            plans = [project.plan(environment, entries) for environment in environments]
        findings = check_all(plans, whole=stack is None and not targets)
        shown = [finding for finding in findings if _is_wanted(finding, select, ignore)]
        colour = {"colour": in_colour(sys.stdout.isatty() and output_file is None)}
        text = written(shown, form, **(colour if form is Format.TEXT else {}))
        _write(text, output_file)
    except ProjectError as error:
        if form is Format.TEXT:
            stop(error)
        _write(written_error(error, form), output_file)
        sys.exit(ExitCode.COULD_NOT_RUN)
    if all(finding.suppression for finding in shown):
        names = ", ".join(environment.name for environment in environments)
        count = f"{len(entries)} application{'' if len(entries) == 1 else 's'}"
        suppressed = f" ({len(shown)} suppressed)" if shown else ""
        click.echo(f"Nothing found in {count} for {names}{suppressed}.", err=True)
    sys.exit(_exit_code(shown, fail_on))


def _is_wanted(finding: Finding, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    return (not select or finding.code.startswith(select)) and not finding.code.startswith(ignore or (" ",))


def _exit_code(findings: Iterable[Finding], fail_on: str) -> ExitCode:
    severities = {"error": {Severity.ERROR}, "warning": set(Severity), "never": set[Severity]()}[fail_on]
    failing = any(finding.severity in severities for finding in findings if finding.suppression is None)
    return ExitCode.FINDINGS if failing else ExitCode.CLEAN


def _write(text: str, file: Path | None) -> None:
    if file is None:
        click.echo(text, nl=False, color=True)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}"
        raise ProjectError(message, help="give `--output-file` a file that you may write") from error
