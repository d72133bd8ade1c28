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
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from oamdsl.compose.compose import compose
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.origin import Location
from oamdsl.model.application import Application
from oamdsl.model.environment import Environment
from oamdsl.model.parameter import OWN_PACKAGES
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
        except Exception as error:
            raise _failed(error, f"`{self.name}` failed for environment `{environment.name}`") from error
        if not isinstance(made, Application):
            message = f"`{self.name}` returned {type(made).__name__}, not an Application"
            raise ProjectError(message, help="return an `Application(...)` from it")
        return made


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
        place = Location(str(root / "pyproject.toml"), 1)
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
        names = sorted({entry.application(one).name for entry in self.entries for one in self.environments})
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
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"pyproject.toml cannot be read: {error}"
        raise ProjectError(message, Location(str(file), 1)) from error
    settings = content.get("tool", {}).get("oamdsl")
    return settings if isinstance(settings, dict) else None


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
    names = [environment.name for environment in declared]
    for name in names:
        if names.count(name) > 1:
            message = f"`{target}` has two environments named `{name}`"
            raise ProjectError(message, declared[names.index(name)].location, "rename one of them")
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
        where = Location(str(module.__file__), 1) if module.__file__ else place
        raise ProjectError(message, where, did_you_mean(attribute, names))
    return module, getattr(module, attribute)


def _entry(target: str, module: ModuleType, found: object) -> Entry:
    if isinstance(found, Application):
        return Entry(target, lambda _: found)
    if callable(found):
        return Entry(target, found)
    message = f"`{target}` is {type(found).__name__}, and no function that returns an Application"
    where = Location(str(module.__file__), 1) if module.__file__ else None
    raise ProjectError(message, where, "name a function of an Environment")


def _entries_of_file(file: Path, root: Path) -> tuple[Entry, ...]:
    if not file.is_file():
        message = f"there is no file {file}"
        raise ProjectError(message, help="name a file that exists, or an application by its name")
    path = file.resolve()
    folder = root if path.is_relative_to(root) else path.parent
    _make_importable(folder)
    name = ".".join(path.relative_to(folder).with_suffix("").parts)
    module = _imported(name, None)
    entries = tuple(
        _entry(f"{name}:{attribute}", module, found)
        for attribute, found in vars(module).items()
        if isinstance(found, Application) or _makes_application(found, module)
    )
    if not entries:
        message = f"{file} has no application"
        raise ProjectError(
            message,
            Location(str(path), 1),
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
        raise ProjectError(
            message, Location(error.filename or name, error.lineno or 1, error.offset or 0)
        ) from error
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            message = f"there is no module `{name}`"
            raise ProjectError(message, place, "check the spelling, and where the project's root is") from error
        raise _failed(error, f"`{name}` cannot be imported") from error
    except Exception as error:
        raise _failed(error, f"`{name}` cannot be imported") from error


def _failed(error: Exception, what: str) -> ProjectError:
    text = str(error) or type(error).__name__
    help_ = ""
    if isinstance(error, ImportError) and "partially initialized" in text:
        text = text.partition(" (most likely")[0]
        help_ = "two modules import each other: move what both need to a third one"
    return ProjectError(f"{what}: {type(error).__name__}: {text}", _user_line(error), help_)


def _user_line(error: Exception) -> Location | None:
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        own = package in OWN_PACKAGES or package in sys.stdlib_module_names
        if not own and not frame.f_code.co_filename.startswith("<frozen"):
            found = Location(frame.f_code.co_filename, line, 0, line, 0)
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"
