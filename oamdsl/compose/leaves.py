"""The fields of an object that have one owner each."""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.kubernetes.list_keys import entry_key, is_atomic_map, list_keys
from oamdsl.kubernetes.object import Object, at
from oamdsl.kubernetes.path import EACH, Entry, Path


def leaves(body: Object, below: Path | None = None) -> Iterator[tuple[Path, Any]]:
    """Scalars, atomic lists, atomic maps and what is empty, in the order that they are written in.

    Args:
        body: The object.
        below: Only what is at this path or below it.
    """
    start = below or Path()
    return _leaves(body, at(body, start), start)


def _leaves(body: Object, value: Any, path: Path) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401 - a field holds anything
    if isinstance(value, Mapping) and value and not is_atomic_map(body, path):
        for name, one in value.items():
            yield from _leaves(body, one, path / name)
        return
    keys = list_keys(body, path) if isinstance(value, (list, tuple)) else None
    entries = [(address(keys, entry) or EACH, entry) for entry in value] if keys else []
    if not entries or any(key is EACH for key, _ in entries):
        yield path, value
        return
    for key, entry in entries:
        yield from _leaves(body, entry, path / key)


def address(keys: tuple[str, ...], entry: object) -> Entry | None:
    """The address of *entry* in a list with the key fields *keys*; None when it lacks one."""
    if not isinstance(entry, Mapping):
        return None
    try:
        return entry_key(keys, entry)
    except ValueError:
        return None
