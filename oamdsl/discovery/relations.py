"""How the traits of a platform go together, two by two."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import attrs

from oamdsl.compose.relation import Relation, relation
from oamdsl.discovery.binding import example_of, workload_for
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait

Named = Callable[[type[Trait]], str]
"""By which name a trait is known."""

Refusal = Callable[[Trait, Trait], str]
"""Why two traits cannot be on one component, as checks tell; empty when they can."""


def _own_name(trait: type[Trait]) -> str:
    return trait.__name__


def _nothing(_first: Trait, _second: Trait) -> str:
    return ""


@attrs.frozen
class Pair:
    """Two traits.

    Attributes:
        first: Name of the one.
        second: Name of the other.
        relation: How they go together; None when no workload takes both, or when it cannot be told.
        reason: Why.
        is_known: Whether it can be told.
    """

    first: str
    second: str
    relation: Relation | None
    reason: str
    is_known: bool = True

    @property
    def word(self) -> str:
        """The relation in a word or two."""
        if self.relation is not None:
            return self.relation.value
        return "never together" if self.is_known else "unknown"

    def other(self, name: str) -> str:
        """The trait that stands beside *name*."""
        return self.second if self.first == name else self.first


def related(platform: Platform) -> tuple[type[Trait], ...]:
    """The traits that *platform* offers and whose relations can be computed, sorted by name."""
    offered = sorted({one.trait for one in platform.implementations}, key=lambda trait: trait.__name__)
    return tuple(one for one in offered if example_of(one) is not None)


def relations_of(
    platform: Platform, named: Named = _own_name, refusal: Refusal = _nothing
) -> tuple[Pair, ...]:
    """Every two traits that *platform* offers, by name, by what their examples do.

    Args:
        platform: The platform.
        named: By which name a trait is known.
        refusal: Why two that share nothing cannot be together all the same; by default nobody is asked.
    """
    return tuple(_pairs(platform, combinations(related(platform), 2), named, refusal))


def pairs_of(
    platform: Platform, traits: Iterable[type[Trait]], named: Named, refusal: Refusal
) -> Iterator[Pair]:
    """Each of *traits* with every other trait of *platform*; of several, with each other alone."""
    chosen = tuple(traits)
    twos: Iterable[tuple[type[Trait], type[Trait]]] = combinations(chosen, 2)
    if len(chosen) == 1:
        twos = ((chosen[0], one) for one in related(platform) if one is not chosen[0])
    return _pairs(platform, twos, named, refusal)


def _pairs(
    platform: Platform, twos: Iterable[tuple[type[Trait], type[Trait]]], named: Named, refusal: Refusal
) -> Iterator[Pair]:
    for first, second in twos:
        found = pair(platform, first, second, named)
        refused = ""
        if found.relation is Relation.ORTHOGONAL:
            refused = refusal(first.example(), second.example())
        yield attrs.evolve(found, relation=Relation.CONFLICTING, reason=refused) if refused else found


def pair(platform: Platform, first: type[Trait], second: type[Trait], named: Named = _own_name) -> Pair:
    """How two traits go together on *platform*, by the fields and objects that they share."""
    workload = workload_for((first, second))
    if workload is None:
        return Pair(named(first), named(second), None, "no workload takes both")
    try:
        kind, reason = relation(first.example(), second.example(), workload, platform)
    except Exception as error:  # noqa: BLE001 - a stranger's implementation may raise anything
        reason = f"an implementation fails: {type(error).__name__}: {error}"
        return Pair(named(first), named(second), None, reason, is_known=False)
    return Pair(named(first), named(second), kind, reason)
