"""The user's modules, imported so that whatever goes wrong names the user's line."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

from oamdsl.checks.rules.failing_import import failing_import
from oamdsl.checks.rules.unreadable_settings import unreadable_settings
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.origin import Location
from oamdsl.diagnostics.raised import raised
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
        message = f"`{name}` cannot be imported: {error.msg}"
        raise ProjectError.of(
            failing_import, message, _place_of(error, name), "mend the line, or the one before it"
        ) from error
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            found = raised(error, ())
            is_near = found.help.startswith("did you mean")
            help_ = found.help if is_near else "check the spelling, and where the project's root is"
            message = f"there is no module `{name}`"
            raise _asked(message, place, help_) from error
        raise failed(error, f"`{name}` cannot be imported", place, failing_import) from error
    except (Exception, SystemExit) as error:
        raise failed(error, f"`{name}` cannot be imported", place, failing_import) from error


def _place_of(error: SyntaxError, name: str) -> Location:
    end = (error.end_lineno or 0, error.end_offset or 0)
    return Location(
        error.filename or name, error.lineno or 1, error.offset or 0, *(end if all(end) else (0, 0))
    )


def _asked(message: str, place: Location | None, help: str, *, in_settings: bool = True) -> ProjectError:
    """What the project's settings, at *place*, or an argument of a command name in vain."""
    if place is None or not in_settings:
        return ProjectError(message, place, help)
    return ProjectError.of(unreadable_settings, message, place, help)


def resolved(target: str, place: Location | None) -> tuple[ModuleType, object]:
    """The module and the attribute that ``module:attribute`` names.

    Raises:
        ProjectError: There is no such module or attribute.
    """
    name, colon, attribute = target.partition(":")
    if not colon or not name or not attribute:
        message = f"`{target}` is not of the form module:attribute"
        raise _asked(message, place, "write it as `package.module:function`")
    module = imported(name, place)
    if not hasattr(module, attribute):
        message = f"module `{name}` has no `{attribute}`"
        names = [one for one in vars(module) if not one.startswith("_")]
        help_ = did_you_mean(attribute, names) or "name what the module defines"
        raise _asked(message, place or start_of(module), help_, in_settings=place is not None)
    return module, getattr(module, attribute)


def start_of(module: ModuleType) -> Location | None:
    """The first line of a module; None when it has no file: a package without one, or a part of Python."""
    file = getattr(module, "__file__", None)
    return None if file is None else Location(file, 1)
