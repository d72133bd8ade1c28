"""What a component needs of its cluster, and who needs it."""

import attrs

from oamdsl.checks.places import trait_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path


@attrs.frozen
class Needy:
    """Who needs something of the cluster, and where that is."""

    name: str
    place: Place


def needs(composed: ComposedComponent) -> dict[Api | str, Needy]:
    """What the component needs, each with the first who needs it."""
    found: dict[Api | str, Needy] = {}
    for folded in composed.objects:
        owner = composed.claim_on(FieldRef(folded.ref, Path())).owner
        place = Place(owner.origin.location, f"`{owner.name}` makes {folded.ref}")
        found.setdefault(folded.ref.api, Needy(owner.name, place))
    for what, binding in composed.requirements:
        trait = binding.trait
        found.setdefault(what, Needy(trait.label, trait_place(trait, f"`{trait.label}` requires it")))
    return found


def needed_apis(plan: Plan) -> frozenset[Api]:
    """Every API that a component of *plan* needs; cheaper than to ask who needs it."""
    return frozenset(
        what
        for composed in plan.components
        for what in (
            *(folded.ref.api for folded in composed.objects),
            *(what for what, _ in composed.requirements),
        )
        if isinstance(what, Api)
    )
