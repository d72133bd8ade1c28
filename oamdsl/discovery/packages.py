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
from typing import Final

import attrs

from oamdsl.model.element import Element
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Workload
from oamdsl.platforms.technologies import implemented

GROUP: Final = "oamdsl.traits"
"""The group of entry points."""


@attrs.frozen
class Offer:
    """A way to implement a trait.

    Attributes:
        trait: The trait's class.
        name: Name of the implementation, or of the function that makes it: ``keda.cron_triggers``.
        distribution: The installed package that it comes from, with its version.
    """

    trait: type[Trait]
    name: str
    distribution: str


@attrs.frozen
class TraitPackage:
    """What one module offers.

    Attributes:
        distribution: The installed package and its version, such as ``acme-traits 1.4``.
        traits: Classes of traits.
        workloads: Classes of workloads.
        platforms: Platforms.
        offers: Implementations.
    """

    distribution: str
    traits: tuple[type[Trait], ...] = ()
    workloads: tuple[type[Workload], ...] = ()
    platforms: tuple[Platform, ...] = ()
    offers: tuple[Offer, ...] = ()


def installed_packages() -> tuple[tuple[TraitPackage, ...], tuple[str, ...]]:
    """The packages of traits that are installed, and what is wrong with those that cannot be read."""
    packages: list[TraitPackage] = []
    problems: list[str] = []
    for entry in importlib.metadata.entry_points(group=GROUP):
        distribution = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "a package"
        try:
            module = entry.load()
        except Exception as error:  # noqa: BLE001 - a stranger's module may raise anything
            problems.append(f"{distribution} cannot be read: {type(error).__name__}: {error}")
            continue
        if not isinstance(module, ModuleType) or not hasattr(module, "__all__"):
            problems.append(f"{distribution}: the entry point `{entry.name}` names no module with `__all__`")
            continue
        packages.append(package_of(module, distribution))
    return tuple(packages), tuple(problems)


def package_of(module: ModuleType, distribution: str, prefix: str = "") -> TraitPackage:
    """What *module* offers by its ``__all__``.

    Args:
        module: The module.
        distribution: The installed package that it belongs to, and its version.
        prefix: What goes before names of implementations, such as a technology.
    """
    public = {name: getattr(module, name) for name in module.__all__}
    return TraitPackage(
        distribution,
        tuple(one for one in _declared(public.values()) if issubclass(one, Trait)),
        tuple(one for one in _declared(public.values()) if issubclass(one, Workload)),
        tuple(one for one in public.values() if isinstance(one, Platform)),
        tuple(
            Offer(trait, f"{prefix}{name}", distribution)
            for name, one in public.items()
            for trait in implemented(one)
        ),
    )


def _declared(found: Iterable[object]) -> Iterator[type[Element]]:
    """Declared classes that can be built; a base of others cannot."""
    classes = (one for one in found if isinstance(one, type) and issubclass(one, Element))
    return (
        one
        for one in classes
        if "__attrs_attrs__" in one.__dict__ and not getattr(one, "__abstractmethods__", None)
    )
