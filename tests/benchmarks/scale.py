"""What a check costs, and how it grows."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.fleet import write_project
from tests.benchmarks.measure import Measurement, cpu_seconds, python, side_by_side

_SIZES = (100, 1_000, 10_000)


def measurements(folder: Path) -> Iterator[Measurement]:
    """50 components in one application; 300 in a report; then 100 to 10,000 applications of one component."""
    fifty = write_project(folder / "fifty", applications=1, components=50)
    check = python("-m", "oamdsl", "check")
    seconds, bare = side_by_side(check, python("-m", "oamdsl", "--help"), cwd=fifty)
    yield Measurement(
        subject="oamdsl check, 50 components",
        seconds=seconds,
        reference="oamdsl --help",
        reference_seconds=bare,
        target="0.5 s",
    )
    fleet = write_project(folder / "fleet", applications=30, components=10)
    report = python("-m", "oamdsl", "report", "-o", str(folder / "report.html"))
    seconds, checked = side_by_side(report, check, cwd=fleet, runs=3)
    yield Measurement(
        subject="oamdsl report, 300 components",
        seconds=seconds,
        reference="oamdsl check",
        reference_seconds=checked,
        target="2 s",
    )
    each: dict[int, float] = {}
    for size in _SIZES:
        project = write_project(folder / str(size), applications=size, components=1)
        cpu_seconds(check, project)
        each[size] = (min(cpu_seconds(check, project) for _ in range(3)) - bare) / size
        yield Measurement(
            subject=f"one of {size:,} applications with 3 traits, checked",
            seconds=each[size],
            reference=f"one of {_SIZES[0]:,}",
            reference_seconds=each[_SIZES[0]],
            target="0.001 s, flat",
        )
