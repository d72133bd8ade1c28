"""Tables for people: columns aligned, fitted to a terminal's width, never in a pipe."""

import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Final

_GAP: Final = 2
_LEAST: Final = 20


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """*rows* below *header*, which is in capitals; the last column takes what room there is.

    In a terminal the last column goes on below itself rather than past the edge; where the others leave no
    room for it, each row is a block of lines, a line a column. What goes to a pipe or to a file has each row
    on one line.
    """
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header) - 1)]
    left = sum(widths) + _GAP * len(widths)
    if not sys.stdout.isatty():
        return _aligned(header, rows, widths, 0)
    columns = shutil.get_terminal_size().columns
    longest = max(len(row[-1]) for row in (header, *rows))
    if columns - left < min(longest, _LEAST):
        return _blocks(header, rows, columns)
    return _aligned(header, rows, widths, columns - left)


def _aligned(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> str:
    lines: list[str] = []
    for row in ([one.upper() for one in header], *rows):
        start = "".join(f"{cell:<{width + _GAP}}" for cell, width in zip(row, widths, strict=False))
        first, *more = _wrapped(row[-1], room)
        lines.append(f"{start}{first}".rstrip())
        lines.extend(f"{'':{len(start)}}{rest}" for rest in more)
    return "\n".join(lines) + "\n"


def _blocks(header: Sequence[str], rows: Sequence[Sequence[str]], columns: int) -> str:
    """Each row as its first cell, and below it the others by name."""
    _, *names = header
    width = max(map(len, names), default=0) + _GAP
    lines: list[str] = []
    for first, *cells in rows:
        lines.append(first)
        for name, cell in zip(names, cells, strict=True):
            start = f"{'':{_GAP}}{name:<{width}}"
            begun, *more = _wrapped(cell, columns - len(start))
            lines.append(f"{start}{begun}".rstrip())
            lines.extend(f"{'':{len(start)}}{rest}" for rest in more)
    return "\n".join(lines) + "\n"


def _wrapped(text: str, room: int) -> list[str]:
    if room < _LEAST or len(text) <= room:
        return [text]
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
