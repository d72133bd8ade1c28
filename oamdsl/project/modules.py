"""The user's modules, imported so that whatever goes wrong names the user's line."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.origin import Location
from oamdsl.project.error import ProjectError, failed


def make_importable(root: Path) -> None:
    """Let modules below *root* be imported."""
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))


def imported(name: str, place: Location | None) -> ModuleType:
    """The module called *name*.

    Args:
        name: Its dotted name.
        place: Who asks for it.

    Raises:
        ProjectError: It cannot be imported.
    """
    try:
        return importlib.import_module(name)
    except SyntaxError as error:
        message = f"{error.msg}, so `{name}` cannot be imported"
        location = Location(error.filename or name, error.lineno or 1, error.offset or 0)
        raise ProjectError(message, location, "mend the line, or the one before it") from error
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            message = f"there is no module `{name}`"
            raise ProjectError(
                message, place, "check the spelling, and where the project's root is"
            ) from error
        raise failed(error, f"`{name}` cannot be imported", place) from error
    except (Exception, SystemExit) as error:
        raise failed(error, f"`{name}` cannot be imported", place) from error


def resolved(target: str, place: Location | None) -> tuple[ModuleType, object]:
    """The module and the attribute that ``module:attribute`` names.

    Raises:
        ProjectError: There is no such module or attribute.
    """
    name, colon, attribute = target.partition(":")
    if not colon or not name or not attribute:
        message = f"`{target}` is not of the form module:attribute"
        raise ProjectError(message, place, "write it as `package.module:function`")
    module = imported(name, place)
    if not hasattr(module, attribute):
        message = f"module `{name}` has no `{attribute}`"
        names = [one for one in vars(module) if not one.startswith("_")]
        help_ = did_you_mean(attribute, names) or "name what the module defines"
        raise ProjectError(message, start_of(module) or place, help_)
    return module, getattr(module, attribute)


def start_of(module: ModuleType) -> Location | None:
    """The first line of a module; None when it has no file: a package without one, or a part of Python."""
    file = getattr(module, "__file__", None)
    return None if file is None else Location(file, 1)
