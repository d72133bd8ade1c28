"""The ledger of a component, written out: every field of its objects with its value and its owner."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from oamdsl.compose.ledger import Claim
from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.list_keys import entry_key, is_atomic_map, list_keys
from oamdsl.kubernetes.object import FieldRef, Object
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


def owned_fields(composed: ComposedComponent, below: Path | None = None) -> Iterator[OwnedField]:
    """Every field of the component's objects, in the order that they are written in.

    Args:
        composed: The component.
        below: Only fields at this path or below it.
    """
    for folded in composed.objects:
        for path, value in leaves(folded.body):
            if below is None or path.starts_with(below) or below.starts_with(path):
                field = FieldRef(folded.ref, path)
                yield OwnedField(composed.claim_on(field), value)


def leaves(body: Object) -> Iterator[tuple[Path, Any]]:
    """The fields of *body* that have one owner each: scalars, atomic lists and atomic maps."""
    yield from _leaves(body, body, Path())


def _leaves(body: Object, value: Any, path: Path) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401 - a field holds anything
    if isinstance(value, Mapping) and value and not is_atomic_map(body, path):
        for name, one in value.items():
            yield from _leaves(body, one, path / name)
        return
    keys = list_keys(body, path) if isinstance(value, (list, tuple)) else None
    if keys is None:
        yield path, value
        return
    for entry in value:
        yield from _leaves(body, entry, path / entry_key(keys, entry))
