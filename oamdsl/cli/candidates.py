"""What a shell may complete an argument with: names of the project that the command line is about."""

import contextlib
import io
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from oamdsl.cli.folders import FOLDER

if TYPE_CHECKING:
    from oamdsl.model.application import Application
    from oamdsl.project import Project

Candidates = list[CompletionItem[str]]


def stacks(context: click.Context, _: click.Parameter, incomplete: str) -> Candidates:
    """Names of environments."""
    names: list[str] = []
    with quietly(context):
        names = [one.name for one in _project().environments]
    return starting_with(incomplete, names)


def applications_and_files(context: click.Context, _: click.Parameter, incomplete: str) -> Candidates:
    """Names of applications, and files, which the shell itself lists."""
    names: list[str] = []
    with quietly(context):
        names = [one.name for one in _applications()]
    files = CompletionItem(incomplete or "./", type="file")  # where it is empty, zsh miscounts what follows
    return [files, *starting_with(incomplete, names)]


def components(context: click.Context, _: click.Parameter, incomplete: str) -> Candidates:
    """``application/component``, of any environment."""
    names: list[str] = []
    with quietly(context):
        found = ((one, component) for one in _applications() for component in one.components)
        names = [f"{one.name}/{component.name}" for one, component in found if not component.faults]
    return starting_with(incomplete, names)


def starting_with(incomplete: str, names: Iterable[str]) -> Candidates:
    """Those of *names* that begin with what is typed, each once."""
    return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(incomplete)]


@contextlib.contextmanager
def quietly(context: click.Context) -> Generator[None, None, None]:
    """In the folder of ``-C``, without what the user's files print, or why they cannot be read."""
    from oamdsl.project import ProjectError  # noqa: PLC0415 - what nobody completes needs no project

    with (
        contextlib.chdir(context.meta.get(FOLDER, Path.cwd())),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.suppress(ProjectError),
    ):
        yield


def _project() -> "Project":
    from oamdsl.project import Project  # noqa: PLC0415 - what nobody completes needs no project

    return Project.load()


def _applications() -> "Iterator[Application]":
    project = _project()
    made = (entry.application(one) for entry in project.entries for one in project.environments)
    return (one for one in made if not one.faults)
