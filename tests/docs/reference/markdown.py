"""Docstrings and tables as Markdown."""

import inspect
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import Final

from oamdsl.discovery.description import Description

_SECTION: Final = re.compile(r"^(Args|Attributes|Class attributes|Raises|Source):", re.MULTILINE)
_ENTRY: Final = re.compile(r"^    (\w[\w.]*): ", re.MULTILINE)
_LITERAL: Final = re.compile(r"``([^`]+)``")


def prose(text: str) -> str:
    """A docstring's sentences; literals, and what follows ``::``, as code."""
    paragraphs = [_LITERAL.sub(r"`\1`", one) for one in inspect.cleandoc(text).split("\n\n")]
    found: list[str] = []
    for one in paragraphs:
        if one.startswith("    "):
            found.append(f"```python\n{inspect.cleandoc(one)}\n```")
        else:
            found.append(re.sub(r"::$", ":", one))
    return "\n\n".join(found)


def sections(documentation: str) -> tuple[str, dict[str, str]]:
    """What a docstring says first, and its sections: {title: text}."""
    head, *rest = _SECTION.split(inspect.cleandoc(documentation))
    return head.strip(), dict(zip(rest[::2], rest[1::2], strict=True))


def entries(section: str) -> list[tuple[str, str]]:
    """The entries of ``Args:`` or ``Attributes:``: name and text."""
    parts = _ENTRY.split(section)[1:]
    return [(name, " ".join(text.split())) for name, text in zip(parts[::2], parts[1::2], strict=True)]


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table, a blank line after it; nothing without rows."""
    body = [f"| {' | '.join(_cell(one) for one in row)} |" for row in rows]
    if not body:
        return []
    return [f"| {' | '.join(header)} |", f"| {' | '.join(['---'] * len(header))} |", *body, ""]


def parameters(description: Description) -> list[str]:
    """The table of what whoever builds one may give."""
    return table(
        ["parameter", "takes", "default", ""],
        [
            [
                f"`{one.name}`",
                _verbatim(", ".join(filter(None, [one.type, one.allowed]))),
                "required" if one.default is None else f"`{one.default}`",
                prose(one.description),
            ]
            for one in description.parameters
        ],
    )


def introduced(description: Description) -> list[str]:
    """A declared class: what it is, its parameters, its source."""
    lines = [prose(description.summary), ""]
    if description.details:
        lines += [prose(description.details), ""]
    lines += parameters(description)
    if description.source:
        lines += [f"Source: {prose(description.source)}", ""]
    return lines


def formatted(page: str) -> str:
    """*page* with its Python code as ruff formats it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "page.md", "-"]
    return subprocess.run(command, input=page, capture_output=True, text=True, check=True).stdout


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _verbatim(text: str) -> str:
    """*text* with the brackets and asterisks of patterns kept from meaning something."""
    return re.sub(r"([\[\]*<])", r"\\\1", text)
