"""Strategic merge patches: maps are merged, lists with keys by key, null takes away.

A patch that hits nothing is a mistake: unlike Kubernetes', one adds an entry to a list only where it says so,
by ``$patch: add``, and what it leaves as it is may not stand in it.

Source: Kubernetes, community/contributors/devel/sig-api-machinery/strategic-merge-patch.md.
"""

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.kubernetes.entry import address
from oamdsl.kubernetes.list_keys import shape
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.program_keys import in_patches
from oamdsl.kubernetes.tree import at, is_list, is_map

_PATCH: Final = "$patch"
_DIRECTIVES: Final = (_PATCH, "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/")


class Change(enum.Enum):
    """What a patch does to a field."""

    WRITES = "writes"
    """It has the value from then on."""
    ADDS = "adds"
    """The value is one more entry of the list."""
    REMOVES = "removes"
    """It is taken away."""


@attrs.frozen
class Merge:
    """One field that a patch changes.

    Attributes:
        change: How.
        path: The field; the list, where an entry is added.
        value: Its value, or the entry; None when it is taken away.
    """

    change: Change
    path: Path
    value: Any = None


@attrs.frozen
class Unusable:
    """A part of a patch that changes nothing, or that cannot be done.

    Attributes:
        problem: What is wrong, as a clause.
        help: What to do instead, an imperative.
    """

    problem: str
    help: str


def merges(body: Object, patch: Mapping[str, Any]) -> Iterator[Merge | Unusable]:
    """The fields that *patch* changes in *body*, in the order that it names them, and what is wrong with it.

    Args:
        body: The object, as far as it is known; ``apiVersion`` and ``kind`` say how its lists merge.
        patch: What to merge. Of Kubernetes' directives it may have ``$patch: delete``, ``merge`` and
            ``replace``; and ``$patch: add`` in an entry that is new.
    """
    yield from _map(body, patch, Path())


def _map(body: Object, patch: Mapping[str, Any], path: Path) -> Iterator[Merge | Unusable]:
    for name, value in patch.items():
        field = path / name
        if _is_directive(name):
            where = f"in {path}" if path.depth else "beside the fields of the object"
            yield Unusable(
                f"`{name}` cannot stand {where}", "write each field as it shall be, null if it goes"
            )
        elif value is None:
            yield Merge(Change.REMOVES, field)
        elif is_map(value):
            yield from _field(body, value, field)
        elif is_list(value):
            yield from _list(body, value, field)
        else:
            yield Merge(Change.WRITES, field, value)


def _field(body: Object, patch: Mapping[str, Any], path: Path) -> Iterator[Merge | Unusable]:
    """The map at *path*."""
    rest = {name: value for name, value in patch.items() if name != _PATCH}
    match patch.get(_PATCH, "merge"):
        case "replace":
            yield _whole(Change.WRITES, path, rest)
        case "delete" if not rest:
            yield Merge(Change.REMOVES, path)
        case "merge" if rest:
            yield from _map(body, rest, path)
        case "merge" if at(body, path) is None:
            yield Merge(Change.WRITES, path, rest)
        case "merge":
            yield Unusable(f"an empty map changes nothing of {path}", "leave it out")
        case directive:
            yield _misplaced(directive, path, "`merge`, `replace`, or `delete` alone")


def _list(body: Object, patch: Sequence[Any], path: Path) -> Iterator[Merge | Unusable]:
    """The list at *path*: merged by key, or replaced."""
    keys = in_patches(body).lists.get(shape(path))
    others = [entry for entry in patch if entry != {_PATCH: "replace"}]
    if keys is None or len(others) < len(patch):
        yield _whole(Change.WRITES, path, others)
    elif patch:
        for entry in patch:
            yield from _entry(body, entry, path, keys)
    else:
        yield Unusable(f"an empty list changes nothing of {path}", "leave it out")


def _entry(body: Object, entry: Any, path: Path, keys: tuple[str, ...]) -> Iterator[Merge | Unusable]:
    """An entry of the list at *path*, which is merged into the one that has its key."""
    key = address(keys, entry)
    if key is None:
        yield Unusable(f"an entry of {path} lacks its {' and '.join(keys)}", "give the entry its key")
        return
    rest = {name: value for name, value in entry.items() if name != _PATCH}
    more = {name: value for name, value in rest.items() if name not in keys}
    match entry.get(_PATCH, "merge"):
        case "add":
            yield _whole(Change.ADDS, path, rest)
        case "delete" if not more:
            yield Merge(Change.REMOVES, path / key)
        case "merge" if more:
            yield from _map(body, more, path / key)
        case "merge":
            yield Unusable(f"it changes nothing of {path / key}", "leave the entry out")
        case directive:
            yield _misplaced(directive, path / key, "`add`, `merge`, or `delete` with the key alone")


def _is_directive(name: str) -> bool:
    return name.startswith(_DIRECTIVES)


def _misplaced(directive: object, path: Path, allowed: str) -> Unusable:
    return Unusable(f"`{_PATCH}: {directive}` cannot stand at {path}", f"say {allowed}")


def _whole(change: Change, path: Path, value: Any) -> Merge | Unusable:
    """A change to *value* as it is, in which no directive may stand."""
    if _has_directive(value):
        problem = f"{path} is written as a whole, and a directive stands in it"
        return Unusable(problem, "write what shall stand there")
    return Merge(change, path, value)


def _has_directive(value: Any) -> bool:
    if is_map(value):
        return any(_is_directive(name) or _has_directive(one) for name, one in value.items())
    return is_list(value) and any(map(_has_directive, value))
