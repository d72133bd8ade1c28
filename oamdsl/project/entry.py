"""An application as a project has it: something that makes one for an environment."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import attrs

from oamdsl.diagnostics.origin import Location
from oamdsl.model.application import Application
from oamdsl.model.environment import Environment
from oamdsl.project.error import ProjectError, failed
from oamdsl.project.event_loop import event_loop
from oamdsl.project.modules import imported, make_importable, start_of


@attrs.frozen
class Entry:
    """A function of the user's that makes an application for an environment, or an application as it is.

    Attributes:
        name: Where it was found: ``module:attribute``.
        make: The application for an environment.
    """

    name: str
    make: Callable[[Environment], object]

    def application(self, environment: Environment) -> Application:
        """The application in *environment*.

        Raises:
            ProjectError: The function fails, or returns something else.
        """
        try:
            with event_loop():
                made = self.make(environment)
        except (Exception, SystemExit) as error:
            what = f"`{self.name}` failed for environment `{environment.name}`"
            raise failed(error, what, self._definition) from error
        if not isinstance(made, Application):
            message = f"`{self.name}` returned {type(made).__name__}, not an Application"
            raise ProjectError(message, self._definition, "return an `Application(...)` from it")
        return made

    @property
    def _definition(self) -> Location | None:
        """The line that the function is defined on; None for what is no plain function."""
        code = getattr(self.make, "__code__", None)
        return None if code is None else Location(code.co_filename, code.co_firstlineno)


def entry_of(target: str, module: ModuleType, found: object) -> Entry:
    """The entry that *found*, the attribute *target* of *module*, is.

    Raises:
        ProjectError: It makes no application.
    """
    if isinstance(found, Application):
        return Entry(target, lambda _: found)
    if callable(found):
        return Entry(target, found)
    message = f"`{target}` is {type(found).__name__}, and no function that returns an Application"
    raise ProjectError(message, start_of(module), "name a function of an Environment")


def entries_of_file(file: Path, root: Path) -> tuple[Entry, ...]:
    """Every application that *file* defines.

    Args:
        file: A Python file.
        root: The project's root; a file below it is imported by its dotted name from there.

    Raises:
        ProjectError: There is no such file, or no application in it.
    """
    if not file.is_file():
        message = f"there is no file {file}"
        raise ProjectError(message, help="name a file that exists, or an application by its name")
    path = file.resolve()
    place = Location(str(path), 1)
    if path.suffix != ".py":
        message = f"{file} is no Python file"
        raise ProjectError(message, place, "name a file that ends in .py, or an application by its name")
    folder = root if path.is_relative_to(root) else path.parent
    make_importable(folder)
    name = ".".join(path.relative_to(folder).with_suffix("").parts)
    module = imported(name, place)
    start = start_of(module)
    if start is None or not path.samefile(start.file):
        message = f"{file} cannot be imported: `{name}` is the name of another module"
        raise ProjectError(message, place, "rename the file")
    entries = tuple(
        entry_of(f"{name}:{attribute}", module, found)
        for attribute, found in vars(module).items()
        if isinstance(found, Application) or _makes_application(found, module)
    )
    if not entries:
        message = f"{file} has no application"
        raise ProjectError(
            message,
            place,
            "write a function in it that is annotated `-> Application` and takes an Environment",
        )
    return entries


def _makes_application(found: object, module: ModuleType) -> bool:
    if getattr(found, "__module__", None) != module.__name__ or not callable(found):
        return False
    returned = getattr(found, "__annotations__", {}).get("return")
    return returned is Application or returned in ("Application", "oamdsl.Application")
