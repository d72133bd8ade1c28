"""The lines of YAML that differ between two versions of an object."""

import difflib
from collections.abc import Iterator

from oamdsl.diff.change import ObjectChange
from oamdsl.kubernetes.object import Object
from oamdsl.render import as_yaml


def yaml_diff(change: ObjectChange) -> Iterator[str]:
    """A unified diff of the object's YAML, without its two lines of file names."""
    lines = difflib.unified_diff(_lines(change.before), _lines(change.after), lineterm="", n=2)
    next(lines, None)
    next(lines, None)
    yield from lines


def _lines(body: Object | None) -> list[str]:
    return [] if body is None else as_yaml(body).splitlines()
