"""Every trait, workload, implementation and platform that there is."""

import importlib.metadata
from collections.abc import Iterable, Iterator

import attrs

import oamdsl
from oamdsl.discovery.packages import Offer, TraitPackage, package_of
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Workload
from oamdsl.platforms.ready_made import ready_made
from oamdsl.platforms.technologies import technologies


@attrs.frozen
class Catalogue:
    """What there is.

    Attributes:
        packages: The library's own, and those that are installed, each with its distribution.
        platforms: The project's platforms, or ready-made ones where there is no project.
    """

    packages: tuple[TraitPackage, ...]
    platforms: tuple[Platform, ...]

    @property
    def traits(self) -> dict[str, type[Trait]]:
        """The traits by name, sorted."""
        found = {trait.__name__: trait for package in self.packages for trait in package.traits}
        bound = {one.trait for platform in self.platforms for one in platform.implementations}
        return dict(sorted(({trait.__name__: trait for trait in bound} | found).items()))

    @property
    def workloads(self) -> dict[str, type[Workload]]:
        """The workloads by name, sorted."""
        found = {one.__name__: one for package in self.packages for one in package.workloads}
        return dict(sorted(found.items()))

    def offers_of(self, trait: type[Trait]) -> tuple[Offer, ...]:
        """Who implements *trait*."""
        return tuple(offer for package in self.packages for offer in package.offers if offer.trait is trait)

    def distribution_of(self, cls: type[object]) -> str:
        """The installed package that a class comes from, with its version; empty for the project's own."""
        for package in self.packages:
            if cls in (*package.traits, *package.workloads):
                return package.distribution
        return ""


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
        platforms: The project's platforms; when there are none, the ready-made ones stand in.
    """
    packages = (*built_in(), *installed)
    given = tuple({one.name: one for one in platforms}.values())
    others = (platform for package in packages for platform in package.platforms)
    return Catalogue(packages, given or tuple({one.name: one for one in (*ready_made(), *others)}.values()))
