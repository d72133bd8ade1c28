"""The applications and environments of one checkout."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, cast

import attrs

from oamdsl.checks.confidential import without_secrets
from oamdsl.checks.rules.invalid_environments import invalid_environments
from oamdsl.checks.rules.missing_parameter import missing_parameter
from oamdsl.checks.rules.mistyped_parameter import mistyped_parameter
from oamdsl.checks.rules.unknown_parameter import unknown_parameter
from oamdsl.compose.compose import compose
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.origin import Location
from oamdsl.model.application import Application
from oamdsl.model.environment import Environment
from oamdsl.model.value import is_opaque
from oamdsl.project.entry import Entry, entries_of_file, entry_of
from oamdsl.project.error import ProjectError, all_of
from oamdsl.project.modules import make_importable, resolved
from oamdsl.project.settings import Settings, misspelt

_DECLARING: Final = (unknown_parameter, missing_parameter, mistyped_parameter)
"""What may be wrong with an environment that has no name or no platform."""


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
        found = _settings_above(folder)
        return cls(folder, (), _default_environments()) if found is None else cls._of(*found)

    @classmethod
    def around(cls, targets: Sequence[str]) -> "Project":
        """The project that the files among *targets* are in; otherwise the one of the current folder.

        Raises:
            ProjectError: As for `load`; or the files are in several projects.
        """
        found = (_settings_above(Path(one).resolve().parent) for one in targets if _is_file(one))
        roots = list(dict.fromkeys(one[0] for one in found if one is not None))
        if len(roots) > 1:
            message = f"these files are in several projects: {', '.join(map(str, roots))}"
            raise ProjectError(message, help="run the command once for each")
        return cls.load(roots[0] if roots else None)

    @classmethod
    def _of(cls, root: Path, settings: Settings) -> "Project":
        make_importable(root)
        entries: list[Entry] = []
        environments: tuple[Environment, ...] = ()
        errors: list[ProjectError] = []
        for target in settings.applications:
            place = settings.place_of(target)
            try:
                entries.append(entry_of(target, *resolved(target, place), place))
            except ProjectError as error:
                errors.append(error)
        if named := settings.environments:
            try:
                environments = _environments(named, settings.place_of(named))
            except ProjectError as error:
                errors.append(error)
        if failed := all_of(errors):
            raise failed
        return cls(root, tuple(entries), environments or _default_environments())

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
                if error := misspelt(self.root):
                    raise error
                message = "there is no application to read"
                help_ = "name a Python file, or list `applications` under [tool.oamdsl] in pyproject.toml"
                raise ProjectError(message, help=help_)
            return self.entries
        return tuple(entry for target in targets for entry in self._targeted(target))

    def _targeted(self, target: str) -> tuple[Entry, ...]:
        if _is_file(target):
            return entries_of_file(Path(target), self.root)
        make_importable(self.root)
        if ":" in target:
            return (entry_of(target, *resolved(target, None)),)
        named = [
            entry
            for entry in self.entries
            if any(entry.application(one).name == target for one in self.environments)
        ]
        if named:
            return tuple(named)
        made = (entry.application(one) for entry in self.entries for one in self.environments)
        names = sorted({one.name for one in made if not one.faults})
        message = f"`{target}` is no application; this project has {_listed(names)}"
        raise ProjectError(
            message,
            help=did_you_mean(target, names)
            or "name a Python file, `module:attribute`, or an application of the project",
        )

    def plan(self, environment: Environment, entries: Iterable[Entry] | None = None) -> Plan:
        """What *entries*, by default all of the project, are in *environment*.

        Raises:
            ProjectError: Functions of the user's failed; it says which.
        """
        plan, error = self.attempted(environment, entries)
        if error:
            raise error
        return plan

    def attempted(
        self, environment: Environment, entries: Iterable[Entry] | None = None
    ) -> tuple[Plan, ProjectError | None]:
        """The same of those of *entries* that can be made, and why the others cannot."""
        platforms = {id(one.platform): one.platform for one in self.environments}
        platforms.pop(id(environment.platform), None)
        applications: list[Application] = []
        errors: list[ProjectError] = []
        for entry in self.entries if entries is None else entries:
            try:
                applications.append(entry.application(environment))
            except ProjectError as error:
                errors.append(error)
        return compose(environment, applications, platforms.values()), all_of(errors)


def root_of(folder: Path) -> Path | None:
    """The folder of the project that *folder* is in; None when it is in none.

    Raises:
        ProjectError: The project's settings cannot be read.
    """
    found = _settings_above(folder.resolve())
    return None if found is None else found[0]


def _settings_above(folder: Path) -> tuple[Path, Settings] | None:
    """The nearest folder from *folder* upward that has settings, and they; None when there is none."""
    for root in (folder, *folder.parents):
        settings = Settings.read(root / "pyproject.toml")
        if settings is not None:
            return root, settings
    return None


def _is_file(target: str) -> bool:
    return target.endswith(".py") or Path(target).is_file()


def _default_environments() -> tuple[Environment, ...]:
    from oamdsl.platforms.kubernetes import KUBERNETES  # noqa: PLC0415 - loads every trait

    return (Environment("default", platform=KUBERNETES),)


def _environments(target: str, place: Location) -> tuple[Environment, ...]:
    _, found = resolved(target, place)
    listed: tuple[object, ...] = tuple(cast("Iterable[object]", found)) if isinstance(found, Iterable) else ()
    declared = tuple(one for one in listed if isinstance(one, Environment))
    if not declared or len(declared) != len(listed):
        message = f"`{target}` is no list of environments"
        raise ProjectError.of(invalid_environments, message, place, "make it a list of `Environment(...)`")
    errors = [_unusable(one) for one in declared if is_opaque(one.name) or is_opaque(one.platform)]
    first: dict[str, Environment] = {}
    for environment in declared:
        twin = first.setdefault(str(environment.name), environment)
        if twin is not environment:
            message = f"`{target}` has two environments named `{environment.name}`"
            errors.append(
                ProjectError.of(invalid_environments, message, environment.location, "rename one of them")
            )
    if error := all_of(errors):
        raise error
    return declared


def _unusable(environment: Environment) -> ProjectError:
    """What is wrong with one that has no name, or no platform, so that nothing can be said of it but that."""
    plan = Plan(environment, (), ())
    findings = without_secrets([finding for rule in _DECLARING for finding in rule(plan)], plan)
    first = findings[0].violation
    return ProjectError(first.message, first.places[0].location, first.help, findings=findings)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"
