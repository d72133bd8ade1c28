"""Who owns the fields of a component, as text."""

import click

from oamdsl.checks.places import claim_location
from oamdsl.cli.folders import started_in
from oamdsl.cli.outcome import stop
from oamdsl.cli.progress import working
from oamdsl.compose.confidential import shown_field
from oamdsl.compose.ownership import OwnedField, owned_fields
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.kubernetes.path import Path
from oamdsl.model.environment import Environment
from oamdsl.project import Project, ProjectError


def show_owners(subject: str, field: str | None, stack: str | None) -> None:
    """Write each field of the component *subject* with its value, who decides it and on which line.

    Where there is no such component, field or environment, say so, and end the command.

    Args:
        subject: ``APPLICATION/COMPONENT``.
        field: The one field that is wanted, with what is below it; None for all.
        stack: The environment; None for the only one.
    """
    try:
        click.echo(_owners(subject, field, stack), nl=False)
    except ProjectError as error:
        stop(error)


def _owners(subject: str, field: str | None, stack: str | None) -> str:
    with working() as at:
        at(0, 1, "reading the project")
        project = Project.load()
        plan = project.plan(_environment(project, stack), project.selected(()))
    composed = _component(plan, subject)
    below = _path(field) if field is not None else None
    fields = list(owned_fields(composed, below))
    if not fields:
        known = [str(one.claim.field.path) for one in owned_fields(composed)]
        message = (
            f"component `{subject}` has no field `{field}`"
            if composed.folded
            else f"component `{subject}` could not be composed"
        )
        help_ = did_you_mean(field or "", known) if known else "run `oamdsl check` to see why"
        everything = f"run `oamdsl explain {subject} -s {plan.environment.name}` for all fields"
        raise ProjectError(message, help=help_ or everything)
    return _table(fields)


def _environment(project: Project, stack: str | None) -> Environment:
    if stack is not None:
        return project.environment(stack)
    if len(project.environments) == 1:
        return project.environments[0]
    names = ", ".join(environment.name for environment in project.environments)
    message = "the owner of a field depends on the environment"
    raise ProjectError(message, help=f"add `-s STACK`, one of {names}")


def _component(plan: Plan, subject: str) -> ComposedComponent:
    by_name = {"/".join(composed.subject): composed for composed in plan.components}
    if subject not in by_name:
        message = f"there is no component `{subject}` in `{plan.environment.name}`"
        help_ = did_you_mean(subject, by_name) or f"use one of {', '.join(by_name)}"
        raise ProjectError(message, help=help_)
    return by_name[subject]


def _path(field: str) -> Path:
    try:
        return Path.parse(field)
    except ValueError as error:
        message = str(error)
        raise ProjectError(
            message, help="write it as `spec.template.spec.containers[name=web].image`"
        ) from error


def _table(fields: list[OwnedField]) -> str:
    rows: list[str] = []
    previous = None
    for owned in fields:
        claim = owned.claim
        if claim.field.object != previous:
            previous = claim.field.object
            rows.append(f"{previous.api} {previous.name}\n")
        location = claim_location(claim).seen_from(started_in())
        rows.append(
            f"  {claim.field.path} = {shown_field(claim.field, owned.value)}\n"
            f"      {claim.owner.role.value}: {claim.purpose}, {location.file}:{location.line}\n"
        )
    return "".join(rows)
