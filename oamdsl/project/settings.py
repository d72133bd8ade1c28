"""``[tool.oamdsl]`` of a ``pyproject.toml``."""

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

import attrs

from oamdsl.checks.rules.unreadable_settings import unreadable_settings
from oamdsl.diagnostics.nearest import did_you_mean, nearest
from oamdsl.diagnostics.origin import Location
from oamdsl.kubernetes.tree import as_map, is_list, is_map
from oamdsl.project.error import ProjectError, all_of

_KNOWN = ("applications", "environments")
_QUOTED: Final = re.compile(r"""(?=(["'])([^"']*)\1)""")


@attrs.frozen(slots=False)
class Settings:
    """What a project says of itself.

    Attributes:
        file: Where they are.
        place: The line of the table.
        applications: ``module:attribute`` of each application.
        environments: ``module:attribute`` of the environments; empty for one on plain Kubernetes.
    """

    file: Path
    place: Location
    applications: tuple[str, ...]
    environments: str

    @classmethod
    def read(cls, file: Path) -> "Settings | None":
        """The settings in *file*; None when it is not there or has none.

        Raises:
            ProjectError: It cannot be read or understood.
        """
        if not file.is_file():
            return None
        table = _table(file)
        if table is None:
            return None
        place = _place(file)
        unknown = [
            _wrong(
                f"[tool.oamdsl] has no setting `{key}`",
                _spelt(file, key) or place,
                did_you_mean(key, _KNOWN) or f"use {' or '.join(_KNOWN)}",
            )
            for key in sorted(table.keys() - set(_KNOWN))
        ]
        if error := all_of(unknown):
            raise error
        applications = table.get("applications", [])
        if not is_list(applications) or not all(isinstance(one, str) for one in applications):
            message = "`applications` in [tool.oamdsl] must be a list of strings"
            at = _spelt(file, "applications") or place
            raise _wrong(message, at, 'write `applications = ["module:function"]`')
        environments = table.get("environments", "")
        if not isinstance(environments, str):
            message = "`environments` in [tool.oamdsl] must be a string"
            at = _spelt(file, "environments") or place
            raise _wrong(message, at, 'write `environments = "module:NAME"`')
        return cls(file, place, tuple(applications), environments)

    def place_of(self, target: str) -> Location:
        """Where *target* is named."""
        return self._quoted.get(target, self.place)

    @cached_property
    def _quoted(self) -> dict[str, Location]:
        """Where each text in quotes first stands from the table on."""
        found: dict[str, Location] = {}
        for number, line in enumerate(self.file.read_text(encoding="utf-8").splitlines(), 1):
            for match in _QUOTED.finditer(line) if number >= self.place.line else ():
                begin, end = match.start(1) + 1, match.end(2) + 2
                found.setdefault(match[2], Location(str(self.file), number, begin, number, end))
        return found


def misspelt(folder: Path) -> ProjectError | None:
    """A table of a ``pyproject.toml`` in *folder* that is meant to be ours; None when there is none."""
    file = folder / "pyproject.toml"
    for name in as_map(_content(file).get("tool")) if file.is_file() else ():
        if nearest(name.replace("-", "").replace("_", ""), ["oamdsl"]):
            place = _spelt(file, f"[tool.{name}]") or Location(str(file), 1)
            return _wrong(f"there is no `[tool.oamdsl]`, but `[tool.{name}]`", place, "write `[tool.oamdsl]`")
    return None


def _wrong(message: str, place: Location, help: str) -> ProjectError:
    return ProjectError.of(unreadable_settings, message, place, help)


def _spelt(file: Path, text: str) -> Location | None:
    """Where *text* first stands at the beginning of a line, in the table or as its name."""
    begun = text.startswith("[")
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        begun = begun or line.startswith("[tool.oamdsl]")
        if begun and line.startswith(text):
            return Location(str(file), number, 1, number, 1 + len(text))
    return None


def _content(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        said, line, column = _said(error)
        message = f"pyproject.toml cannot be read: {said}"
        place = Location(str(file), line, column)
        raise _wrong(message, place, "mend the file, or start in another folder") from error


def _said(error: Exception) -> tuple[str, int, int]:
    """What is wrong with a file, and on which line and column."""
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error))
    return (found[1], int(found[2]), int(found[3])) if found else (str(error), 1, 0)


def _table(file: Path) -> dict[str, Any] | None:
    content = _content(file)
    table = as_map(content.get("tool")).get("oamdsl")
    if table is None or is_map(table):
        return cast("dict[str, Any] | None", table)
    message = "`oamdsl` in [tool] must be a table"
    place = Location(str(file), 1)
    raise _wrong(message, place, "write `[tool.oamdsl]` and the settings below it")


def _place(file: Path) -> Location:
    """The line that ``[tool.oamdsl]`` is on."""
    lines = file.read_text(encoding="utf-8").splitlines()
    numbers = (number for number, line in enumerate(lines, 1) if line.startswith("[tool.oamdsl]"))
    return Location(str(file), next(numbers, 1))
