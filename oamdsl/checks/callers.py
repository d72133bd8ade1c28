"""The operators' lines of what a helper or a base class writes: findings name them beside the helper's."""

from collections.abc import Iterator

import attrs

from oamdsl.checks.places import component_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Finding, Place
from oamdsl.diagnostics.origin import OURS, Location
from oamdsl.model.element import Element, parts_of


def with_callers(findings: list[Finding], plan: Plan) -> list[Finding]:
    """*findings* of *plan*, each with the calls that led to its lines, and its component.

    Places in this package, which users cannot change, are left out.
    """
    if not findings:
        return findings
    components = {composed.subject: composed for composed in plan.components}
    faulty: dict[tuple[str, ...], list[Element]] = {}
    for element, owner in plan.faulty_elements:
        faulty.setdefault(owner, []).append(element)
    return [
        _with_callers(finding, components.get(owner), faulty.get(owner, []))
        for finding in findings
        for owner in (finding.violation.subject[:2],)
    ]


def _with_callers(finding: Finding, composed: ComposedComponent | None, faulty: list[Element]) -> Finding:
    finding = _without_ours(finding)
    places = finding.violation.places
    if not places or composed is None:
        return finding
    further = [Place(caller, "called from here") for caller in _callers(places, composed, faulty)]
    if not any(_is_in(place.location, composed.component.location) for place in (*places, *further)):
        further.append(component_place(composed))
    known = {place.location for place in places}
    further = [place for place in dict.fromkeys(further) if place.location not in known]
    return attrs.evolve(finding, violation=attrs.evolve(finding.violation, places=(*places, *further)))


def _without_ours(finding: Finding) -> Finding:
    """*finding* without places in this package, which users cannot change; a lone one stays."""
    places = tuple(one for one in finding.violation.places if not one.location.file.startswith(OURS))
    if not places:
        return finding
    return attrs.evolve(finding, violation=attrs.evolve(finding.violation, places=places))


def _callers(
    places: tuple[Place, ...], composed: ComposedComponent, faulty: list[Element]
) -> Iterator[Location]:
    elements = (*parts_of(composed.component), *parts_of(composed.declared), *faulty)
    for place in places:
        for element in elements:
            if element.origin.outer and _is_in(place.location, element.location):
                yield from element.origin.callers(composed.application.origin.code)


def _is_in(inner: Location, outer: Location) -> bool:
    """Whether *inner* is a part of *outer*, or all of it."""
    return (
        inner.file == outer.file
        and (outer.line, outer.column) <= (inner.line, inner.column)
        and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )
