"""A user's project on disk: which applications and environments it has.

``[tool.oamdsl]`` in ``pyproject.toml`` names them::

    [tool.oamdsl]
    applications = ["shop.application:shop"]         # functions of an Environment
    environments = "stacks.environments:ENVIRONMENTS" # a list of Environment

The command and the Pulumi program read the same lines, so they speak of the same things.
"""

import importlib
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from oamdsl.compose.compose import compose
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.origin import Location, raised_at
from oamdsl.model.application import Application
from oamdsl.model.environment import Environment
from oamdsl.model.parameter import CONSTRUCTORS
from oamdsl.platforms.kubernetes import KUBERNETES


class ProjectError(Exception):
    """The project cannot be read; nothing was checked.

    Attributes:
        message: What is wrong, one sentence without a full stop.
        location: The user's line, when there is one.
        help: What to do.
    """

    def __init__(self, message: str, location: Location | None = None, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.help = help


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
            made = self.make(environment)
        except (Exception, SystemExit) as error:
            what = f"`{self.name}` failed for environment `{environment.name}`"
            raise _failed(error, what, self._definition) from error
        if not isinstance(made, Application):
            message = f"`{self.name}` returned {type(made).__name__}, not an Application"
            raise ProjectError(message, self._definition, "return an `Application(...)` from it")
        return made

    @property
    def _definition(self) -> Location | None:
        """The line that the function is defined on; None for what is no plain function."""
        code = getattr(self.make, "__code__", None)
        return None if code is None else Location(code.co_filename, code.co_firstlineno)


@attrs.frozen
class Project:
    """The applications and environments of one checkout.

    Attributes:
        root: Folder of the project.
        entries: Its applications.
        environments: Its environments, in the order declared.
    """

    root: Path
    entries: tuple[Entry, ...]
    environments: tuple[Environment, ...]

    @classmethod
    def load(cls, start: Path | None = None) -> "Project":
        """The project that *start*, by default the current folder, is in.

        Without a ``pyproject.toml`` that has ``[tool.oamdsl]`` there, a project of no application and of one
        environment, ``default``, on plain Kubernetes.

        Raises:
            ProjectError: The project's files cannot be read, imported or understood.
        """
        folder = (start or Path.cwd()).resolve()
        for root in (folder, *folder.parents):
            settings = _settings(root / "pyproject.toml")
            if settings is not None:
                return cls._read(root, settings)
        return cls(folder, (), (Environment("default", platform=KUBERNETES),))

    @classmethod
    def _read(cls, root: Path, settings: dict[str, Any]) -> "Project":
        place = _place(root / "pyproject.toml")
        unknown = settings.keys() - {"applications", "environments"}
        for key in sorted(unknown):
            message = f"[tool.oamdsl] has no setting `{key}`"
            known = ("applications", "environments")
            raise ProjectError(message, place, did_you_mean(key, known) or f"use {' or '.join(known)}")
        applications = settings.get("applications", [])
        environments = settings.get("environments", "")
        if not isinstance(applications, list) or not all(isinstance(a, str) for a in applications):
            message = "`applications` in [tool.oamdsl] must be a list of strings"
            raise ProjectError(message, place, 'write `applications = ["module:function"]`')
        if not isinstance(environments, str):
            message = "`environments` in [tool.oamdsl] must be a string"
            raise ProjectError(message, place, 'write `environments = "module:NAME"`')
        _make_importable(root)
        return cls(
            root,
            tuple(_entry(target, *_resolved(target, place)) for target in applications),
            _environments(environments, place),
        )

    def environment(self, name: str) -> Environment:
        """The environment called *name*.

        Raises:
            ProjectError: There is none; the message names those there are.
        """
        for environment in self.environments:
            if environment.name == name:
                return environment
        names = [environment.name for environment in self.environments]
        message = f"there is no environment `{name}`; this project has {_listed(names)}"
        raise ProjectError(message, help=did_you_mean(name, names) or f"use {' or '.join(names)}")

    def selected(self, targets: Sequence[str]) -> tuple[Entry, ...]:
        """The applications that *targets* name; all of the project when there is no target.

        Args:
            targets: Python files, ``module:attribute`` or names of applications.

        Raises:
            ProjectError: A target is no application.
        """
        if not targets:
            if not self.entries:
                message = "there is no application to read"
                help_ = "name a Python file, or list `applications` under [tool.oamdsl] in pyproject.toml"
                raise ProjectError(message, help=help_)
            return self.entries
        return tuple(entry for target in targets for entry in self._targeted(target))

    def _targeted(self, target: str) -> tuple[Entry, ...]:
        if target.endswith(".py") or Path(target).is_file():
            return _entries_of_file(Path(target), self.root)
        _make_importable(self.root)
        if ":" in target:
            return (_entry(target, *_resolved(target, None)),)
        named = [
            entry
            for entry in self.entries
            if any(entry.application(one).name == target for one in self.environments)
        ]
        if named:
            return tuple(named)
        made = (entry.application(one) for entry in self.entries for one in self.environments)
        names = sorted({one.name for one in made if isinstance(one.name, str)})
        message = f"`{target}` is no application; this project has {_listed(names)}"
        raise ProjectError(
            message,
            help=did_you_mean(target, names)
            or "name a Python file, `module:attribute`, or an application of the project",
        )

    def plan(self, environment: Environment, entries: Iterable[Entry] | None = None) -> Plan:
        """What *entries*, by default all of the project, are in *environment*.

        Raises:
            ProjectError: A function of the user's failed.
        """
        chosen = self.entries if entries is None else entries
        platforms = {id(one.platform): one.platform for one in self.environments}
        platforms.pop(id(environment.platform), None)
        applications = [entry.application(environment) for entry in chosen]
        return compose(environment, applications, platforms.values())


def _settings(file: Path) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    place = Location(str(file), 1)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        message = f"pyproject.toml cannot be read: {error}"
        raise ProjectError(message, place, "mend the file, or start in another folder") from error
    tool = content.get("tool", {})
    settings = tool.get("oamdsl") if isinstance(tool, dict) else None
    if settings is None or isinstance(settings, dict):
        return settings
    message = "`oamdsl` in [tool] must be a table"
    raise ProjectError(message, place, "write `[tool.oamdsl]` and the settings below it")


def _place(file: Path) -> Location:
    """The line that ``[tool.oamdsl]`` is on."""
    lines = file.read_text(encoding="utf-8").splitlines()
    numbers = (number for number, line in enumerate(lines, 1) if line.startswith("[tool.oamdsl]"))
    return Location(str(file), next(numbers, 1))


def _make_importable(root: Path) -> None:
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))


