"""What rendering costs beside writing the same objects by PyYAML."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.fleet import write_project
from tests.benchmarks.measure import Measurement, python, side_by_side

_DUMP = """
import sys, yaml
with open(sys.argv[1]) as file:
    objects = list(yaml.load_all(file, Loader=yaml.CSafeLoader))
for _ in range(2):
    text = yaml.dump_all(objects, Dumper=yaml.CSafeDumper, sort_keys=False)
"""


def measurements(folder: Path) -> Iterator[Measurement]:
    """250 components of four objects each: 1,000 objects."""
    project = write_project(folder / "render", applications=1, components=250)
    out = project / "out"
    render = python("-m", "oamdsl", "render", "-s", "default", "--output-dir", str(out))
    stream = project / "all.yaml"
    seconds, _ = side_by_side(render, python("-c", "pass"), cwd=project, runs=1)
    stream.write_text("---\n".join(p.read_text() for p in sorted(out.rglob("*.yaml"))), encoding="utf-8")
    seconds, dumped = side_by_side(render, python("-c", _DUMP, str(stream)), cwd=project, runs=3)
    yield Measurement(
        subject="oamdsl render, 1,000 objects",
        seconds=seconds,
        reference="PyYAML: load them once, dump them twice",
        reference_seconds=dumped,
        target="1 s",
    )
