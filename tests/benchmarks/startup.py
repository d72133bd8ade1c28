"""How long the command takes before it does anything."""

from collections.abc import Iterator

from tests.benchmarks.measure import Measurement, python, side_by_side


def measurements() -> Iterator[Measurement]:
    """``--help`` and ``explain`` beside an interpreter that imports click and attrs."""
    reference = python("-c", "import attrs, click")
    for arguments in (["--help"], ["explain", "OAM202"]):
        seconds, bare = side_by_side(python("-m", "oamdsl", *arguments), reference)
        yield Measurement(
            subject=f"oamdsl {' '.join(arguments)}",
            seconds=seconds,
            reference="python -c 'import attrs, click'",
            reference_seconds=bare,
            target="0.15 s",
        )
