"""How the traits of a platform go together, two by two."""

from collections.abc import Iterator
from itertools import combinations

import attrs

from oamdsl.compose.relation import Relation, relation
from oamdsl.discovery.binding import example_of, workload_for
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait


@attrs.frozen
class Pair:
    """Two traits.

    Attributes:
        first: Name of the one.
        second: Name of the other.
        relation: How they go together; None when no workload takes both.
        reason: Why.
    """

    first: str
    second: str
    relation: Relation | None
    reason: str


def relations_of(platform: Platform) -> tuple[Pair, ...]:
    """Every two traits that *platform* offers, by name, by what their examples do."""
    traits = sorted({one.trait for one in platform.implementations}, key=lambda trait: trait.__name__)
    return tuple(_pairs(platform, [one for one in traits if example_of(one) is not None]))


def _pairs(platform: Platform, traits: list[type[Trait]]) -> Iterator[Pair]:
    for first, second in combinations(traits, 2):
        yield pair(platform, first, second)


def pair(platform: Platform, first: type[Trait], second: type[Trait]) -> Pair:
    """How two traits go together on *platform*."""
    workload = workload_for((first, second))
    if workload is None:
        return Pair(first.__name__, second.__name__, None, "no workload takes both")
    kind, reason = relation(first.example(), second.example(), workload, platform)
    return Pair(first.__name__, second.__name__, kind, reason)
