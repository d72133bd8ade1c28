"""Which installed package a trait comes from, so that findings say whom to ask."""

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence

import attrs

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding


def with_distributions(findings: list[Finding], plan: Plan) -> list[Finding]:
    """*findings* of *plan*, those about a trait of an installed package with the package and its version."""
    notes = dict(_notes(plan)) if findings else {}
    return [_noted(finding, notes) if notes else finding for finding in findings]


def _noted(finding: Finding, notes: dict[str, str]) -> Finding:
    violation = finding.violation
    told = tuple(note for name, note in notes.items() if name in violation.subject)
    return attrs.evolve(finding, violation=attrs.evolve(violation, notes=(*violation.notes, *told)))


def _notes(plan: Plan) -> Iterator[tuple[str, str]]:
    """What is said of each trait that comes from a package: ``(name of the trait, note)``."""
    classes = {type(trait) for composed in plan.components for trait in composed.component.traits}
    strangers = [cls for cls in classes if cls.__module__.partition(".")[0] != "oamdsl"]
    installed: Mapping[str, Sequence[str]] = importlib.metadata.packages_distributions() if strangers else {}
    for cls in sorted(strangers, key=lambda cls: cls.__name__):
        for name in installed.get(cls.__module__.partition(".")[0], ())[:1]:
            version = importlib.metadata.version(name)
            yield cls.__name__, f"`{cls.__name__}` is a trait of the package {name} {version}"
