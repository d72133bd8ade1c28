"""``oamdsl show``."""

import re
from collections.abc import Sequence
from typing import Any

import attrs
import click

from oamdsl.cli import candidates, options
from oamdsl.cli.as_json import as_json, stop_as
from oamdsl.cli.discovered import Chosen, chosen, discovered, platform_option, unknown
from oamdsl.cli.progress import working
from oamdsl.cli.table import table
from oamdsl.compose.relation import Relation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.discovery.availability import why_unavailable
from oamdsl.discovery.binding import example_of
from oamdsl.discovery.catalogue import Catalogue
from oamdsl.discovery.claims import claims_of
from oamdsl.discovery.description import Description, described, program
from oamdsl.discovery.fitness import Fitness, fitness_of
from oamdsl.discovery.packages import Offer
from oamdsl.discovery.relations import Pair, pairs_of
from oamdsl.discovery.together import Together
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Workload
from oamdsl.project import Project, ProjectError


def _names(context: click.Context, parameter: click.Parameter, incomplete: str) -> candidates.Candidates:
    names: list[str] = []
    with candidates.quietly(context):
        found = discovered()[1]
        names = [*found.traits, *found.workloads, *found.parts, *found.all_platforms]
    known = candidates.starting_with(incomplete, names)
    return [*known, *candidates.components(context, parameter, incomplete)]


@click.command("show")
@click.argument(
    "name", metavar="TRAIT | WORKLOAD | PLATFORM | [APPLICATION/]COMPONENT", shell_complete=_names
)
@options.stack(required=False)
@platform_option
@options.directory
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Format.")
def command(name: str, stack: str | None, platform: str | None, output: str) -> None:
    """Show a trait, a workload, a platform or a component.

    A trait or a workload: its parameters, and an example that runs; a trait also what it does to a component,
    how it goes with other traits, and what implements it on each platform. A part of them, such as Container:
    its parameters. A platform: what it serves, and which traits it offers by which implementation.
    A component, with -s STACK: which traits it can take there, and why not the others.
    """
    try:
        project, found = discovered()
        with working() as at:
            at(0, 1, name)
            text, content = _shown(project, found, name, stack, platform)
    except ProjectError as error:
        stop_as(error, output)
    click.echo(as_json(**content) if output == "json" else text, nl=False)


def _shown(
    project: Project, found: Catalogue, name: str, stack: str | None, platform: str | None
) -> tuple[str, dict[str, Any]]:
    if name in found.traits:
        return _trait(found, chosen(project, found, stack, platform), name)
    if name in found.workloads:
        return _workload(found, found.workloads[name])
    if name in found.parts:
        return _part(found, name)
    if name in found.all_platforms:
        return _platform(found, found.all_platforms[name])
    if any(one.endswith(f".{name}") for one in (*found.traits, *found.workloads)):
        raise unknown(name, "trait or workload", [*found.traits, *found.workloads])
    if "/" in name or project.entries:
        return _component(found, project, name, stack)
    raise _nothing(found, name, ())


def _nothing(found: Catalogue, name: str, components: Sequence[str]) -> ProjectError:
    """That nothing is called *name*."""
    short = [one.partition("/")[2] for one in components]
    known = [*found.traits, *found.workloads, *found.parts, *found.all_platforms, *short]
    listed = f", or one of {', '.join(components)}" if components else ""
    return ProjectError(
        f"there is no trait, workload, platform or component `{name}`",
        help=did_you_mean(name, known)
        or f"use what `oamdsl list traits`, `list workloads` or `list platforms` lists{listed}",
    )


def _component(
    found: Catalogue, project: Project, name: str, stack: str | None
) -> tuple[str, dict[str, Any]]:
    names = [environment.name for environment in project.environments]
    environment = project.environment(names[0] if stack is None else stack)
    plan = project.plan(environment, project.selected(()))
    by_name = {"/".join(composed.subject): composed for composed in plan.components}
    matching = [one for one in by_name if name in (one, one.partition("/")[2])]
    if not matching:
        raise unknown(name, "component", list(by_name)) if "/" in name else _nothing(found, name, [*by_name])
    if len(matching) > 1:
        message = f"several applications have a component `{name}`"
        raise ProjectError(message, help=f"use {' or '.join(matching)}")
    if stack is None and len(names) > 1:
        message = "which traits a component can take depends on the environment"
        raise ProjectError(message, help=f"add `-s STACK`, one of {', '.join(names)}")
    traits = fitness_of(found, plan, by_name[matching[0]])
    content = {
        "component": matching[0],
        "environment": environment.name,
        "traits": [attrs.asdict(one) for one in traits],
    }
    return _fitness(traits), content


def _fitness(traits: Sequence[Fitness]) -> str:
    order = {"bound": 0, "possible": 1, "impossible": 2}
    rows = [[one.trait, one.state, one.reason] for one in sorted(traits, key=lambda one: order[one.state])]
    return table(["trait", "is", "because"], rows)


