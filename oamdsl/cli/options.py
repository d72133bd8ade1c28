"""Options that several commands have."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def directory(command: F) -> F:
    """``-C DIR``: run as if started there."""
    return click.option(
        "-C",
        "--cwd",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Run as if started in this folder.",
        expose_value=False,
        is_eager=True,
        callback=_enter,
    )(command)


def _enter(context: click.Context, _: click.Parameter, folder: Path | None) -> None:
    if folder is not None:
        context.with_resource(contextlib.chdir(folder))


def targets(command: F) -> F:
    """``[TARGET...]``: which applications."""
    return click.argument("targets", nargs=-1, metavar="[TARGET]...")(command)


def stack(*, required: bool) -> Callable[[F], F]:
    """``-s STACK``: which environment."""
    return click.option(
        "-s",
        "--stack",
        required=required,
        metavar="STACK",
        envvar="OAMDSL_STACK",
        help="Environment, as its Pulumi stack is called.",
    )
