"""Which installed package a trait or its implementation comes from, so that findings say whom to ask."""

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding
from oamdsl.diagnostics.origin import Location

GROUP: Final = "oamdsl.traits"
"""The group of entry points by which packages of traits are found."""

_OWN: Final = "oamdsl"


@attrs.frozen(order=True)
class _Note:
    """What is said of a trait.

    Attributes:
        trait: Its name.
        text: The note.
        locations: Where it is bound.
    """

    trait: str
    text: str
    locations: frozenset[Location] = attrs.field(order=False)

    def is_about(self, finding: Finding) -> bool:
        """Whether *finding* is about the trait, or about what it makes."""
        violation = finding.violation
        return (
            self.trait in violation.subject
            or f"`{self.trait}`" in violation.message
            or any(place.location in self.locations for place in violation.places)
        )


def with_distributions(findings: list[Finding], plan: Plan) -> list[Finding]:
    """*findings* of *plan*, those about what an installed package brings with its name and version."""
    notes = sorted(_notes(plan)) if findings else ()
    return [_noted(finding, notes) if notes else finding for finding in findings]


def _noted(finding: Finding, notes: Sequence[_Note]) -> Finding:
    violation = finding.violation
    told = tuple(note.text for note in notes if note.is_about(finding))
    return attrs.evolve(finding, violation=attrs.evolve(violation, notes=(*violation.notes, *told)))


def _notes(plan: Plan) -> Iterator[_Note]:
    """What is said of each trait with something from a package."""
    bound: dict[type[object], set[Location]] = {}
    for composed in plan.components:
        for trait in composed.component.traits:
            bound.setdefault(type(trait), set()).add(trait.location)
    named = [(cls, _package(cls.__module__), f"`{cls.__name__}` is a trait") for cls in bound]
    for one in {binding.implementation for composed in plan.components for binding in composed.bindings}:
        package = _package(getattr(one.effects, "__module__", ""))
        if package != _package(one.trait.__module__):
            named.append((one.trait, package, f"{one.name}, which implements `{one.trait.__name__}`, is"))
    strangers = [one for one in named if one[1] != _OWN]
    installed: Mapping[str, str] = _installed() if strangers else {}
    for cls, package, what in strangers:
        if package in installed:
            text = f"{what} of the package {installed[package]}"
            yield _Note(cls.__name__, text, frozenset(bound[cls]))


def _package(module: str) -> str:
    return module.partition(".")[0]


def _installed() -> Mapping[str, str]:
    """The distribution, with its version, of each package that can be imported.

    One that is installed to be edited has no files, but its entry point tells its module.
    """
    by_files = {
        module: f"{names[0]} {importlib.metadata.version(names[0])}"
        for module, names in importlib.metadata.packages_distributions().items()
    }
    by_entries = {
        _package(entry.module): f"{entry.dist.name} {entry.dist.version}"
        for entry in importlib.metadata.entry_points(group=GROUP)
        if entry.dist is not None
    }
    return by_files | by_entries
