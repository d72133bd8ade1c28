"""``oamdsl explain``."""

import re
import textwrap
from typing import Final

import click

from oamdsl.checks.places import claim_location
from oamdsl.cli import candidates, options
from oamdsl.cli.folders import started_in
from oamdsl.cli.outcome import stop
from oamdsl.cli.progress import working
from oamdsl.compose.confidential import shown_field
from oamdsl.compose.ownership import OwnedField, owned_fields
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.codes import meant
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.kubernetes.path import Path
from oamdsl.model.environment import Environment
from oamdsl.project import Project, ProjectError

_CODE: Final = re.compile(r"[A-Za-z]+[0-9]+")
_WIDTH: Final = 88
_ASSUMED: Final = (
    "`Web` is a component with one container and port 80; `platform` offers every built-in trait."
)


def _subjects(context: click.Context, parameter: click.Parameter, incomplete: str) -> candidates.Candidates:
    from oamdsl.cli import codes  # noqa: PLC0415 - loads every rule

    return [
        *codes.candidates(context, parameter, incomplete),
        *candidates.components(context, parameter, incomplete),
    ]


@click.command("explain")
@click.argument("subject", metavar="CODE | APPLICATION/COMPONENT", shell_complete=_subjects)
@click.argument("field", required=False)
@options.stack(required=False)
@options.directory
def command(subject: str, field: str | None, stack: str | None) -> None:
    """Explain a finding's code, or who owns the fields of a component.

    With a CODE such as OAM202: what the finding means, a program that has it, and the program mended. With
    APPLICATION/COMPONENT and -s STACK: each field of its objects, its value, who decides it and on which
    line; FIELD narrows it to one field and what is below, such as spec.replicas.
    """
    try:
        if "/" in subject:
            _explain_component(subject, field, stack)
        elif _CODE.fullmatch(subject):
            _explain_code(subject.upper())
        else:
            _explain_code(subject)
    except ProjectError as error:
        stop(error)


def _explain_code(code: str) -> None:
    from oamdsl.checks.catalogue import CATALOGUE  # noqa: PLC0415 - loads every rule

    rule = next((one for one in CATALOGUE if code in (one.code, one.name)), None)
    if rule is None:
        message = f"there is no finding `{code}`"
        help_ = meant(code, {one.code: one.name for one in CATALOGUE})
        help_ = help_ or f"name a code such as {CATALOGUE[0].code}, or APPLICATION/COMPONENT"
        raise ProjectError(message, help=help_)
    page = rule.page
    parts = [
        f"{rule.code} {rule.name} ({rule.severity.value})",
        textwrap.fill(page.summary, _WIDTH),
        textwrap.fill(page.why[:1].upper() + page.why[1:], _WIDTH),
        "Example:",
        textwrap.indent(page.example, "    "),
        "Use instead:",
        textwrap.indent(page.use_instead, "    "),
        *([_ASSUMED] if "Web(" in page.example or "platform=platform" in page.use_instead else []),
        f"To accept it, write `# oamdsl: ignore[{rule.code}] reason` on a line that the finding names."
        if rule.suppressible
        else "It cannot be suppressed.",
        f"Source: {rule.source}",
    ]
    click.echo("\n\n".join(parts))


def _explain_component(subject: str, field: str | None, stack: str | None) -> None:
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
    click.echo(_table(fields), nl=False)


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
