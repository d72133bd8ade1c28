"""What the commands of discovery share: the catalogue of the project that they run in."""

import click

from oamdsl.cli.progress import working
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.discovery.catalogue import Catalogue, catalogue
from oamdsl.discovery.packages import installed_packages
from oamdsl.model.platform import Platform
from oamdsl.project import Project, ProjectError


def discovered() -> tuple[Project, Catalogue]:
    """The project, and the catalogue of what there is for it; warns of packages that cannot be read."""
    packages, problems = installed_packages()
    for problem in problems:
        click.echo(f"warning: {problem}", err=True)
    with working() as at:
        at(0, 1, "reading the project")
        project = Project.load()
    platforms = [environment.platform for environment in project.environments] if project.entries else []
    return project, catalogue(packages, platforms)


def platform_of(project: Project, found: Catalogue, stack: str | None) -> Platform:
    """The platform of environment *stack*; without one, the first that there is."""
    return found.platforms[0] if stack is None else project.environment(stack).platform


def unknown(name: str, what: str, known: list[str]) -> ProjectError:
    """That there is no *what* called *name*."""
    message = f"there is no {what} `{name}`"
    return ProjectError(message, help=did_you_mean(name, known) or f"use one of {', '.join(known)}")
