"""Which fields of an object have one owner each.

Source: Kubernetes, Server-Side Apply, "Merge strategy".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from oamdsl.kubernetes.entry import ITSELF, address, matches
from oamdsl.kubernetes.list_keys import Merging, Shape, shape
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import EACH, Entry, Path, Segment
from oamdsl.kubernetes.program_keys import in_program
from oamdsl.kubernetes.tree import at, is_list, is_map


def leaves(
    body: Object, below: Path | None = None, merging: Callable[[Object], Merging] = in_program
) -> Iterator[tuple[Path, Any]]:
    """Scalars, atomic lists, atomic maps and what is empty, in the order that they are written in.

    Args:
        body: The object.
        below: Only what is at this path or below it.
        merging: By whose rules: of those who write one program, or of the API server's managers.
    """
    start = below or Path()
    return _leaves(merging(body), at(body, start), start, shape(start))


def _leaves(merging: Merging, value: Any, path: Path, place: Shape) -> Iterator[tuple[Path, Any]]:
    if is_map(value) and value and place not in merging.atomic:
        for name, one in value.items():
            yield from _leaves(merging, one, path / name, (*place, name))
        return
    keys = merging.lists.get(place) if is_list(value) else None
    entries = [(address(keys, entry) or EACH, entry) for entry in value] if keys else []
    if not entries or any(key is EACH for key, _ in entries):
        yield path, value
        return
    for key, entry in entries:
        if keys == ITSELF:
            yield path / key, entry
        else:
            yield from _leaves(merging, entry, path / key, (*place, "*"))


def owned_path(body: Object, path: Path) -> Path:
    """The field that whoever writes *path* owns: an atomic map or list is owned as a whole."""
    merging, place = in_program(body), shape(path)
    for depth, segment in enumerate(path.segments):
        above = place[:depth]
        if isinstance(segment, Entry) and above not in merging.lists:
            return Path(path.segments[:depth])
        if isinstance(segment, str) and above in merging.atomic:
            return Path(path.segments[:depth])
    return path


def expanded(body: Mapping[str, Any], path: Path) -> Iterator[Path]:
    """The paths that *path* stands for in *body*: entries by all their keys, each of them for ``[*]``.

    Raises:
        ValueError: Entries that ``[*]`` stands for cannot be told apart; the message is a clause.
    """
    if all(isinstance(segment, str) for segment in path.segments):
        yield path
    else:
        yield from map(Path, _expanded(in_program(body), body, (), (), path.segments))


def _expanded(
    merging: Merging, value: Any, above: tuple[Segment, ...], place: Shape, segments: tuple[Segment, ...]
) -> Iterator[tuple[Segment, ...]]:
    depth = 0
    while depth < len(segments) and isinstance(name := segments[depth], str):
        value = value.get(name) if is_map(value) else None
        place = (*place, name)
        depth += 1
    above += segments[:depth]
    if depth == len(segments):
        yield above
        return
    segment, rest = segments[depth], segments[depth + 1 :]
    entries = value if is_list(value) else ()
    keys, inside = merging.lists.get(place), (*place, "*")
    if isinstance(segment, Entry):
        entry = next((one for one in entries if matches(one, segment)), None)
        known = None if keys is None else address(keys, entry)
        yield from _expanded(merging, entry, (*above, known or segment), inside, rest)
        return
    for entry in entries:
        known = address(keys or ("name",), entry)
        if known is None:
            message = f"the entries of {Path(above)} have no keys to tell them apart"
            raise ValueError(message)
        yield from _expanded(merging, entry, (*above, known), inside, rest)


def overlap(one: Path, other: Path) -> bool:
    """Whether one path is the other, or a parent of it."""
    return one.starts_with(other) or other.starts_with(one)
