"""What a command is about: the applications that were named, in the environments that were named."""

from collections.abc import Sequence

from oamdsl.cli.progress import Progress
from oamdsl.compose.plan import Plan
from oamdsl.project import Project, ProjectError
from oamdsl.project.error import all_of


def plans_of(targets: Sequence[str], stacks: Sequence[str], at: Progress) -> tuple[Plan, ...]:
    """What *targets* are in each of the environments *stacks*; without one, in all of the project.

    Raises:
        ProjectError: The project cannot be read, or has no such application or environment.
    """
    plans, error = attempted_plans(targets, stacks, at)
    if error:
        raise error
    return plans


def attempted_plans(
    targets: Sequence[str], stacks: Sequence[str], at: Progress
) -> tuple[tuple[Plan, ...], ProjectError | None]:
    """The same of the applications that can be made, and why the others cannot.

    Raises:
        ProjectError: The project cannot be read, or has no such application or environment.
    """
    at(0, 1, "reading the project")
    project = Project.around(targets)
    entries = project.selected(targets)
    environments = [project.environment(name) for name in dict.fromkeys(stacks)] or project.environments
    plans: list[Plan] = []
    errors: list[ProjectError] = []
    for environment in environments:
        at(len(plans), len(environments), f"composing {environment.name}")
        plan, error = project.attempted(environment, entries)
        plans.append(plan)
        errors.extend([error] if error else [])
    return tuple(plans), all_of(errors)
