"""A state of a project's environments: what was declared, what objects that makes, who decides fields."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from oamdsl.compose.ledger import Verb
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.kubernetes.object import Object
from oamdsl.model.component import Component
from oamdsl.model.element import Element, fields_of
from oamdsl.model.value import shown
from oamdsl.render import redacted

Declaration = Mapping[str, str]
"""A declared value: its class under the empty name, and each parameter that was given, as text."""


@attrs.frozen(kw_only=True)
class ComponentState:
    """One component in one environment.

    Attributes:
        name: ``application/component``; empty for what belongs to the environment itself.
        objects: Its Kubernetes objects, without secrets.
        declaration: The component as it was declared; None where only objects are known.
        traits: The traits bound to it; None where only objects are known.
        owners: Who decides a field that the developer does not: {``Kind/name path``: who and how}; None
            where only objects are known.
        delegated: Fields that a controller in the cluster decides, ``Kind/name path``.
        keeps_data: Whether its developer wants its data kept.
    """

    name: str
    objects: tuple[Object, ...]
    declaration: Declaration | None = None
    traits: tuple[Declaration, ...] | None = None
    owners: Mapping[str, str] | None = None
    delegated: tuple[str, ...] = ()
    keeps_data: bool = False

    def to_json(self) -> dict[str, Any]:
        """The state as plain values."""
        return attrs.asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "ComponentState":
        """The state that `to_json` made plain."""
        listed = {"objects", "traits", "delegated"}
        read: dict[str, Any] = {
            name: tuple(value) if name in listed and value is not None else value
            for name, value in content.items()
        }
        return cls(**read)


@attrs.frozen
class State:
    """The environments of a project at one time, or in one place.

    Attributes:
        name: Where it was read from, as reports call it.
        environments: Name of each environment with its components.
    """

    name: str
    environments: Mapping[str, tuple[ComponentState, ...]]


def components_of(plan: Plan) -> tuple[ComponentState, ...]:
    """The state that *plan* describes."""
    return tuple(_components(plan))


def _components(plan: Plan) -> Iterator[ComponentState]:
    if plan.namespace is not None:
        yield ComponentState(name="", objects=(plan.namespace,), keeps_data=plan.keeps_data)
    for composed in plan.components:
        yield ComponentState(
            name="/".join(composed.subject),
            objects=tuple(redacted(folded.body) for folded in composed.objects),
            declaration=_declaration(composed.component),
            traits=tuple(_declaration(trait) for trait in composed.component.traits),
            owners=dict(_owners(composed)),
            delegated=tuple(
                str(claim.field) for one in composed.objects for claim in composed.delegated(one.ref)
            ),
            keeps_data=composed.component.opinions.keeps_data,
        )


def _declaration(element: Element) -> Declaration:
    ignored = fields_of(Component).keys() if isinstance(element, Component) else frozenset[str]()
    given = {
        name: shown(getattr(element, name))
        for name in fields_of(type(element))
        if name in element.given and name not in ignored
    }
    return {"": type(element).__name__, **given}


def _owners(composed: ComposedComponent) -> Iterator[tuple[str, str]]:
    for folded in composed.objects:
        for claim in folded.claims:
            if claim.verb in (Verb.SET, Verb.DELEGATED):
                yield str(claim.field), f"{claim.owner.name} {claim.verb.value} {claim.to}".strip()
