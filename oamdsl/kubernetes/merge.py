"""Which fields of an object have one owner each, by server-side apply's rules.

Source: Kubernetes, Server-Side Apply, "Merge strategy".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.kubernetes.list_keys import entry_key, is_atomic_map, list_keys
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import EACH, Entry, Path, Segment
from oamdsl.kubernetes.tree import at, is_list, is_map, matches


def leaves(body: Object, below: Path | None = None) -> Iterator[tuple[Path, Any]]:
    """Scalars, atomic lists, atomic maps and what is empty, in the order that they are written in.

    Args:
        body: The object.
        below: Only what is at this path or below it.
    """
    start = below or Path()
    return _leaves(body, at(body, start), start)


def _leaves(body: Object, value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if is_map(value) and value and not is_atomic_map(body, path):
        for name, one in value.items():
            yield from _leaves(body, one, path / name)
        return
    keys = list_keys(body, path) if is_list(value) else None
    entries = [(address(keys, entry) or EACH, entry) for entry in value] if keys else []
    if not entries or any(key is EACH for key, _ in entries):
        yield path, value
        return
    for key, entry in entries:
        yield from _leaves(body, entry, path / key)


def address(keys: tuple[str, ...], entry: object) -> Entry | None:
    """The address of *entry* in a list with the key fields *keys*; None when it lacks one."""
    if not is_map(entry):
        return None
    try:
        return entry_key(keys, entry)
    except ValueError:
        return None


def owned_path(body: Mapping[str, Any], path: Path) -> Path:
    """The field that whoever writes *path* owns: an atomic map or list is owned as a whole.

    Source: Kubernetes, Server-Side Apply, "Merge strategy".
    """
    for depth, segment in enumerate(path.segments):
        parent = Path(path.segments[:depth])
        if isinstance(segment, Entry) and list_keys(body, parent) is None:
            return parent
        if isinstance(segment, str) and is_atomic_map(body, parent):
            return parent
    return path


def expanded(body: Mapping[str, Any], path: Path) -> Iterator[Path]:
    """The paths that *path* stands for in *body*: entries by all their keys, each of them for ``[*]``.

    Raises:
        ValueError: Entries that ``[*]`` stands for cannot be told apart; the message is a clause.
    """
    if all(isinstance(segment, str) for segment in path.segments):
        yield path
    else:
        yield from _expanded(body, body, Path(), path.segments)


def _expanded(
    body: Mapping[str, Any],
    value: Any,
    above: Path,
    segments: tuple[Segment, ...],
) -> Iterator[Path]:
    if not segments:
        yield above
        return
    segment, rest = segments[0], segments[1:]
    if isinstance(segment, str):
        inner = value.get(segment) if is_map(value) else None
        yield from _expanded(body, inner, above / segment, rest)
        return
    entries = value if is_list(value) else ()
    keys = list_keys(body, above)
    if isinstance(segment, Entry):
        entry = next((one for one in entries if matches(one, segment)), None)
        known = None if keys is None else address(keys, entry)
        yield from _expanded(body, entry, above / (known or segment), rest)
        return
    for entry in entries:
        known = address(keys or ("name",), entry)
        if known is None:
            message = f"the entries of {above} have no keys to tell them apart"
            raise ValueError(message)
        yield from _expanded(body, entry, above / known, rest)


def overlap(one: Path, other: Path) -> bool:
    """Whether one path is the other, or a parent of it."""
    return one.starts_with(other) or other.starts_with(one)
