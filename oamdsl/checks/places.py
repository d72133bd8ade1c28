"""Where in the user's files the parts of a plan are, as places of a finding."""

from oamdsl.compose.ledger import Claim, Role, Verb
from oamdsl.compose.plan import ComposedComponent
from oamdsl.diagnostics.finding import Place
from oamdsl.diagnostics.origin import Location
from oamdsl.kubernetes.object import FieldRef
from oamdsl.model.trait import Trait


def claim_place(claim: Claim) -> Place:
    """The line by which an owner claims a field, labelled with what it does to it."""
    return Place(claim_location(claim), claim.purpose)


def claim_location(claim: Claim) -> Location:
    """The argument or dictionary entry that decides the field, as exact as the program tells it."""
    origin = claim.owner.origin
    if claim.verb is Verb.OVERRODE:
        return origin.argument(claim.owner.name)
    if claim.owner.role is Role.DEVELOPER:
        names = [segment for segment in claim.field.path.segments if isinstance(segment, str)]
        return origin.item(*names) or origin.location
    return origin.location


def component_place(composed: ComposedComponent, label: str = "") -> Place:
    """Where a component was built."""
    component = composed.component
    return Place(component.location, label or f"component `{component.name}` is built here")


def trait_place(trait: Trait, label: str = "") -> Place:
    """Where a trait was bound."""
    return Place(trait.location, label or f"{trait.label} is bound here")


def field_place(composed: ComposedComponent, field: FieldRef, label: str) -> Place:
    """Who decided *field* of the finished objects, by the line that did."""
    return Place(claim_location(composed.claim_on(field)), label)
