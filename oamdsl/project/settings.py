"""``[tool.oamdsl]`` of a ``pyproject.toml``."""

import tomllib
from pathlib import Path
from typing import Any, cast

import attrs

from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.origin import Location
from oamdsl.kubernetes.tree import as_map, is_list, is_map
from oamdsl.project.error import ProjectError

_KNOWN = ("applications", "environments")


@attrs.frozen
class Settings:
    """What a project says of itself.

    Attributes:
        place: The line of the table.
        applications: ``module:attribute`` of each application.
        environments: ``module:attribute`` of the environments; empty for one on plain Kubernetes.
    """

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
        for key in sorted(table.keys() - set(_KNOWN)):
            message = f"[tool.oamdsl] has no setting `{key}`"
            raise ProjectError(message, place, did_you_mean(key, _KNOWN) or f"use {' or '.join(_KNOWN)}")
        applications = table.get("applications", [])
        if not is_list(applications) or not all(isinstance(one, str) for one in applications):
            message = "`applications` in [tool.oamdsl] must be a list of strings"
            raise ProjectError(message, place, 'write `applications = ["module:function"]`')
        environments = table.get("environments", "")
        if not isinstance(environments, str):
            message = "`environments` in [tool.oamdsl] must be a string"
            raise ProjectError(message, place, 'write `environments = "module:NAME"`')
        return cls(place, tuple(applications), environments)


def _table(file: Path) -> dict[str, Any] | None:
    place = Location(str(file), 1)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        message = f"pyproject.toml cannot be read: {error}"
        raise ProjectError(message, place, "mend the file, or start in another folder") from error
    table = as_map(content.get("tool")).get("oamdsl")
    if table is None or is_map(table):
        return cast("dict[str, Any] | None", table)
    message = "`oamdsl` in [tool] must be a table"
    raise ProjectError(message, place, "write `[tool.oamdsl]` and the settings below it")


def _place(file: Path) -> Location:
    """The line that ``[tool.oamdsl]`` is on."""
    lines = file.read_text(encoding="utf-8").splitlines()
    numbers = (number for number, line in enumerate(lines, 1) if line.startswith("[tool.oamdsl]"))
    return Location(str(file), next(numbers, 1))
