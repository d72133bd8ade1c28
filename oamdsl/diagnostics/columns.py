"""Text in the columns of a terminal: how many it takes, and where it is broken."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_ESCAPE: Final = re.compile(r"\x1b\[[0-9;]*m")
_INDENT: Final = re.compile(r"\s*")


def columns_of(text: str) -> int:
    """Columns that *text* takes; ANSI escapes for colour take none."""
    return sum(map(_columns, _ESCAPE.sub("", text)))


def broken(text: str, width: int, *, indent: str = "") -> Iterator[str]:
    """The lines of *text* that take at most *width* columns, broken between words.

    A word that is longer stays whole, since it may be a path or a command to copy.

    Args:
        text: Without newlines; it keeps the spaces that it begins with.
        width: Columns of a line.
        indent: What each line but the first begins with.
    """
    start = _INDENT.match(text)
    line = start[0] if start else ""
    is_empty = True
    for word in text.split():
        longer = f"{line}{word}" if is_empty else f"{line} {word}"
        if not is_empty and columns_of(longer) > width:
            yield line
            longer = f"{indent}{word}"
        line, is_empty = longer, False
    yield line


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
