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


@attrs.frozen(eq=False)
class Replicas:
    """The number of replicas of an object.

    Attributes:
        composed: The component that the object is of.
        field: Where the number stands.
        claim: The hold of a controller that changes it in the cluster; None when none does.
        least: The fewest; None when that is not known.
        most: The most; None when that is not known.
        stated: What stands there, if anything.
    """

    composed: ComposedComponent
    field: FieldRef
    claim: Claim | None
    least: int | None
    most: int | None
    stated: object

    @property
    def controller(self) -> str:
        """Who changes the number in the cluster; empty when nobody does."""
        return self.claim.to if self.claim else ""

    @property
    def place(self) -> Place:
        """The line that decides it."""
        path = self.field.path
        if self.claim is not None:
            return Place(claim_location(self.claim), f"the {self.claim.to} decides `{path}`")
        how = "not set, so it is 1" if self.stated is None else f"{shown(self.stated)} here"
        return field_place(self.composed, self.field, f"`{path}` is {how}")


def replicas_of(composed: ComposedComponent, folded: FoldedObject) -> Replicas | None:
    """How many replicas *folded*, an object of *composed*, may have; None when it has no such number."""
    path = replicas(folded.body)
    if path is None:
        return None
    stated = at(folded.body, path)
    claim = next((one for one in composed.delegated(folded.ref) if one.field.path == path), None)
    number = 1 if stated is None else integer(stated)
    least, most = (number, number) if claim is None else _bounds(composed, claim)
    return Replicas(composed, FieldRef(folded.ref, path), claim, least, most, stated)


def _bounds(composed: ComposedComponent, claim: Claim) -> tuple[int | None, int | None]:
    """What the trait that *claim* belongs to says of the numbers that its controller decides on."""
    for binding in composed.bindings:
        for effect in binding.effects:
            if isinstance(effect, Delegate) and (binding.owner, effect.field) == (claim.owner, claim.field):
                return integer(effect.least), integer(effect.most)
    return None, None
