"""CPU time of processes, and a table of measurements."""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]


@attrs.frozen(kw_only=True)
class Measurement:
    """One figure beside what it is compared with.

    Attributes:
        subject: What was measured.
        seconds: CPU seconds, the median of all runs.
        reference: What it is compared with.
        reference_seconds: CPU seconds of that, measured in turn with it.
        target: What the project aims at, in words.
    """

    subject: str
    seconds: float
    reference: str
    reference_seconds: float
    target: str

    @property
    def ratio(self) -> float:
        """How many times the reference."""
        return self.seconds / self.reference_seconds


def cpu_seconds(command: Sequence[str], cwd: Path = ROOT) -> float:
    """CPU seconds, user and system, of one run of *command*; byte code of earlier runs is used."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def side_by_side(
    command: Sequence[str], reference: Sequence[str], *, cwd: Path = ROOT, runs: int = 5
) -> tuple[float, float]:
    """Median CPU seconds of *command* and of *reference*, run in turn; the first runs do not count."""
    pairs = [(cpu_seconds(command, cwd), cpu_seconds(reference, cwd)) for _ in range(runs + 1)][1:]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def python(*arguments: str) -> list[str]:
    """A command line of this Python."""
    return [sys.executable, *arguments]
