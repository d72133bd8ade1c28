"""Which traits of the environments' platforms may not be bound together, and which build on each other."""

from collections.abc import Iterator, Sequence

import attrs

from oamdsl.compose.plan import Plan
from oamdsl.compose.relation import Relation
from oamdsl.discovery.relations import relations_of


@attrs.frozen(kw_only=True)
class TraitPair:
    """Two traits that share a field or an object.

    Attributes:
        first: Name of the one.
        second: Name of the other.
        relation: How they go together.
        reason: Why.
        environments: Names of the environments where it is so; empty for all.
        bound: The components, ``application/component``, that have both in one environment.
    """

    first: str
    second: str
    relation: Relation
    reason: str
    environments: tuple[str, ...]
    bound: tuple[str, ...]


def pairs_of(plans: Sequence[Plan]) -> tuple[TraitPair, ...]:
    """Every two traits that conflict or build on each other in *plans*, conflicts first."""
    platforms = {id(one): one for one in (plan.environment.platform for plan in plans)}
    related = {key: relations_of(platform) for key, platform in platforms.items()}
    found: dict[tuple[str, str, Relation, str], list[str]] = {}
    for plan in plans:
        for one in related[id(plan.environment.platform)]:
            if one.relation in (Relation.CONFLICTING, Relation.COMPOSABLE):
                key = (one.first, one.second, one.relation, one.reason)
                found.setdefault(key, []).append(plan.environment.name)
    bound = list(_bound(plans))
    pairs = [
        TraitPair(
            first=first,
            second=second,
            relation=relation,
            reason=reason,
            environments=() if len(names) == len(plans) else tuple(names),
            bound=tuple(dict.fromkeys(name for name, traits in bound if {first, second} <= traits)),
        )
        for (first, second, relation, reason), names in found.items()
    ]
    return tuple(
        sorted(pairs, key=lambda one: (one.relation is not Relation.CONFLICTING, one.first, one.second))
    )


def _bound(plans: Sequence[Plan]) -> Iterator[tuple[str, set[str]]]:
    """``(application/component, names of its traits)`` for each environment."""
    for plan in plans:
        for composed in plan.components:
            yield "/".join(composed.subject), {type(one).__name__ for one in composed.component.traits}