def _environments(target: str, place: Location) -> tuple[Environment, ...]:
    if not target:
        return (Environment("default", platform=KUBERNETES),)
    _, found = _resolved(target, place)
    declared = tuple(found) if isinstance(found, Iterable) else ()
    if not declared or not all(isinstance(one, Environment) for one in declared):
        message = f"`{target}` is no list of environments"
        raise ProjectError(message, place, "make it a list of `Environment(...)`")
    names: set[str] = set()
    for environment in declared:
        for fault in environment.faults:
            if fault.parameter in ("name", "platform"):
                message = f"an environment of `{target}` has no valid `{fault.parameter}`"
                raise ProjectError(message, fault.location, 'write `Environment("prod", platform=...)`')
        if environment.name in names:
            message = f"`{target}` has two environments named `{environment.name}`"
            raise ProjectError(message, environment.location, "rename one of them")
        names.add(environment.name)
    return declared


def _resolved(target: str, place: Location | None) -> tuple[ModuleType, object]:
    """The module and the attribute that ``module:attribute`` names."""
    name, colon, attribute = target.partition(":")
    if not colon or not name or not attribute:
        message = f"`{target}` is not of the form module:attribute"
        raise ProjectError(message, place, "write it as `package.module:function`")
    module = _imported(name, place)
    if not hasattr(module, attribute):
        message = f"module `{name}` has no `{attribute}`"
        names = [one for one in vars(module) if not one.startswith("_")]
        help_ = did_you_mean(attribute, names) or "name what the module defines"
        raise ProjectError(message, _start_of(module) or place, help_)
    return module, getattr(module, attribute)


def _entry(target: str, module: ModuleType, found: object) -> Entry:
    if isinstance(found, Application):
        return Entry(target, lambda _: found)
    if callable(found):
        return Entry(target, found)
    message = f"`{target}` is {type(found).__name__}, and no function that returns an Application"
    raise ProjectError(message, _start_of(module), "name a function of an Environment")


def _start_of(module: ModuleType) -> Location | None:
    """The first line of a module; None when it has no file: a package without one, or a part of Python."""
    file = getattr(module, "__file__", None)
    return None if file is None else Location(file, 1)


def _entries_of_file(file: Path, root: Path) -> tuple[Entry, ...]:
    if not file.is_file():
        message = f"there is no file {file}"
        raise ProjectError(message, help="name a file that exists, or an application by its name")
    path = file.resolve()
    place = Location(str(path), 1)
    if path.suffix != ".py":
        message = f"{file} is no Python file"
        raise ProjectError(message, place, "name a file that ends in .py, or an application by its name")
    folder = root if path.is_relative_to(root) else path.parent
    _make_importable(folder)
    name = ".".join(path.relative_to(folder).with_suffix("").parts)
    module = _imported(name, place)
    start = _start_of(module)
    if start is None or not path.samefile(start.file):
        message = f"{file} cannot be imported: `{name}` is the name of another module"
        raise ProjectError(message, place, "rename the file")
    entries = tuple(
        _entry(f"{name}:{attribute}", module, found)
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


def _imported(name: str, place: Location | None) -> ModuleType:
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
        raise _failed(error, f"`{name}` cannot be imported", place) from error
    except (Exception, SystemExit) as error:
        raise _failed(error, f"`{name}` cannot be imported", place) from error


def _failed(error: BaseException, what: str, place: Location | None) -> ProjectError:
    """What happened in the user's files: at their innermost line, or at *place* when none was reached."""
    text = str(error) or "without a message"
    help_ = "mend this line, or what it is given"
    if isinstance(error, ModuleNotFoundError):
        help_ = f"install `{error.name}`, or check the spelling"
    elif "partially initialized" in text:
        text = text.partition(" (most likely")[0]
        help_ = "two modules import each other: move what both need to a third one"
    location = raised_at(error, ("oamdsl.", *CONSTRUCTORS)) or place
    return ProjectError(f"{what}: {type(error).__name__}: {text}", location, help_)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"
