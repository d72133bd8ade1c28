"""What a component needs of its cluster, and who needs it."""

from functools import lru_cache

import attrs

from oamdsl.checks.places import trait_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.trait import Trait


@attrs.frozen
class Needy:
    """Who needs something of the cluster.

    Attributes:
        name: What it is in the program: a trait's class or a component's.
        place: Where it is.
        trait: The trait; None when it is the developer's workload.
    """

    name: str
    place: Place
    trait: type[Trait] | None


def needs(composed: ComposedComponent) -> dict[Api | str, Needy]:
    """What the component needs, each with the first who needs it."""
    found: dict[Api | str, Needy] = {}
    bound = {binding.owner: type(binding.trait) for binding in composed.bindings}
    for folded in composed.objects:
        owner = composed.claim_on(FieldRef(folded.ref, Path())).owner
        place = Place(owner.origin.location, f"`{owner.name}` makes {folded.ref}")
        found.setdefault(folded.ref.api, Needy(owner.name, place, bound.get(owner)))
    for what, binding in composed.requirements:
        trait = binding.trait
        place = trait_place(trait, f"`{trait.label}` requires it")
        found.setdefault(what, Needy(trait.label, place, type(trait)))
    return found


def platforms_with(trait: type[Trait], plan: Plan) -> list[str]:
    """Names of the project's other platforms that offer *trait*, and have all that this requires."""
    return [
        other.name
        for other in plan.other_platforms
        for implementation in (other.implementation_of(trait),)
        if implementation is not None and all(map(other.serves, implementation.requires))
    ]


@lru_cache(maxsize=1)  # several rules ask, one after the other
def needed(plan: Plan) -> frozenset[Api | str]:
    """Every API and feature that a component of *plan* needs; cheaper than to ask who needs it."""
    apis = frozenset(folded.ref.api for composed in plan.components for folded in composed.objects)
    return apis.union(what for composed in plan.components for what, _ in composed.requirements)


def needed_apis(plan: Plan) -> frozenset[Api]:
    """Every API that a component of *plan* needs."""
    return frozenset(what for what in needed(plan) if isinstance(what, Api))
