"""An application as a project has it: something that makes one for an environment."""

import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import attrs

from oamdsl.checks.rules.failing_application import failing_application
from oamdsl.diagnostics.origin import Location
from oamdsl.model.application import Application
from oamdsl.model.environment import Environment
from oamdsl.model.remedy import noun
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
        if not _takes_one(self.make):
            function = self.name.partition(":")[2]
            message = f"`{self.name}` does not take an environment alone"
            help_ = f"write `def {function}(environment: Environment) -> Application`"
            raise self._wrong(message, help_, environment)
        try:
            with event_loop():
                made = self.make(environment)
        except (Exception, SystemExit) as error:
            name = environment.name
            what = f"`{self.name}` failed"
            raise failed(
                error, what, self._definition, failing_application, subject=self.name, environment=name
            ) from error
        if not isinstance(made, Application):
            returned = "nothing" if made is None else type(made).__name__
            message = f"`{self.name}` returned {returned}, not an Application"
            raise self._wrong(message, "return an `Application(...)` from it", environment)
        return made

    def _wrong(self, message: str, help: str, environment: Environment) -> ProjectError:
        return ProjectError.of(
            failing_application,
            message,
            self._definition,
            help,
            subject=self.name,
            environment=environment.name,
        )

    @property
    def _definition(self) -> Location | None:
        """The line that the function is defined on; None for what is no plain function."""
        code = getattr(self.make, "__code__", None)
        return None if code is None else Location(code.co_filename, code.co_firstlineno)


def _takes_one(make: Callable[[Environment], object]) -> bool:
    """Whether *make* takes one argument; what does not tell may."""
    if inspect.isfunction(make) and make.__code__.co_argcount == 1 and not make.__code__.co_kwonlyargcount:
        return True  # as most do: what inspect makes of a signature costs more than the call
    try:
        inspect.signature(make).bind(None)
    except TypeError:
        return False
    except ValueError:
        return True
    return True


def entry_of(target: str, module: ModuleType, found: object, place: Location | None = None) -> Entry:
    """The entry that *found*, the attribute *target* of *module*, is; *place* is where it is named.

    Raises:
        ProjectError: It makes no application.
    """
    if isinstance(found, Application):
        return Entry(target, lambda _: found)
    if callable(found) and not inspect.isclass(found):
        return Entry(target, found)
    what = "a class" if inspect.isclass(found) else noun(type(found))
    message = f"`{target}` is {what}, and no function that returns an Application"
    raise ProjectError.of(
        failing_application, message, place or start_of(module), "name a function of an Environment"
    )


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
        raise _without_application(file, module, place)
    return entries


def _without_application(file: Path, module: ModuleType, place: Location) -> ProjectError:
    """Why *module* has none: a function without its annotation may be meant to make it."""
    for name, found in vars(module).items():
        if inspect.isfunction(found) and found.__module__ == module.__name__ and _takes_one(found):
            where = Location(found.__code__.co_filename, found.__code__.co_firstlineno)
            message = f"{file} has no application: `{name}` is not annotated `-> Application`"
            help_ = f"write `def {name}(environment: Environment) -> Application`, if it makes one"
            return ProjectError.of(failing_application, message, where, help_)
    message = f"{file} has no application"
    help_ = "write a function in it that is annotated `-> Application` and takes an Environment"
    return ProjectError.of(failing_application, message, place, help_)


def _makes_application(found: object, module: ModuleType) -> bool:
    if getattr(found, "__module__", None) != module.__name__ or not callable(found):
        return False
    returned = getattr(found, "__annotations__", {}).get("return")
    return returned is Application or returned in ("Application", "oamdsl.Application")
