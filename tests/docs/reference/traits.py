"""Every trait."""

from collections.abc import Iterator

import oamdsl
import oamdsl.traits
from oamdsl.compose.relation import Relation
from oamdsl.discovery.catalogue import Catalogue, catalogue
from oamdsl.discovery.claims import claims_of
from oamdsl.discovery.description import call, described
from oamdsl.discovery.relations import Pair, relations_of
from oamdsl.discovery.together import Together
from oamdsl.model.element import Element, fields_of
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.platforms.ready_made import ready_made
from tests.docs.reference.markdown import introduced, prose, table


def written() -> str:
    """The page."""
    found = catalogue((), ())
    platforms = tuple(ready_made())
    relations = {
        platform.name: relations_of(platform, refusal=Together(platform).refusal) for platform in platforms
    }
    lines = [
        "# Traits",
        "",
        "Made of the code. `oamdsl show TRAIT` prints the same for the platforms of your project.",
        "",
        *table(
            ["trait", ""],
            [
                [f"[`{name}`](#{name.lower()})", prose(described(trait).summary)]
                for name, trait in found.traits.items()
            ],
        ),
    ]
    for name, trait in found.traits.items():
        lines += [f"## {name}", "", *introduced(described(trait))]
        for part in parts(trait):
            lines += [f"### {part.__name__}", "", *introduced(described(part))]
        lines += [*_about(found, trait), *_doing(platforms, trait)]
        offering = next((one for one in platforms if one.implementation_of(trait)), None)
        if offering is not None:
            lines += _related(offering, relations[offering.name], name)
    lines += ["## Parts of several traits", ""]
    for part in shared_parts(found):
        lines += [f"### {part.__name__}", "", *introduced(described(part))]
    return "\n".join(lines)


def parts(cls: type[Element]) -> Iterator[type[Element]]:
    """The public classes that live in the same module as *cls*: what its parameters are made of."""
    return (one for one in _public() if one.__module__ == cls.__module__ and one is not cls)


def shared_parts(found: Catalogue) -> Iterator[type[Element]]:
    """The public classes that stand beside the traits: what parameters of several are made of."""
    taken = {trait.__module__ for trait in found.traits.values()}
    package = oamdsl.traits.__name__ + "."
    return (one for one in _public() if one.__module__.startswith(package) and one.__module__ not in taken)


def _public() -> Iterator[type[Element]]:
    for name in oamdsl.__all__:
        one = getattr(oamdsl, name)
        if isinstance(one, type) and issubclass(one, Element) and fields_of(one):
            yield one


def _about(found: Catalogue, trait: type[Trait]) -> Iterator[str]:
    applies = ", ".join(sorted(one.value for one in trait.applies_to)) or "anything"
    offers = ", ".join(f"`{offer.name}`" for offer in found.offers_of(trait))
    yield from (f"- Applies to: {applies}", f"- Implemented by: {offers}")
    yield from ("", "```python", call(trait.example()), "```", "")


def _doing(platforms: tuple[Platform, ...], trait: type[Trait]) -> Iterator[str]:
    seen: set[str] = set()
    for platform in platforms:
        implementation = platform.implementation_of(trait)
        if implementation is None or implementation.name in seen:
            continue
        seen.add(implementation.name)
        claims = claims_of(platform, trait)
        if claims:
            yield f"On `{platform.name}`, by {implementation.name}, the example:"
            yield ""
            yield from (f"- {_code(claim)}" for claim in claims)
            yield ""


def _code(claim: str) -> str:
    """*claim* with its asterisks kept from meaning emphasis."""
    return claim.replace("*", "\\*").replace("<", "\\<").replace("_", "\\_")


def _related(platform: Platform, pairs: tuple[Pair, ...], name: str) -> list[str]:
    shown = [
        one for one in pairs if name in (one.first, one.second) and one.relation is not Relation.ORTHOGONAL
    ]
    rows = [
        [
            f"[`{other}`](#{other.lower()})",
            one.relation.value if one.relation else "never together",
            _code(one.reason),
        ]
        for one in shown
        for other in (one.second if one.first == name else one.first,)
    ]
    if not rows:
        return []
    return [f"With other traits of `{platform.name}`:", "", *table(["trait", "", "because"], rows)]
