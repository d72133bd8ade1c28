"""``oamdsl snapshot``."""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from oamdsl.cli import options
from oamdsl.cli.as_json import as_json, stop_as
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.progress import working
from oamdsl.cluster.client import Client
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import access
from oamdsl.cluster.record import Recording, record
from oamdsl.kubernetes.drift import Change, drift
from oamdsl.kubernetes.snapshot import Snapshot, SnapshotError
from oamdsl.project import ProjectError

_FORMATS: Final = ("text", "json")


@click.command("snapshot")
@click.option(
    "-o",
    "--output",
    metavar="FILE | json",
    help="Write the snapshot to this file, such as stacks/snapshots/prod.json.gz; or print as JSON what is"
    " served, or with --compare what has changed. May be given twice.",
    multiple=True,
)
@click.option(
    "--compare",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Say what has changed on the cluster since this snapshot; exit with 1 when anything has.",
)
@click.option(
    "--kube-context", metavar="CONTEXT", help="Context of the kubeconfig; by default its current one."
)
@options.kubeconfig
@options.directory
def command(
    output: Sequence[str], compare: Path | None, kube_context: str | None, kubeconfig: Path | None
) -> None:
    """Record what a cluster serves, or compare it with a record.

    A snapshot holds the version, the APIs and the schemas of a cluster. Give it to an environment,
    `Environment(..., snapshot=Snapshot.read(FILE))`, and `oamdsl check` compares every object with it,
    without the cluster. Nothing on the cluster is changed, and no object of it is read but its definitions of
    custom resources.
    """
    files = [Path(one) for one in output if one not in _FORMATS]
    format = next((one for one in reversed(output) if one in _FORMATS), "text")
    if not files and compare is None and format == "text":
        message = "nothing to do: name a file with -o to write, or with --compare to compare"
        raise click.UsageError(message)
    try:
        recorded = None if compare is None else _read(compare)
        for file in files:
            _require_writable(file)
        client = Client(access(kubeconfig, kube_context))
        client.log_in()  # before progress is told: the user may be asked something
        with working() as at:
            recording = record(client, at)
        for gap in recording.gaps:
            click.echo(f"note: {gap}", err=True)
        for file in files:
            _write(file, recording)
    except ClusterError as error:
        stop_as(ProjectError(error.message, help=error.help), format)
    except ProjectError as error:
        stop_as(error, format)
    if compare is not None and recorded is not None:
        _compare(compare, recorded, recording, format)
    elif format == "json":
        click.echo(as_json(**_plain(recording)), nl=False)


def _compare(file: Path, recorded: Snapshot, recording: Recording, format: str) -> None:
    changes = drift(recorded, recording.snapshot)
    if format == "json":
        listed = [_plain_change(one) for one in changes]
        click.echo(as_json(file=str(file), changes=listed, gaps=recording.gaps), nl=False)
    else:
        for change in changes:
            click.echo(str(change))
    if changes:
        sys.exit(ExitCode.FINDINGS)
    click.echo(f"The cluster is as {file} says.", err=True)


def _plain_change(change: Change) -> dict[str, str]:
    return {"difference": change.difference.name.lower(), "what": change.what, "detail": change.detail}


def _plain(recording: Recording) -> dict[str, Any]:
    """What is served: each API, and how."""
    snapshot = recording.snapshot
    apis = [
        {
            "api_version": api.api_version,
            "kind": api.kind,
            "plural": resource.plural,
            "namespaced": resource.namespaced,
            "has_schema": bool(resource.definition),
            "warning": resource.warning,
        }
        for api, resource in sorted(
            snapshot.resources.items(), key=lambda item: (item[0].api_version, item[0].kind)
        )
    ]
    return {"kubernetes": snapshot.kubernetes, "apis": apis, "gaps": recording.gaps}


def _read(file: Path) -> Snapshot:
    try:
        return Snapshot.read(file)
    except SnapshotError as error:
        raise ProjectError(str(error), help="take it again with `oamdsl snapshot -o`") from error
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise ProjectError(message, help="name a snapshot that exists") from error


def _require_writable(file: Path) -> None:
    """See that *file* can be written, before the cluster is read."""
    there = next(one for one in file.absolute().parents if one.exists())
    if file.is_dir():
        raise _unwritable(file, "Is a directory")
    if not there.is_dir():
        raise _unwritable(file, f"{there} is no folder")
    if not os.access(there, os.W_OK):
        raise _unwritable(file, "Permission denied")


def _unwritable(file: Path, reason: str) -> ProjectError:
    return ProjectError(
        f"{file} cannot be written: {reason}", help="name a file in a folder that you may write"
    )


def _write(file: Path, recording: Recording) -> None:
    """Put the whole snapshot in place, or leave what is there."""
    snapshot = recording.snapshot
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as unfinished:
                unfinished.write(snapshot.to_bytes())
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error
    said = f"Kubernetes {snapshot.kubernetes}, {len(snapshot.resources)} APIs"
    click.echo(f"Wrote {file}: {said}.", err=True)
