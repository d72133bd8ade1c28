"""Paths of fields as Pulumi writes them: `spec.containers[0].image`, `labels["a.b/c"]`."""

import re
from collections.abc import Sequence
from typing import Final

import attrs

Step = str | int
Path = tuple[Step, ...]

ANY: Final = "*"

_STEP: Final = re.compile(
    r"""
    \.?(?P<name>[^.\[\]"]+)            # a name, after a dot unless it is the first
    | \[(?P<index>\d+|\*)\]            # the place in a list, or all of them
    | \["(?P<quoted>(?:[^"\\]|\\.)*)"\]  # a name with dots or brackets in it
    """,
    re.VERBOSE,
)


@attrs.frozen
class MalformedPathError(ValueError):
    """A path that cannot be read.

    Attributes:
        text: As it was given.
    """

    text: str

    def __str__(self) -> str:
        """Name the path."""
        return f"{self.text!r} is no path of a field."


def parse(text: str) -> Path:
    """Return the steps of *text*; indices are numbers, and `*` stands for all.

    Raises:
        MalformedPathError: It is no path.
    """
    steps: list[Step] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise MalformedPathError(text)
        if found["name"] is not None:
            steps.append(found["name"])
        elif found["index"] is not None:
            steps.append(ANY if found["index"] == ANY else int(found["index"]))
        else:
            steps.append(re.sub(r"\\(.)", r"\1", found["quoted"]))
        at = found.end()
    return tuple(steps)


def text_of(path: Sequence[Step]) -> str:
    """Return *path* as Pulumi writes it."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.search(r'[."\[\]]', step):
            escaped = step.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
        else:
            text += f".{step}" if text else step
    return text


def contains(outer: Sequence[Step], inner: Sequence[Step]) -> bool:
    """Say whether *inner* is *outer* or below it."""
    return len(outer) <= len(inner) and all(
        ANY in (one, other) or one == other for one, other in zip(outer, inner, strict=False)
    )


def overlap(one: Sequence[Step], other: Sequence[Step]) -> bool:
    """Say whether either path contains the other."""
    return contains(one, other) or contains(other, one)
