"""The documentation of a rule, as its docstring has it."""

import re
import textwrap

import attrs


@attrs.frozen
class Page:
    """A rule's documentation.

    Attributes:
        summary: One sentence.
        why: Why it is worth stopping for.
        example: A program that breaks the rule.
        use_instead: The program mended.
    """

    summary: str
    why: str
    example: str
    use_instead: str

    @classmethod
    def parse(cls, docstring: str) -> "Page":
        """Read the sections ``Why:``, ``Example:`` and ``Use instead:`` of *docstring*."""
        parts = re.split(r"^(Why|Example|Use instead):[ ]*", docstring, flags=re.MULTILINE)
        sections = dict(zip(parts[1::2], map(_dedented, parts[2::2]), strict=True))
        return cls(
            summary=" ".join(parts[0].split()),
            why=" ".join(sections.get("Why", "").split()),
            example=sections.get("Example", ""),
            use_instead=sections.get("Use instead", ""),
        )


def _dedented(text: str) -> str:
    first, newline, rest = text.partition("\n")
    return (first + newline + textwrap.dedent(rest)).strip()
