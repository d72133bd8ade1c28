"""Tables for people: columns aligned, cut to a terminal's width, never in a pipe."""

import shutil
import sys
from collections.abc import Sequence
from typing import Final

_GAP: Final = 2
_LEAST: Final = 20


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """*rows* below *header*, which is in capitals; the last column takes what room there is.

    In a terminal the last column goes on below itself rather than past the edge; what goes to a pipe or to a
    file has each row on one line.
    """
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header) - 1)]
    left = sum(widths) + _GAP * len(widths)
    room = shutil.get_terminal_size().columns - left if sys.stdout.isatty() else 0
    lines: list[str] = []
    for row in ([one.upper() for one in header], *rows):
        start = "".join(f"{cell:<{width + _GAP}}" for cell, width in zip(row, widths, strict=False))
        first, *more = _wrapped(row[-1], room)
        lines.append(f"{start}{first}".rstrip())
        lines.extend(f"{'':{left}}{rest}" for rest in more)
    return "\n".join(lines) + "\n"


def _wrapped(text: str, room: int) -> list[str]:
    if room < _LEAST or len(text) <= room:
        return [text]
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
