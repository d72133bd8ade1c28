"""``oamdsl snapshot``."""

import os
import sys
import tempfile
from pathlib import Path

import click

from oamdsl.cli import options
from oamdsl.cli.exit_code import ExitCode
from oamdsl.cli.outcome import stop
from oamdsl.cli.progress import working
from oamdsl.cluster.client import Client
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import access
from oamdsl.cluster.record import Recording, record
from oamdsl.kubernetes.drift import drift
from oamdsl.kubernetes.snapshot import Snapshot, SnapshotError
from oamdsl.project import ProjectError


@click.command("snapshot")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the snapshot to this file, such as stacks/snapshots/prod.json.gz.",
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
    output: Path | None, compare: Path | None, kube_context: str | None, kubeconfig: Path | None
) -> None:
    """Record what a cluster serves, or compare it with a record.

    A snapshot holds the version, the APIs and the schemas of a cluster. Give it to an environment,
    `Environment(..., snapshot=Snapshot.read(FILE))`, and `oamdsl check` compares every object with it,
    without the cluster. Nothing on the cluster is changed, and no object of it is read but its definitions of
    custom resources.
    """
    if output is None and compare is None:
        message = "nothing to do: name a file with -o to write, or with --compare to compare"
        raise click.UsageError(message)
    try:
        recorded = None if compare is None else _read(compare)
        with working() as at:
            recording = record(Client(access(kubeconfig, kube_context)), at)
        for gap in recording.gaps:
            click.echo(f"note: {gap}", err=True)
        if output is not None:
            _write(output, recording)
    except ClusterError as error:
        stop(ProjectError(error.message, help=error.help))
    except ProjectError as error:
        stop(error)
    if recorded is not None:
        changes = drift(recorded, recording.snapshot)
        for change in changes:
            click.echo(str(change))
        if changes:
            sys.exit(ExitCode.FINDINGS)
        click.echo(f"The cluster is as {compare} says.", err=True)


def _read(file: Path) -> Snapshot:
    try:
        return Snapshot.read(file)
    except SnapshotError as error:
        raise ProjectError(str(error), help="take it again with `oamdsl snapshot -o`") from error
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise ProjectError(message, help="name a snapshot that exists") from error


def _write(file: Path, recording: Recording) -> None:
    """Put the whole snapshot in place, or leave what is there."""
    snapshot = recording.snapshot
    try:
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
        message = f"{file} cannot be written: {error.strerror}"
        raise ProjectError(
            message, help="name a file in a folder that exists and that you may write"
        ) from error
    said = f"Kubernetes {snapshot.kubernetes}, {len(snapshot.resources)} APIs"
    click.echo(f"Wrote {file}: {said}.", err=True)
