"""``oamdsl show``."""

from collections.abc import Sequence
from typing import Any

import attrs
import click

from oamdsl.cli import candidates, options
from oamdsl.cli.as_json import as_json
from oamdsl.cli.discovered import discovered, platform_of, unknown
from oamdsl.cli.outcome import stop
from oamdsl.cli.progress import working
from oamdsl.cli.table import table
from oamdsl.compose.relation import Relation
from oamdsl.discovery.binding import example_of
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.discovery.claims import claims_of
from oamdsl.discovery.description import Description, call, described
from oamdsl.discovery.fitness import Fitness, fitness_of
from oamdsl.discovery.relations import Pair, pair
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Workload
from oamdsl.project import Project, ProjectError


def _names(context: click.Context, parameter: click.Parameter, incomplete: str) -> candidates.Candidates:
    names: list[str] = []
    with candidates.quietly(context):
        found = discovered()[1]
        names = [*found.traits, *found.workloads]
    known = candidates.starting_with(incomplete, names)
    return [*known, *candidates.components(context, parameter, incomplete)]


@click.command("show")
@click.argument("name", metavar="TRAIT | WORKLOAD | APPLICATION/COMPONENT", shell_complete=_names)
@options.stack(required=False)
@options.directory
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Format.")
def command(name: str, stack: str | None, output: str) -> None:
    """Show a trait, a workload or a component.

    A trait or a workload: its parameters, and an example that runs; a trait also what it does to a component,
    how it goes with other traits, and what implements it on each platform. A component, with -s STACK:
    which traits it can take there, and why not the others.
    """
    try:
        project, found = discovered()
        with working() as at:
            at(0, 1, name)
            text, content = _shown(project, found, name, stack)
    except ProjectError as error:
        stop(error)
    click.echo(as_json(**content) if output == "json" else text, nl=False)


def _shown(project: Project, found: Catalogue, name: str, stack: str | None) -> tuple[str, dict[str, Any]]:
    if "/" in name:
        return _component(found, project, name, stack)
    if name in found.traits:
        return _trait(found, platform_of(project, found, stack), found.traits[name])
    if name in found.workloads:
        return _workload(found.workloads[name])
    known = [*found.traits, *found.workloads]
    raise unknown(name, "trait or workload", known)


def _component(
    found: Catalogue, project: Project, name: str, stack: str | None
) -> tuple[str, dict[str, Any]]:
    if stack is None:
        names = ", ".join(environment.name for environment in project.environments)
        message = "which traits a component can take depends on the environment"
        raise ProjectError(message, help=f"add `-s STACK`, one of {names}")
    plan = project.plan(project.environment(stack), project.selected(()))
    by_name = {"/".join(composed.subject): composed for composed in plan.components}
    if name not in by_name:
        raise unknown(name, "component", list(by_name))
    traits = fitness_of(found, plan, by_name[name])
    return _fitness(traits), {"component": name, "traits": [attrs.asdict(one) for one in traits]}


def _fitness(traits: Sequence[Fitness]) -> str:
    order = {"bound": 0, "possible": 1, "impossible": 2}
    rows = [[one.trait, one.state, one.reason] for one in sorted(traits, key=lambda one: order[one.state])]
    return table(["trait", "is", "because"], rows)


def _workload(workload: type[Workload]) -> tuple[str, dict[str, Any]]:
    description = described(workload)
    example = call(workload.example())
    text = "\n".join([*_head(description), "Example:", "", f"    {example}", ""])
    return text, {"workload": {**attrs.asdict(description), "example": example}}


def _trait(found: Catalogue, platform: Platform, trait: type[Trait]) -> tuple[str, dict[str, Any]]:
    description = described(trait)
    made = example_of(trait)
    example = "" if made is None else call(made)
    implementations = {
        one.name: implementation.name
        for one in found.platforms
        for implementation in (one.implementation_of(trait),)
        if implementation is not None
    }
    claims = claims_of(platform, trait)
    related = [one for one in _related(platform, trait) if one.relation is not Relation.ORTHOGONAL]
    lines = [
        *_head(description),
        f"Applies to: {', '.join(sorted(one.value for one in trait.applies_to)) or 'anything'}",
        f"Package: {found.distribution_of(trait) or 'this project'}",
        f"Implemented by: {', '.join(offer.name for offer in found.offers_of(trait)) or 'nothing'}",
        "",
        "On platforms:",
        *([f"    {name}: {one}" for name, one in implementations.items()] or ["    none offers it"]),
        "",
        *([f"What it does on {platform.name}:", *(f"    {claim}" for claim in claims), ""] if claims else []),
        *(
            [
                f"With other traits of {platform.name}:",
                *(f"    {_sentence(one, trait)}" for one in related),
                "",
            ]
            if related
            else []
        ),
        *(["Example:", "", f"    {example}", ""] if example else []),
    ]
    content = {
        "trait": {
            **attrs.asdict(description),
            "applies_to": sorted(one.value for one in trait.applies_to),
            "package": found.distribution_of(trait),
            "implemented_by": [offer.name for offer in found.offers_of(trait)],
            "platforms": implementations,
            "platform": platform.name,
            "claims": claims,
            "relations": [
                {
                    "trait": _other(one, trait),
                    "relation": one.relation and one.relation.value,
                    "reason": one.reason,
                }
                for one in related
            ],
            "example": example,
        }
    }
    return "\n".join(lines), content


def _related(platform: Platform, trait: type[Trait]) -> list[Pair]:
    if platform.implementation_of(trait) is None or example_of(trait) is None:
        return []
    others = sorted({one.trait for one in platform.implementations}, key=lambda one: one.__name__)
    return [
        pair(platform, trait, other)
        for other in others
        if other is not trait and example_of(other) is not None
    ]


def _other(one: Pair, trait: type[Trait]) -> str:
    return one.second if one.first == trait.__name__ else one.first


def _sentence(one: Pair, trait: type[Trait]) -> str:
    word = one.relation.value if one.relation else "never together"
    return f"{_other(one, trait)}: {word}, {one.reason}"


def _head(description: Description) -> list[str]:
    lines = [f"{description.name}: {description.summary}", ""]
    if description.details:
        lines += [description.details, ""]
    rows = [
        [
            one.name,
            ", ".join(filter(None, [one.type, one.allowed])),
            "required" if one.default is None else one.default,
            one.description,
        ]
        for one in description.parameters
    ]
    if rows:
        lines += [table(["parameter", "takes", "default", "is"], rows)]
    if description.source:
        lines += [f"Source: {description.source}", ""]
    return lines
