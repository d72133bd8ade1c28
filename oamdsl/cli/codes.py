"""Codes of findings, as arguments."""

from collections.abc import Sequence
from typing import NoReturn

import click
from click.shell_completion import CompletionItem

from oamdsl.checks.catalogue import CATALOGUE
from oamdsl.cli.candidates import Candidates
from oamdsl.cli.outcome import stop
from oamdsl.diagnostics.codes import meant
from oamdsl.project import ProjectError


def candidates(_: click.Context, __: click.Parameter, incomplete: str) -> Candidates:
    """Every code, with what it is about."""
    typed = incomplete.upper()
    return [
        CompletionItem(one.code, help=one.page.summary) for one in CATALOGUE if one.code.startswith(typed)
    ]


def stop_at_unknown(subject: str) -> NoReturn:
    """Say that *subject* is neither a code nor a rule's name, with what it may mean, and end the command."""
    message = f"there is no finding `{subject}`"
    help_ = meant(subject, {one.code: one.name for one in CATALOGUE})
    otherwise = f"name a code such as {CATALOGUE[0].code}, or APPLICATION/COMPONENT"
    stop(ProjectError(message, help=help_ or otherwise))


def beginnings(_: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """The beginnings of codes in *values*, which may each be a list with commas.

    The name of a rule stands for its code.
    """
    names = {rule.code: rule.name for rule in CATALOGUE}
    named = {name: code for code, name in names.items()}
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    prefixes = tuple(named.get(part.lower(), part.upper()) for part in parts)
    for part, prefix in zip(parts, prefixes, strict=True):
        if not any(code.startswith(prefix) for code in names):
            hint = meant(part, names) or "write a code such as OAM202, or its beginning, such as OAM2"
            message = f"no finding has a code that begins with {prefix}; {hint}"
            raise click.BadParameter(message, param=parameter)
    return prefixes
