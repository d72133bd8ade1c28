"""A Kubernetes object as a tree of plain values: reading, copying and writing its fields by path."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeGuard

from oamdsl.kubernetes.entry import matches
from oamdsl.kubernetes.path import Entry, Path, Segment

SCALARS: Final = frozenset({str, int, bool, float, type(None)})
"""Classes of what has nothing in it: to look a class up costs less than to ask for its bases."""
_PLAIN: Final = SCALARS | {list, tuple}


def is_map(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether *value* has named fields."""
    kind = value.__class__
    return kind is dict or (kind not in _PLAIN and isinstance(value, Mapping))


def is_list(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether *value* has entries."""
    return value.__class__ is list or isinstance(value, (list, tuple))


def as_map(value: Any) -> Mapping[str, Any]:
    """*value* when it has named fields, or an empty map."""
    return value if value.__class__ is dict or is_map(value) else {}


def maps_in(value: Any) -> Sequence[Mapping[str, Any]]:
    """The entries of a list that have named fields; none when *value* is no list."""
    if not value or not is_list(value):
        return ()
    return [one for one in value if one.__class__ is dict or is_map(one)]


def at(body: Any, path: Path) -> Any:
    """The value at *path* in *body*; None when there is none."""
    for segment in path.segments:
        if body.__class__ is dict and segment.__class__ is str:  # as nearly everywhere
            body = body.get(segment)
        else:
            body = _inner(body, segment)
        if body is None:
            return None
    return body


def _inner(body: object, segment: Segment) -> Any:
    """The field or the entry *segment* of *body*; None when there is none."""
    if isinstance(segment, str):
        return body.get(segment) if is_map(body) else None
    if isinstance(segment, Entry) and is_list(body):
        return next((one for one in body if matches(one, segment)), None)
    return None


def leaf_values(value: object) -> Iterator[object]:
    """Every value in a tree of mappings and lists that is neither, opaque ones included."""
    if is_map(value):
        for one in value.values():
            yield from leaf_values(one)
    elif is_list(value):
        for one in value:
            yield from leaf_values(one)
    else:
        yield value


def copied(value: Any) -> Any:
    """A copy of a tree of mappings and lists; leaves, opaque ones included, are shared."""
    if is_map(value):
        return {key: one if one.__class__ in SCALARS else copied(one) for key, one in value.items()}
    if is_list(value):
        return [copied(one) for one in value]
    return value


def with_field(body: Mapping[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """*body* with *value* at *path*, and with the maps, lists and entries on the way.

    What is beside the path is shared with *body*.
    """
    made: dict[str, Any] = _with(body, path.segments, copied(value))
    return made


def without_field(body: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """*body* without the field at *path*, which is there and not the whole object; the rest is shared."""
    above, last = Path(path.segments[:-1]), path.segments[-1]
    around = at(body, above)
    left: Any
    if isinstance(last, Entry):
        left = [one for one in around if not matches(one, last)]
    else:
        left = {name: one for name, one in around.items() if name != last}
    made: dict[str, Any] = _with(body, above.segments, left)
    return made


def _with(there: Any, segments: tuple[Segment, ...], value: Any) -> Any:
    if not segments:
        return value
    segment, below = segments[0], segments[1:]
    inner = _inner(there, segment)
    if not isinstance(segment, Entry):
        return {**as_map(there), segment: _with(inner, below, value)}
    if below and not is_map(inner):
        inner = dict(segment.keys)
    entries: list[Any] = list(there) if is_list(there) else []
    index = next((n for n, one in enumerate(entries) if matches(one, segment)), len(entries))
    entries[index : index + 1] = [_with(inner, below, value)]
    return entries


def missing_entry(body: object, path: Path) -> Path | None:
    """The list entry that *path* goes through and that *body* lacks."""
    for depth, segment in enumerate(path.segments):
        body = _inner(body, segment)
        if body is None and isinstance(segment, Entry):
            return Path(path.segments[: depth + 1])
    return None


def blocking(body: object, path: Path) -> Path | None:
    """The parent of *path* that *body* fills with something that has no fields, or decides as a whole."""
    place: Any = body
    for depth, segment in enumerate(path.segments):
        if place is None:
            return None
        if isinstance(segment, Entry):
            if not is_list(place):
                return Path(path.segments[:depth])
            place = next((one for one in place if matches(one, segment)), None)
        elif isinstance(segment, str) and is_map(place):
            place = place.get(segment)
        else:
            return Path(path.segments[:depth])
    return None
