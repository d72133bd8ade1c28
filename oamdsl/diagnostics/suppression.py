"""Comments in the user's files that accept findings: ``# oamdsl: ignore[OAM413] the operator adds it``."""

import io
import linecache
import re
import tokenize
from collections.abc import Iterator
from typing import Final

import attrs

from oamdsl.diagnostics.finding import Suppression
from oamdsl.diagnostics.origin import Location

_COMMENT: Final = re.compile(
    r"#\s*oamdsl\s*:\s*(?P<verb>\w+)\s*(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*?)\s*(?=#\s|$)",
    re.IGNORECASE,
)
"""It may stand behind another comment of its line, and before one."""
_VERB: Final = "ignore"


def suppressions_in(file: str) -> tuple[Suppression, ...]:
    """The suppressions that *file* has, in the order of its lines; none when it cannot be read.

    A comment behind code speaks for its line, one that stands alone for the next line of code.
    """
    lines = linecache.getlines(file)
    if not any(_COMMENT.search(line) for line in lines if "#" in line):
        return ()  # most files, so that few have to be taken apart
    return tuple(_suppressions(file, "".join(lines)))


def _suppressions(file: str, source: str) -> Iterator[Suppression]:
    waiting: list[Suppression] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        found = _COMMENT.search(token.string) if token.type == tokenize.COMMENT else None
        if found is not None and (found["verb"].lower() == _VERB or found["codes"] is not None):
            line, column = token.start
            start, end = column + found.start(), column + len(token.string[: found.end()].rstrip())
            is_misspelt = found["verb"].lower() != _VERB
            comment = Suppression(
                Location(file, line, start + 1, line, end + 1),
                line,
                tuple(_code(one.strip()) for one in (found["codes"] or "").split(",") if one.strip()),
                found["reason"].strip(),
                misspelt=found["verb"] if is_misspelt else "",
            )
            if token.line[:column].strip():
                yield comment
            else:
                waiting.append(comment)
        elif waiting and token.type not in _BETWEEN:
            for comment in waiting:
                yield attrs.evolve(comment, line=token.start[0])
            waiting.clear()


def _code(text: str) -> str:
    """A code in capitals; what is none stays as it is."""
    return text.upper() if text[-1:].isdigit() else text


_BETWEEN: Final = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
)
