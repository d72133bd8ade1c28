"""Claims while they are being settled."""

from typing import Any

import attrs

from oamdsl.compose.folded import Binding, Controller
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.merge import overlap
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path


@attrs.frozen(eq=False)
class Hold:
    """A claim while it is being settled.

    Attributes:
        claim: What is claimed.
        by: Who claims it: a trait, or the controller of an object; None for the developer.
        path: Where the value goes, the claimed field or in it.
        value: What is to be put there; None for what is there already.
    """

    claim: Claim
    by: Binding | Controller | None
    path: Path
    value: Any = None


def reading(binding: Binding, field: FieldRef, help: str = "") -> Hold:
    """That *binding* relies on *field*."""
    return Hold(Claim(field, binding.owner, Verb.READ, help=help), binding, field.path)


def meet(one: FieldRef, other: FieldRef) -> bool:
    """Whether two fields are one, or one is in the other."""
    return one.object == other.object and overlap(one.path, other.path)


def agree(first: Hold, second: Hold) -> bool:
    """Whether two decisions go together: a trait's own parent and child, or one implementation's alike."""
    if first.path != second.path:
        return first.by is second.by
    return (
        isinstance(first.by, Binding)
        and isinstance(second.by, Binding)
        and first.by.implementation is second.by.implementation
        and (first.claim.verb, first.claim.to, first.value)
        == (second.claim.verb, second.claim.to, second.value)
    )