def _part(found: Catalogue, name: str) -> tuple[str, dict[str, Any]]:
    description = described(found.parts[name])
    return "\n".join([*_head(description), *_parts(found, description)]), {"part": attrs.asdict(description)}


def _parts(found: Catalogue, description: Description) -> list[str]:
    """Where to read on about what the parameters are made of."""
    words = {word for one in description.parameters for word in re.findall(r"[A-Z]\w+", one.type)}
    parts = [name for name in found.parts if name in words or f"{name}s" in words]
    return [f"Parts: {', '.join(f'`oamdsl show {one}`' for one in parts)}", ""] if parts else []


def _workload(found: Catalogue, workload: type[Workload]) -> tuple[str, dict[str, Any]]:
    description = described(workload)
    package = found.distribution_of(workload)
    example = program(workload.example())
    parts = _parts(found, description)
    text = "\n".join([*_head(description), *parts, f"Package: {package}", "", *_example(example)])
    return text, {"workload": {**attrs.asdict(description), "package": package, "example": example}}


def _example(text: str) -> list[str]:
    return ["Example:", "", *(f"    {line}".rstrip() for line in text.splitlines()), ""]


def _platform(found: Catalogue, platform: Platform) -> tuple[str, dict[str, Any]]:
    traits = [
        {
            "trait": name,
            "implementation": implementation.name,
            "package": found.distribution_of(trait),
            "available": why_unavailable(found, platform, trait) or "yes",
        }
        for name, trait in found.traits.items()
        for implementation in (platform.implementation_of(trait),)
        if implementation is not None
    ]
    left = [name for name, trait in found.traits.items() if platform.implementation_of(trait) is None]
    content = {
        "name": platform.name,
        "kubernetes": platform.kubernetes,
        "features": list(platform.features),
        "apis": [str(api) for api in platform.apis],
        "traits": traits,
        "not_offered": left,
    }
    rows = [[one["trait"], one["implementation"], one["available"]] for one in traits]
    lines = [
        f"{platform.name}: Kubernetes {platform.kubernetes}",
        "",
        f"Features: {', '.join(platform.features) or 'none'}",
        "APIs besides Kubernetes' own:",
        *([f"    {api}" for api in platform.apis] or ["    none"]),
        "",
        table(["trait", "implementation", "available"], rows),
        f"Not offered: {', '.join(left) or 'nothing'}",
        "",
    ]
    return "\n".join(lines), {"platform": content}


def _trait(found: Catalogue, about: Chosen, name: str) -> tuple[str, dict[str, Any]]:
    trait, platform = found.traits[name], about.platform
    description = attrs.evolve(described(trait), name=name)
    made = example_of(trait)
    example = "" if made is None else program(made)
    package, offers = found.distribution_of(trait), found.offers_of(trait)
    implementations = {
        one.name: implementation.name
        for one in found.platforms
        for implementation in (one.implementation_of(trait),)
        if implementation is not None
    }
    claims = claims_of(platform, trait)
    relations = [] if made is None else _related(found, platform, trait)
    why = "" if claims else why_unavailable(found, platform, trait)
    lines = [
        *_head(description),
        *_parts(found, description),
        f"Applies to: {', '.join(sorted(one.value for one in trait.applies_to)) or 'anything'}",
        f"Package: {package or 'this project'}",
        f"Implemented by: {', '.join(_offered(one, package) for one in offers) or 'nothing'}",
        "",
        "On platforms:",
        *([f"    {name}: {one}" for name, one in implementations.items()] or ["    none offers it"]),
        "",
        *([f"What it does on {platform.name}:", *(f"    {claim}" for claim in claims), ""] if claims else []),
        *([f"On {platform.name}: {why}", ""] if why else []),
        *(
            [
                f"With other traits of {platform.name}:",
                *(f"    {one.other(name)}: {one.word}, {one.reason}" for one in relations),
                "",
            ]
            if relations
            else []
        ),
        *(_example(example) if example else []),
    ]
    content = {
        "trait": {
            **attrs.asdict(description),
            "applies_to": sorted(one.value for one in trait.applies_to),
            "package": package,
            "implemented_by": [offer.name for offer in offers],
            "platforms": implementations,
            "platform": platform.name,
            "claims": claims,
            "relations": [
                {
                    "trait": one.other(name),
                    "relation": one.relation and one.relation.value,
                    "reason": one.reason,
                }
                for one in relations
            ],
            "example": example,
        }
    }
    return "\n".join(lines), content


def _offered(offer: Offer, package: str) -> str:
    return offer.name if offer.distribution == package else f"{offer.name} ({offer.distribution})"


def _related(found: Catalogue, platform: Platform, trait: type[Trait]) -> list[Pair]:
    if platform.implementation_of(trait) is None:
        return []
    pairs = pairs_of(platform, [trait], found.name_of, Together(platform).refusal)
    return [one for one in pairs if one.relation is not Relation.ORTHOGONAL]


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
