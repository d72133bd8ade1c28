"""``oamdsl init``."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from oamdsl.cli import options
from oamdsl.cli.outcome import stop
from oamdsl.project import ProjectError, root_of
from oamdsl.scaffold.scaffold import File, Kind, files, nearest_name, problem

_NEXT: Final = {
    Kind.PROJECT: "cd {folder} && oamdsl check && oamdsl render -s dev",
    Kind.COMPONENT: "put it into an application, and run oamdsl check",
    Kind.TRAIT: "put its implementation on a platform in stacks/platforms.py, and run oamdsl check",
    Kind.TRAIT_PACKAGE: "cd {folder} && pip install -e . pytest && pytest",
}


@click.command("init")
@click.argument("name")
@options.directory
@click.option("--component", is_flag=True, help="A component, in this project.")
@click.option("--trait", is_flag=True, help="A trait, in this project.")
@click.option(
    "--trait-package", is_flag=True, help="A package of traits for others to install, in a new folder."
)
def command(name: str, **kinds: bool) -> None:
    """Make a new project, a part of one, or a package of traits.

    NAME is a new folder, and the name of its application or package: lower-case letters, digits, hyphens.
    No file that is there is ever written over.
    """
    wanted = [kind for kind in Kind if kinds.get(kind.name.lower())]
    if len(wanted) > 1:
        message = f"{' and '.join(f'--{kind.value}' for kind in wanted)} exclude each other"
        raise click.UsageError(message)
    kind = wanted[0] if wanted else Kind.PROJECT
    try:
        _check(kind, name)
        folder = Path(name) if kind.has_own_folder else _project()
        _write(folder, files(kind, name))
    except ProjectError as error:
        stop(error)
    if kind is Kind.PROJECT and (checkout := _checkout_above(folder)):
        click.echo(
            f"GitHub reads .github at the root of a repository alone, which is {checkout}: move it there,"
            f" and give the workflow's steps `working-directory: {folder.resolve().relative_to(checkout)}`.",
            err=True,
        )
    click.echo("Next: " + _NEXT[kind].format(folder=shlex.quote(str(folder))), err=True)


def _check(kind: Kind, name: str) -> None:
    wrong = problem(kind, name)
    if wrong is not None:
        message = f"`{name}` {wrong}"
        nearest = nearest_name(kind, name)
        help_ = f"did you mean `{nearest}`?" if nearest else "choose a name such as `shop` or `order-worker`"
        raise ProjectError(message, help=help_)


def _checkout_above(folder: Path) -> Path | None:
    """The git checkout that *folder* is in; None where it is in none."""
    return next((one for one in folder.resolve().parents if (one / ".git").exists()), None)


def _project() -> Path:
    """The folder of the project that the current one is in, as it is called from there."""
    root = root_of(Path.cwd())
    if root is None:
        message = "there is no project here to put it into"
        raise ProjectError(message, help="make one with `oamdsl init NAME`, or name its folder with `-C`")
    return Path(*[".."] * len(Path.cwd().relative_to(root).parts))


def _write(folder: Path, new: Sequence[File]) -> None:
    paths = [folder / file.path for file in new]
    there = [path for path in paths if path.exists()]
    if there:
        message = f"there is a file already: {', '.join(map(str, there))}"
        raise ProjectError(message, help="choose another name, or move it away")
    try:
        for path, file in zip(paths, new, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}"
        raise ProjectError(message, help="choose a folder that you may write to") from error
    click.echo("\n".join(map(str, paths)))
