"""The address of one field in a Kubernetes object, by server-side apply's rules."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

_PLAIN_FIELD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_PLAIN_VALUE: Final = re.compile(r"[A-Za-z_./][A-Za-z0-9_./-]*\Z")
_INTEGER: Final = re.compile(r"-?[0-9]+\Z")
_KEY_VALUE: Final = r'(?:[A-Za-z][A-Za-z0-9]*)?=(?:"(?:[^"\\]|\\.)*"|[^",\]]*)'
_TOKEN: Final = re.compile(
    rf"""(?P<dot>\.)
      | (?P<field>[A-Za-z_][A-Za-z0-9_-]*)
      | \[ (?P<quoted>"(?:[^"\\]|\\.)*") \]
      | \[ (?P<each>\*) \]
      | \[ (?P<keys>{_KEY_VALUE}(?:,{_KEY_VALUE})*) \]""",
    re.VERBOSE,
)
_KEY: Final = re.compile(r'((?:[A-Za-z][A-Za-z0-9]*)?)=("(?:[^"\\]|\\.)*"|[^",\]]*)(?:,|\Z)')

KeyValue = str | int
VALUE: Final = ""
"""Stands for a key field where an entry is told apart by the whole of what it is: ``[=NET_ADMIN]``."""


@attrs.frozen
class Entry:
    """One entry of a list, addressed by its key fields: ``[name=nginx]``.

    Attributes:
        keys: ``(key field, value)`` in the order of the list's declared keys; `VALUE` alone for an entry that
            is its own key, a map as compact JSON.

    Source: Kubernetes, Server-Side Apply, "Merge strategy", ``x-kubernetes-list-map-keys``.
    """

    keys: tuple[tuple[str, KeyValue], ...]

    def __str__(self) -> str:
        """``[containerPort=80,protocol=TCP]``."""
        return f"[{','.join(f'{key}={_key_text(value)}' for key, value in self.keys)}]"


@attrs.frozen
class Each:
    """Every entry of a keyed list: ``[*]``; expanded when all entries are known."""

    def __str__(self) -> str:
        """``[*]``."""
        return "[*]"


EACH: Final = Each()
Segment = str | Entry | Each


@attrs.frozen
class Path:
    """Where a field is, from the object's root: ``spec.containers[name=nginx].image``.

    Build one with ``/``: ``Path() / "spec" / "replicas"``, or parse one with `Path.parse`.

    Attributes:
        segments: Field names, list entries and ``[*]``, outermost first; none is the object itself.
    """

    segments: tuple[Segment, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Path":
        """The path that *text* spells; the inverse of ``str``.

        Raises:
            ValueError: *text* is no path; the message names the column.
        """
        segments: list[Segment] = []
        at = 0
        after_dot = True
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                message = f"not a field path: {text!r}, column {at + 1}"
                raise ValueError(message)
            if match["dot"]:
                if after_dot:
                    message = f"not a field path: {text!r}, column {at + 1}: a name is missing"
                    raise ValueError(message)
                after_dot = True
            else:
                if match["field"] and not after_dot:
                    message = f"not a field path: {text!r}, column {at + 1}: a dot is missing"
                    raise ValueError(message)
                try:
                    segments.append(_segment(match))
                except json.JSONDecodeError as error:
                    message = f"not a field path: {text!r}, column {at + 1}: {error.msg}"
                    raise ValueError(message) from None
                after_dot = False
            at = match.end()
        if after_dot and segments:
            message = f"not a field path: {text!r} ends in a dot"
            raise ValueError(message)
        return cls(tuple(segments))

    def __truediv__(self, segment: "Segment | Path") -> "Path":
        """This path, one field (or another path) deeper."""
        if isinstance(segment, Path):
            return Path(self.segments + segment.segments)
        return Path((*self.segments, segment))

    def __str__(self) -> str:
        """The path as people write it; ``metadata.annotations["example.com/a"]``."""
        return "".join(_texts(self.segments))

    @property
    def depth(self) -> int:
        """How many segments deep; 0 for the object itself."""
        return len(self.segments)

    def starts_with(self, other: "Path") -> bool:
        """Whether *other* is this path or one of its parents."""
        return self.segments[: len(other.segments)] == other.segments

    @property
    def has_each(self) -> bool:
        """Whether a ``[*]`` is in it, so that it stands for many paths."""
        return EACH in self.segments


def _segment(match: re.Match[str]) -> Segment:
    if match["field"]:
        return match["field"]
    if match["quoted"]:
        return str(json.loads(match["quoted"]))
    if match["each"]:
        return EACH
    return Entry(tuple((key, _key_value(value)) for key, value in _KEY.findall(match["keys"])))


def _key_value(text: str) -> KeyValue:
    if text.startswith('"'):
        return str(json.loads(text))
    return int(text) if _INTEGER.match(text) else text


def _key_text(value: KeyValue) -> str:
    if isinstance(value, int) or _PLAIN_VALUE.match(value):
        return str(value)
    return json.dumps(value)


def _texts(segments: Sequence[Segment]) -> Iterator[str]:
    for index, segment in enumerate(segments):
        if not isinstance(segment, str):
            yield str(segment)
        elif not _PLAIN_FIELD.match(segment):
            yield f"[{json.dumps(segment)}]"
        else:
            yield f".{segment}" if index else segment
