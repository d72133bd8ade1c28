"""Which fields of an object differ, by the rules that Kubernetes merges them with."""

import enum
from typing import Any, Final

import attrs

from oamdsl.diff.seal import may_be_same
from oamdsl.kubernetes.list_keys import server_side
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.quantity import quantity


class Absent(enum.Enum):
    """Stands for a field that is not there, which null is not."""

    ABSENT = enum.auto()


ABSENT: Final = Absent.ABSENT


@attrs.frozen
class FieldChange:
    """One field that differs.

    Attributes:
        path: The field; entries of keyed lists are addressed by key, an atomic list is one field.
        before: Its value; ABSENT where there is none.
        after: Its value now; ABSENT where there is none.
    """

    path: Path
    before: Any
    after: Any


def field_changes(before: Object, after: Object) -> tuple[FieldChange, ...]:
    """The fields that differ, removed ones after the others, each in the order that it is written in.

    Amounts that are equal do not differ, however they are spelt: 1000m of CPU is 1. Where entries of a keyed
    list stand does not count.
    """
    old, new = dict(leaves(before, merging=server_side)), dict(leaves(after, merging=server_side))
    changed = (
        FieldChange(path, old.get(path, ABSENT), value)
        for path, value in new.items()
        if path not in old or not is_same(path, old[path], value)
    )
    removed = (FieldChange(path, value, ABSENT) for path, value in old.items() if path not in new)
    return (*changed, *removed)


def is_same(path: Path, one: Any, other: Any) -> bool:
    """Whether two values of the field at *path* are the same, the same amount, or may be the same secret."""
    same_amount = _is_amount(path) and _amount(one) == _amount(other) is not None
    return one == other or same_amount or may_be_same(one, other)


_AMOUNTS: Final = frozenset({"requests", "limits", "capacity", "hard", "sizeLimit", "storage"})


def _is_amount(path: Path) -> bool:
    return bool(_AMOUNTS.intersection(one for one in path.segments[-2:] if isinstance(one, str)))


def _amount(value: Any) -> Any:
    try:
        return quantity(value)
    except (TypeError, ValueError):
        return None
