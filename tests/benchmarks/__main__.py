"""Runs every benchmark and prints a table: ``python -m tests.benchmarks``."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import peers, pulumi_program, scale, startup, yaml_output
from tests.benchmarks.measure import Measurement


def measurements(folder: Path) -> Iterator[Measurement]:
    """All of them."""
    yield from startup.measurements()
    yield from scale.measurements(folder)
    yield from yaml_output.measurements(folder)
    yield from pulumi_program.measurements(folder)
    yield from peers.measurements(folder)


def main() -> None:
    """Print each measurement as soon as it is there."""
    print(f"{'':<48} {'CPU s':>9} {'ratio':>7}  {'target':<14} compared with")  # noqa: T201 - the output
    with tempfile.TemporaryDirectory() as folder:
        for one in measurements(Path(folder)):
            print(  # noqa: T201 - the output
                f"{one.subject:<48} {one.seconds:>9.4f} {one.ratio:>7.2f}  {one.target:<14}"
                f" {one.reference} ({one.reference_seconds:.4f} s)",
                flush=True,
            )
    for tool in peers.missing():
        print(f"Not measured: {tool} is not there; see tests/benchmarks/build_peers.py")  # noqa: T201 - the output


main()
