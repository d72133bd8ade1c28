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

_COMMENT: Final = re.compile(r"#\s*oamdsl:\s*ignore\b(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*)")


def suppressions_in(file: str) -> tuple[Suppression, ...]:
    """The suppressions that *file* has, in the order of its lines; none when it cannot be read.

    A comment behind code speaks for its line, one that stands alone for the next line of code.
    """
    lines = linecache.getlines(file)
    if not any("oamdsl:" in line for line in lines):
        return ()
    return tuple(_suppressions(file, "".join(lines)))


def _suppressions(file: str, source: str) -> Iterator[Suppression]:
    waiting: list[Suppression] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        found = _COMMENT.match(token.string) if token.type == tokenize.COMMENT else None
        if found is not None:
            line, column = token.start
            comment = Suppression(
                Location(file, line, column + 1, line, column + 1 + len(token.string)),
                line,
                tuple(code.strip() for code in (found["codes"] or "").split(",") if code.strip()),
                found["reason"].strip(),
            )
            if token.line[:column].strip():
                yield comment
            else:
                waiting.append(comment)
        elif waiting and token.type not in _BETWEEN:
            for comment in waiting:
                yield attrs.evolve(comment, line=token.start[0])
            waiting.clear()


_BETWEEN: Final = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
)
