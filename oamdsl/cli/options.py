"""Options that several commands have."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from oamdsl.cli import candidates
from oamdsl.cli.folders import FOLDER, STARTED_IN

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
        context.meta[STARTED_IN] = Path.cwd()
        context.meta[FOLDER] = folder
        context.with_resource(contextlib.chdir(folder))


def targets(command: F) -> F:
    """``[TARGET...]``: which applications."""
    return click.argument(
        "targets", nargs=-1, metavar="[TARGET]...", shell_complete=candidates.applications_and_files
    )(command)


def stack(*, required: bool) -> Callable[[F], F]:
    """``-s STACK``: which environment, and no second one."""
    return click.option(
        "-s",
        "--stack",
        required=required,
        multiple=True,
        metavar="STACK",
        envvar="OAMDSL_STACK",
        help="Environment, as its Pulumi stack is called.",
        callback=_only_one,
        shell_complete=candidates.stacks,
    )


def _only_one(_: click.Context, parameter: click.Parameter, names: Sequence[str]) -> str | None:
    if len(set(names)) > 1:
        message = f"it is given {len(names)} times, and this command has one environment at a time"
        raise click.BadParameter(message, param=parameter)
    return names[0] if names else None


def kubeconfig(command: F) -> F:
    """``--kubeconfig FILE``: where the ways into clusters are told."""
    return click.option(
        "--kubeconfig",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="By default those of KUBECONFIG, or ~/.kube/config, or the pod's service account.",
    )(command)


def stacks(command: F) -> F:
    """``-s STACK...``: which environments; all without it."""
    return click.option(
        "-s",
        "--stack",
        "stacks",
        multiple=True,
        metavar="STACK",
        envvar="OAMDSL_STACK",
        help="Environment, as its Pulumi stack is called; may be given several times.",
        shell_complete=candidates.stacks,
    )(command)


COLOUR: Final = "oamdsl.colour"
"""Where a command's context keeps what ``--color`` says."""


def colour(command: F) -> F:
    """``--color auto|always|never``."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Whether to colour; auto asks FORCE_COLOR, NO_COLOR and the terminal.",
        expose_value=False,
        is_eager=True,
        callback=_colour,
    )(command)


def _colour(context: click.Context, _: click.Parameter, wanted: str) -> None:
    context.meta[COLOUR] = wanted
