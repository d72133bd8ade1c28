"""What the commands of discovery share: the catalogue of the project that they run in."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs
import click

from oamdsl.cli import candidates
from oamdsl.cli.progress import working
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.discovery.catalogue import Catalogue, catalogue
from oamdsl.discovery.packages import installed_packages
from oamdsl.model.environment import Environment
from oamdsl.model.platform import Platform
from oamdsl.project import Project, ProjectError

F = TypeVar("F", bound=Callable[..., Any])


def discovered() -> tuple[Project, Catalogue]:
    """The project, and the catalogue of what there is for it; warns of packages that cannot be read."""
    with working() as at:
        at(0, 1, "reading the project")
        packages, problems = installed_packages()
        project = Project.load()
    for problem in problems:
        click.echo(f"warning: {problem}", err=True)
    platforms = [environment.platform for environment in project.environments] if project.entries else []
    return project, catalogue(packages, platforms)


def platform_option(command: F) -> F:
    """``--platform NAME``: a platform of the project, a ready-made one or one of a package."""
    return click.option(
        "--platform",
        metavar="PLATFORM",
        help="A platform of the project, of oamdsl or of a package, in place of an environment's.",
        shell_complete=_platforms,
    )(command)


def _platforms(context: click.Context, _: click.Parameter, incomplete: str) -> candidates.Candidates:
    names: list[str] = []
    with candidates.quietly(context):
        names = [*discovered()[1].all_platforms]
    return candidates.starting_with(incomplete, names)


@attrs.frozen
class Chosen:
    """The platform that a command is about.

    Attributes:
        platform: The platform.
        environment: Whose it is; None where no environment was named.
        is_default: Whether neither an environment nor a platform was named.
    """

    platform: Platform
    environment: Environment | None = None
    is_default: bool = False


def chosen(project: Project, found: Catalogue, stack: str | None, platform: str | None) -> Chosen:
    """The platform of environment *stack*, or the one called *platform*; without both, the first there is.

    Raises:
        ProjectError: There is no such one.
    """
    if platform is not None:
        if stack is not None:
            message = "an environment has a platform of its own"
            raise ProjectError(message, help="give `-s` or `--platform`, not both")
        if platform not in found.all_platforms:
            raise unknown(platform, "platform", list(found.all_platforms))
        return Chosen(found.all_platforms[platform])
    if stack is None:
        return Chosen(found.platforms[0], is_default=True)
    if not project.entries and stack not in [one.name for one in project.environments]:
        message = f"there is no environment `{stack}`, because this folder is in no project"
        raise ProjectError(message, help="go to a project's folder, or name a platform with `--platform`")
    environment = project.environment(stack)
    return Chosen(environment.platform, environment)


def unknown(name: str, what: str, known: Sequence[str]) -> ProjectError:
    """That there is no *what* called *name*, or that several packages have one."""
    alike = [one for one in known if one.rpartition(".")[2] == name]
    if alike:
        message = f"several packages have a `{name}`"
        return ProjectError(message, help=f"use {' or '.join(alike)}")
    message = f"there is no {what} `{name}`"
    return ProjectError(message, help=did_you_mean(name, known) or f"use one of {', '.join(known)}")
