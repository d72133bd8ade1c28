"""Lines of the user's files that spell out a secret: findings name them, and reports do not show them."""

from collections.abc import Collection, Iterator
from typing import Final, cast

import attrs

from oamdsl.compose.confidential import is_given_away, secrets_of
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Finding, Place
from oamdsl.diagnostics.origin import Location
from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.element import Element, fields_of, parts_of
from oamdsl.model.fault import Unset
from oamdsl.model.value import Secret, is_opaque

_NEAR: Final = 3
"""A report shows the lines between two places that are this near to each other."""


def without_secrets(findings: list[Finding], plan: Plan) -> list[Finding]:
    """*findings* of *plan*, whose places on or near a line with a secret are confidential."""
    if not findings:
        return findings
    spelt = frozenset(_spelt(plan))
    return [
        attrs.evolve(finding, violation=attrs.evolve(finding.violation, places=places))
        for finding in findings
        for places in (tuple(_marked(place, spelt) for place in finding.violation.places),)
    ]


def _marked(place: Place, spelt: frozenset[Location]) -> Place:
    where = place.location
    near = any(
        where.file == one.file and one.line - _NEAR <= where.line <= one.end_line + _NEAR for one in spelt
    )
    return attrs.evolve(place, confidential=place.confidential or near)


def _spelt(plan: Plan) -> Iterator[Location]:
    """The calls that have a secret in their text."""
    for composed in plan.components:
        secrets = secrets_of(composed)
        for root in (composed.component, composed.declared):
            for element in parts_of(root):
                yield from _spelt_for(element, secrets)


def _spelt_for(element: Element, secrets: Collection[str]) -> Iterator[Location]:
    if any(fault.confidential for fault in element.faults):  # of a parameter whose name is misspelt, too
        yield element.location
    for name, field in fields_of(type(element)).items():
        value = getattr(element, name)
        if name in element.given:
            if (
                _holds_secret(value)
                or (field.is_secret and isinstance(value, Unset))
                or (secrets and is_given_away(element, name, secrets))
            ):
                yield element.location
        elif field.constraint is not None and _holds_secret(value):
            yield field.constraint.origin.location


def _holds_secret(value: object) -> bool:
    if is_opaque(value):
        return isinstance(value, Secret) and not is_opaque(cast("Secret[object]", value).value)
    if is_map(value):
        return any(_holds_secret(one) for one in value.values())
    return is_list(value) and any(_holds_secret(one) for one in value)
