"""What changed between the state of an object and what the program now says."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Final

import attrs

from tests.e2e.provider.field_paths import Path
from tests.e2e.provider.properties import UNKNOWN
from tests.e2e.provider.quantities import same_amount

MISSING: Final = object()


class Change(Enum):
    """What happened to a field."""

    ADDED = "added"
    DELETED = "deleted"
    UPDATED = "updated"


@attrs.frozen
class Difference:
    """One field that differs.

    Attributes:
        path: Where it is.
        change: What happened to it.
    """

    path: Path
    change: Change


def prune(live: Any, shape: Any) -> Any:
    """Return the parts of *live* that *shape* has too; all of it where their types differ."""
    if isinstance(live, dict) and isinstance(shape, dict):
        return {name: prune(value, shape[name]) for name, value in live.items() if name in shape}
    if isinstance(live, list) and isinstance(shape, list):
        pairs = zip(live, shape, strict=False)
        return [prune(one, other) for one, other in pairs] + live[len(shape) :]
    return live


def differences(old: Any, new: Any, *, said: Any = MISSING) -> Iterator[Difference]:
    """Compare what is there with what is wanted.

    Args:
        old: The live object, pruned to what the program said before.
        new: What it says now.
        said: What it said before. A value that says nothing (`{}`, `""`, `0`) and that the server
            dropped is no difference when the program said the same before.
    """
    yield from _differences((), old, new, said)


def _differences(path: Path, old: Any, new: Any, said: Any) -> Iterator[Difference]:
    if new is MISSING or new is None:
        if old is not MISSING and old is not None:
            yield Difference(path, Change.DELETED)
    elif old is MISSING or old is None:
        if new is UNKNOWN or new or not _same(path, said, new):
            yield Difference(path, Change.ADDED)
    elif isinstance(old, dict) and isinstance(new, dict):
        before = said if isinstance(said, dict) else {}
        yield from _of_maps(path, old, new, before)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(path, old, new, said if isinstance(said, list) else [])
    elif new is UNKNOWN or not _same(path, old, new):
        yield Difference(path, Change.UPDATED)


def _of_maps(
    path: Path, old: Mapping[str, Any], new: Mapping[str, Any], said: Mapping[str, Any]
) -> Iterator[Difference]:
    for name in [*new, *(each for each in old if each not in new)]:
        yield from _differences(
            (*path, name), old.get(name, MISSING), new.get(name, MISSING), said.get(name, MISSING)
        )


def _of_lists(
    path: Path, old: Sequence[Any], new: Sequence[Any], said: Sequence[Any]
) -> Iterator[Difference]:
    for index in range(max(len(old), len(new))):
        yield from _differences((*path, index), _at(old, index), _at(new, index), _at(said, index))


def _at(values: Sequence[Any], index: int) -> Any:
    return values[index] if index < len(values) else MISSING


def _same(path: Path, one: Any, other: Any) -> bool:
    if isinstance(one, bool) != isinstance(other, bool):  # True == 1 in Python
        return False
    return bool(one == other) or same_amount(path, one, other)
