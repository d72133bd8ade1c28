"""Packages of traits that are installed beside oamdsl.

A package names its modules under the entry point group ``oamdsl.traits``::

    [project.entry-points."oamdsl.traits"]
    acme = "acme_traits"

Whatever the module lists in ``__all__`` counts: traits, workloads, platforms, implementations, and functions
that return one.
"""

import importlib.metadata
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any, TypeGuard

import attrs

from oamdsl.checks.distributions import GROUP
from oamdsl.model.element import Element
from oamdsl.model.platform import Implementation, Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Workload
from oamdsl.platforms.technologies import implemented


@attrs.frozen
class Offer:
    """A way to implement a trait.

    Attributes:
        trait: The trait's class.
        name: Name of the implementation, or of the function that makes it: ``keda.cron_triggers``.
        distribution: The installed package that it comes from, with its version.
        implementation: The implementation; None where a function makes it, of what a cluster has.
    """

    trait: type[Trait]
    name: str
    distribution: str
    implementation: Implementation[Any] | None = None


@attrs.frozen
class TraitPackage:
    """What one module offers.

    Attributes:
        distribution: The installed package and its version, such as ``acme-traits 1.4``.
        traits: Classes of traits.
        workloads: Classes of workloads.
        parts: Classes of which parameters are made.
        platforms: Platforms.
        offers: Implementations.
    """

    distribution: str
    traits: tuple[type[Trait], ...] = ()
    workloads: tuple[type[Workload], ...] = ()
    parts: tuple[type[Element], ...] = ()
    platforms: tuple[Platform, ...] = ()
    offers: tuple[Offer, ...] = ()


def installed_packages() -> tuple[tuple[TraitPackage, ...], tuple[str, ...]]:
    """The packages of traits that are installed, and what is wrong with those that cannot be read."""
    packages: list[TraitPackage] = []
    problems: list[str] = []
    entries = [(_distribution(one), one) for one in importlib.metadata.entry_points(group=GROUP)]
    for distribution, entry in sorted(entries, key=lambda one: (one[0], one[1].name)):
        try:
            module = entry.load()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's module may raise anything
            problems.append(f"{distribution} cannot be read: {type(error).__name__}: {error}")
            continue
        if not isinstance(module, ModuleType) or not hasattr(module, "__all__"):
            problems.append(f"{distribution}: the entry point `{entry.name}` names no module with `__all__`")
            continue
        problems.extend(
            f"{distribution}: `{entry.value}` lists `{name}` in `__all__` and does not have it"
            for name in module.__all__
            if not hasattr(module, name)
        )
        packages.append(package_of(module, distribution))
    return tuple(packages), tuple(problems)


def _distribution(entry: importlib.metadata.EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else "a package"


def package_of(module: ModuleType, distribution: str, prefix: str = "") -> TraitPackage:
    """What *module* offers by its ``__all__``.

    Args:
        module: The module.
        distribution: The installed package that it belongs to, and its version.
        prefix: What goes before names of implementations, such as a technology.
    """
    public = {name: getattr(module, name) for name in module.__all__ if hasattr(module, name)}
    return TraitPackage(
        distribution,
        tuple(one for one in _declared(public.values()) if issubclass(one, Trait)),
        tuple(one for one in _declared(public.values()) if issubclass(one, Workload)),
        tuple(one for one in _declared(public.values()) if not issubclass(one, (Trait, Workload))),
        tuple(one for one in public.values() if isinstance(one, Platform)),
        tuple(
            Offer(trait, f"{prefix}{name}", distribution, one if _is_implementation(one) else None)
            for name, one in public.items()
            for trait in implemented(one)
        ),
    )


def _is_implementation(one: object) -> TypeGuard[Implementation[Any]]:
    return isinstance(one, Implementation)


def _declared(found: Iterable[object]) -> Iterator[type[Element]]:
    """Declared classes that can be built; a base of others cannot."""
    classes = (one for one in found if isinstance(one, type) and issubclass(one, Element))
    return (
        one
        for one in classes
        if "__attrs_attrs__" in one.__dict__ and not getattr(one, "__abstractmethods__", None)
    )
