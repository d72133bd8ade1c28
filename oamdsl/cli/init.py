"""``oamdsl init``."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from oamdsl.cli import options
from oamdsl.cli.outcome import stop
from oamdsl.project import ProjectError
from oamdsl.scaffold.scaffold import File, Kind, files, problem

_NEXT: Final = {
    Kind.PROJECT: "cd {folder} && oamdsl check && oamdsl render -s dev",
    Kind.COMPONENT: "put it into an application, and run oamdsl check",
    Kind.TRAIT: "put its implementation on a platform in stacks/platforms.py, and run oamdsl check",
    Kind.TRAIT_PACKAGE: "cd {folder} && pip install -e . pytest && pytest",
}


@click.command("init")
@click.argument("name")
@options.directory
@click.option("--component", "kind", flag_value=Kind.COMPONENT.value, help="A component, in this project.")
@click.option("--trait", "kind", flag_value=Kind.TRAIT.value, help="A trait, in this project.")
@click.option(
    "--trait-package",
    "kind",
    flag_value=Kind.TRAIT_PACKAGE.value,
    help="A package of traits for others to install, in a new folder.",
)
def command(name: str, kind: str | None) -> None:
    """Make a new project, a part of one, or a package of traits.

    NAME is a new folder, and the name of its application or package: lower-case letters, digits, hyphens.
    No file that is there is ever written over.
    """
    made = Kind(kind or Kind.PROJECT.value)
    try:
        _check(made, name)
        folder = Path(name) if made.has_own_folder else Path()
        _write(folder, files(made, name))
    except ProjectError as error:
        stop(error)
    click.echo("Next: " + _NEXT[made].format(folder=shlex.quote(str(folder))), err=True)


def _check(kind: Kind, name: str) -> None:
    wrong = problem(kind, name)
    if wrong is not None:
        message = f"`{name}` {wrong}"
        raise ProjectError(message, help="choose a name such as `shop` or `order-worker`")


def _write(folder: Path, new: Sequence[File]) -> None:
    there = [folder / file.path for file in new if (folder / file.path).exists()]
    if there:
        message = f"there is a file already: {', '.join(map(str, there))}"
        raise ProjectError(message, help="choose another name, or move it away")
    try:
        for file in new:
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
            click.echo(str(path))
    except OSError as error:
        message = f"{error.filename} cannot be written: {os.strerror(error.errno or 0)}"
        raise ProjectError(message, help="choose a folder that you may write to") from error
