"""Every trait, workload, implementation and platform that there is."""

import importlib.metadata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

import attrs

import oamdsl
from oamdsl.discovery.packages import Offer, TraitPackage, package_of
from oamdsl.model.element import Element
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Workload
from oamdsl.platforms.ready_made import ready_made
from oamdsl.platforms.technologies import technologies

E = TypeVar("E", bound=Element)


@attrs.frozen(slots=False)
class Catalogue:
    """What there is.

    Attributes:
        packages: The library's own, and those that are installed, each with its distribution.
        platforms: The project's platforms, or ready-made ones where there is no project.
    """

    packages: tuple[TraitPackage, ...]
    platforms: tuple[Platform, ...]

    @cached_property
    def traits(self) -> Mapping[str, type[Trait]]:
        """The traits by name, sorted.

        Where several have one name, the library's own has it, and others have their package before theirs:
        ``acme_traits.Ingress``.
        """
        listed = (trait for package in self.packages for trait in package.traits)
        bound = (one.trait for platform in self.platforms for one in platform.implementations)
        return _by_name((*listed, *bound))

    @cached_property
    def workloads(self) -> Mapping[str, type[Workload]]:
        """The workloads by name, sorted; where several have one name, as for traits."""
        return _by_name(one for package in self.packages for one in package.workloads)

    @cached_property
    def parts(self) -> Mapping[str, type[Element]]:
        """What parameters of traits and workloads are made of, by name, sorted."""
        return _by_name(one for package in self.packages for one in package.parts)

    @cached_property
    def all_platforms(self) -> Mapping[str, Platform]:
        """Every platform by name: the project's, ready-made ones, and those of packages.

        The first of a name has it; one of a package that comes later has its package before its own:
        ``acme-traits:kubernetes``.
        """
        found: dict[str, Platform] = {}
        for platform in (*self.platforms, *ready_made()):
            found.setdefault(platform.name, platform)
        for package in self.packages:
            for platform in package.platforms:
                if found.setdefault(platform.name, platform) is not platform:
                    found[f"{package.distribution.partition(' ')[0]}:{platform.name}"] = platform
        return found

    def platform_name(self, platform: Platform) -> str:
        """By which name *platform* is known."""
        return next((name for name, one in self.all_platforms.items() if one is platform), platform.name)

    def name_of(self, cls: type[Element]) -> str:
        """By which name *cls* is known."""
        named = (*self.traits.items(), *self.workloads.items())
        return next((name for name, one in named if one is cls), cls.__name__)

    def offers_of(self, trait: type[Trait]) -> tuple[Offer, ...]:
        """Who implements *trait*."""
        return tuple(offer for package in self.packages for offer in package.offers if offer.trait is trait)

    def distribution_of(self, cls: type[object]) -> str:
        """The installed package that a class comes from, with its version; empty for the project's own."""
        for package in self.packages:
            if cls in (*package.traits, *package.workloads):
                return package.distribution
        return ""


def _by_name(classes: Iterable[type[E]]) -> Mapping[str, type[E]]:
    """*classes* by names that tell them apart, sorted."""
    sharing: dict[str, dict[type[E], None]] = {}
    for cls in classes:
        sharing.setdefault(cls.__name__, {})[cls] = None
    named = {
        name if len(alike) == 1 else _qualified(cls, alike): cls
        for name, alike in sharing.items()
        for cls in alike
    }
    return dict(sorted(named.items()))


def _qualified(cls: type[object], alike: Iterable[type[object]]) -> str:
    """The name of *cls* that tells it from those that are called alike."""
    package = cls.__module__.partition(".")[0]
    if package == oamdsl.__name__:
        return cls.__name__
    siblings = [one for one in alike if one.__module__.partition(".")[0] == package]
    return f"{package if len(siblings) == 1 else cls.__module__}.{cls.__name__}"


def built_in() -> Iterator[TraitPackage]:
    """What comes with the library, a technology a package."""
    distribution = f"oamdsl {importlib.metadata.version('oamdsl')}"
    yield package_of(oamdsl, distribution)
    for technology, package in technologies():
        yield package_of(package, distribution, f"{technology}.")


def catalogue(installed: Iterable[TraitPackage], platforms: Iterable[Platform]) -> Catalogue:
    """The catalogue of the library, of *installed* packages, and of a project.

    Args:
        installed: Packages beside the library.
        platforms: The project's platforms; when there are none, ready-made ones and packages' stand in.
    """
    packages = (*built_in(), *installed)
    given = tuple({id(one): one for one in platforms}.values())
    return Catalogue(packages, given or _without_project(packages))


def _without_project(packages: Iterable[TraitPackage]) -> tuple[Platform, ...]:
    found = (*ready_made(), *(platform for package in packages for platform in package.platforms))
    return tuple({id(one): one for one in found}.values())
