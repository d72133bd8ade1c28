"""The ledger of a component, written out: every field of its objects with its value and its owner."""

from collections.abc import Collection, Iterator
from typing import Any

import attrs

from oamdsl.compose.ledger import Claim
from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path


@attrs.frozen
class OwnedField:
    """One field of one object.

    Attributes:
        claim: Who decides it, and which field it is.
        value: Its value; a list that one owner decides as a whole is one value.
    """

    claim: Claim
    value: Any


def owned_fields(
    composed: ComposedComponent, below: Path | None = None, *, but: Collection[Path] = ()
) -> Iterator[OwnedField]:
    """Every field of the component's objects, in the order that they are written in.

    Args:
        composed: The component.
        below: Only fields at this path or below it.
        but: Fields to leave out.
    """
    for folded in composed.objects:
        ref = folded.ref
        for path, value in leaves(folded.body):
            if path not in but and (below is None or path.starts_with(below) or below.starts_with(path)):
                field = FieldRef(ref, path)
                claim = composed.claim_in(folded, field)
                yield OwnedField(claim if claim.field == field else attrs.evolve(claim, field=field), value)
