"""Codes of findings, as arguments."""

from collections.abc import Sequence

import click
from click.shell_completion import CompletionItem

from oamdsl.checks.catalogue import CATALOGUE
from oamdsl.cli.candidates import Candidates


def candidates(_: click.Context, __: click.Parameter, incomplete: str) -> Candidates:
    """Every code, with what it is about."""
    typed = incomplete.upper()
    return [
        CompletionItem(one.code, help=one.page.summary) for one in CATALOGUE if one.code.startswith(typed)
    ]


def beginnings(_: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """The beginnings of codes in *values*, which may each be a list with commas."""
    known = [rule.code for rule in CATALOGUE]
    prefixes = tuple(part.strip().upper() for value in values for part in value.split(",") if part.strip())
    for prefix in prefixes:
        if not any(code.startswith(prefix) for code in known):
            meant = prefix[:3] + prefix[3:].replace("O", "0")
            hint = (
                f"did you mean {meant}?"
                if any(code.startswith(meant) for code in known)
                else "write a code such as OAM202, or its beginning, such as OAM2"
            )
            message = f"no finding has a code that begins with {prefix}; {hint}"
            raise click.BadParameter(message, param=parameter)
    return prefixes
