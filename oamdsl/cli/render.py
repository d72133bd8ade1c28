"""``oamdsl render``."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from oamdsl.checks.check import check
from oamdsl.cli import options
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.outcome import exit_code, show, stop
from oamdsl.cli.plans import plans_of
from oamdsl.cli.progress import working
from oamdsl.diagnostics.finding import merged
from oamdsl.diagnostics.plural import plural
from oamdsl.project import ProjectError
from oamdsl.render import File, Unrenderable, one_stream, render


@click.command("render")
@options.targets
@options.stack(required=True)
@options.directory
@options.colour
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write APPLICATION/COMPONENT.yaml below this folder, in place of standard output.",
)
@click.option(
    "--secrets",
    type=click.Choice(["refuse", "redact", "show"]),
    default="refuse",
    help="What to do with secrets: refuse to render, write [secret], or write them in plain.",
)
def command(targets: Sequence[str], stack: str, output_dir: Path | None, secrets: str) -> None:
    """Write applications as Kubernetes YAML: the objects that `pulumi up` would register.

    TARGET is a Python file, `module:attribute`, or an application's name; without one, all of the project.
    """
    try:
        with working() as at:
            (plan,) = plans_of(targets, [stack], at)
            at(1, 1, "checking")
            findings = merged(check(plan))
        show(findings)
        code = exit_code(findings)
        if code is not ExitCode.CLEAN:
            click.echo("Nothing was rendered: the applications have to be mended first.", err=True)
            sys.exit(code)
        files, missing = render(plan, show_secrets=secrets == "show")
        if missing and secrets != "redact":
            raise _refused(missing)
        if output_dir is None:
            click.echo(one_stream(files), nl=False)
        else:
            _write(files, output_dir)
    except ProjectError as error:
        stop(error)


def _write(files: Sequence[File], folder: Path) -> None:
    try:
        for file in files:
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}"
        raise ProjectError(message, help="give `--output-dir` a folder that you may write to") from error
    click.echo(f"Wrote {plural(len(files), 'file')} below {folder}.", err=True)


def _refused(missing: Sequence[Unrenderable]) -> ProjectError:
    listed = "".join(f"\n  {one.component}: {one.field} of {one.object}" for one in missing)
    showable = all(one.secret for one in missing)
    return ProjectError(
        f"these fields hold values that are not for YAML, or known after deployment only:{listed}",
        help="render with `--secrets=redact`"
        + (", or with `--secrets=show` to write them in plain" if showable else ""),
    )
