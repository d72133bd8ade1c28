"""Programs of users, as files, and what a location says of them."""

import itertools
import linecache
import sys
import textwrap
import types
from pathlib import Path

from oamdsl.diagnostics.origin import Location

_numbers = itertools.count()


def run(folder: Path, source: str, **names: object) -> types.ModuleType:
    """The module that *source* is, run from a file of its own, where *names* are known."""
    name = f"user_program_{next(_numbers)}"
    path = folder / f"{name}.py"
    path.write_text(textwrap.dedent(source).lstrip("\n"), encoding="utf-8")
    module = types.ModuleType(name)
    vars(module).update(names, __file__=str(path))
    sys.modules[name] = module
    exec(compile(path.read_bytes(), str(path), "exec"), vars(module))  # noqa: S102 - this is what it is for
    return module


def excerpt(location: Location) -> str:
    """The text that *location* covers, every line of it without indentation."""
    lines = linecache.getlines(location.file)[location.line - 1 : location.end_line]
    lines[-1] = lines[-1][: location.end_column - 1]
    lines[0] = lines[0][location.column - 1 :]
    return "\n".join(line.strip() for line in lines)
