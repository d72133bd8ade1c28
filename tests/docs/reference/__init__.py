"""The reference, made of the code: a module for each page, with a function `written`."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.docs.reference import commands, findings, formats, python, traits, workloads

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "commands": commands.written,
    "findings": findings.written,
    "formats": formats.written,
    "python": python.written,
    "traits": traits.written,
    "workloads": workloads.written,
}
"""What to write on each page: {name: its text}."""
