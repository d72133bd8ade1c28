"""How many replicas an object may have, whoever decides that."""

import attrs

from oamdsl.checks.places import claim_location, field_place
from oamdsl.checks.shape import integer
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.ledger import Claim
from oamdsl.compose.plan import ComposedComponent
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.pod_template import replicas
from oamdsl.kubernetes.tree import at
from oamdsl.model.effect import Delegate
from oamdsl.model.value import shown


@attrs.frozen
class Replicas:
    """The number of replicas of an object.

    Attributes:
        least: The fewest; None when that is not known.
        most: The most; None when that is not known.
        controller: Who changes the number in the cluster; empty when nobody does.
        place: The line that decides it.
    """

    least: int | None
    most: int | None
    controller: str
    place: Place


def replicas_of(composed: ComposedComponent, folded: FoldedObject) -> Replicas | None:
    """How many replicas *folded*, an object of *composed*, may have; None when it has no such number."""
    path = replicas(folded.body)
    if path is None:
        return None
    claim = next((one for one in composed.delegated(folded.ref) if one.field.path == path), None)
    if claim is not None:
        place = Place(claim_location(claim), f"the {claim.to} decides `{path}`")
        return Replicas(*_bounds(composed, claim), claim.to, place)
    stated = at(folded.body, path)
    number = 1 if stated is None else integer(stated)
    label = f"`{path}` is not set, so it is 1" if stated is None else f"`{path}` is {shown(stated)} here"
    return Replicas(number, number, "", field_place(composed, FieldRef(folded.ref, path), label))


def _bounds(composed: ComposedComponent, claim: Claim) -> tuple[int | None, int | None]:
    """What the trait that *claim* belongs to says of the numbers that its controller decides on."""
    for binding in composed.bindings:
        for effect in binding.effects:
            if isinstance(effect, Delegate) and (binding.owner, effect.field) == (claim.owner, claim.field):
                return integer(effect.least), integer(effect.most)
    return None, None
