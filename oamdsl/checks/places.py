"""Where in the user's files the parts of a plan are, as places of a finding."""

import linecache

from oamdsl.compose.ledger import Claim, Role, Verb
from oamdsl.compose.plan import ComposedComponent
from oamdsl.diagnostics.finding import Place
from oamdsl.diagnostics.origin import Location, Origin
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
    if claim.owner.role is Role.DEVELOPER and not claim.to:  # a controller's field is another object's
        return _entry(origin, claim.field) or origin.location
    return origin.location


def _entry(origin: Origin, field: FieldRef) -> Location | None:
    """The innermost dictionary entry around *field*, where the call spells out the field's object."""
    kind = origin.item("kind")
    if kind is None or _text(kind)[1:-1] != field.object.api.kind:
        return None
    found = None
    names: list[str] = []
    for segment in field.path.segments:
        if not isinstance(segment, str):
            break
        names.append(segment)
        found = origin.item(*names) or found
    return found


def _text(location: Location) -> str:
    """The source at *location*, which is on one line."""
    return linecache.getline(location.file, location.line)[location.column - 1 : location.end_column - 1]


def component_place(composed: ComposedComponent, label: str = "") -> Place:
    """Where a component was built."""
    component = composed.component
    return Place(component.location, label or f"component `{component.name}` is built here")


def trait_place(trait: Trait, label: str = "") -> Place:
    """Where a trait was bound."""
    return Place(trait.location, label or f"`{trait.label}` is bound here")


def field_place(composed: ComposedComponent, field: FieldRef, label: str) -> Place:
    """Who decided *field* of the finished objects, by the line that did."""
    return Place(claim_location(composed.claim_on(field)), label)
