"""A state of a project's environments: what was declared, what objects that makes, who decides fields."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import attrs

from oamdsl.checks.check import check
from oamdsl.compose.confidential import Seal, gives_away, is_given_away, redacting, sealed, secrets_of
from oamdsl.compose.ledger import Verb
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Finding
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.tree import as_map
from oamdsl.model.component import Component
from oamdsl.model.element import Element, fields_of
from oamdsl.model.value import REDACTED, is_known_secret, revealed, shown

IMPLEMENTATION: Final = "implementation of "
"""What begins the name of a technology by which an environment's platform implements a trait."""

Declaration = Mapping[str, str]
"""A declared value: its class under the empty name, and each parameter that was given, as text."""


@attrs.frozen(kw_only=True)
class ComponentState:
    """One component in one environment.

    Attributes:
        name: ``application/component``; empty for what belongs to the environment itself.
        objects: Its Kubernetes objects, with a mark or a word in place of each secret.
        declaration: The component as it was declared; None where only objects are known.
        demands: What its developer demands: opinions, and what operators may give, ``{what: value}``; None
            where only objects are known.
        traits: The traits bound to it; None where only objects are known.
        owners: Who decides a field that the developer does not: {``Kind/name path``: who and how}; None
            where only objects are known.
        delegated: Fields that a controller in the cluster decides, ``Kind/name path``.
        retained: Objects that are never deleted, ``Kind/name``; None where that is not known.
        is_composed: Whether its objects are known; not when its workload could not be had.
    """

    name: str
    objects: tuple[Object, ...]
    declaration: Declaration | None = None
    demands: Declaration | None = None
    traits: tuple[Declaration, ...] | None = None
    owners: Mapping[str, str] | None = None
    delegated: tuple[str, ...] = ()
    retained: tuple[str, ...] | None = ()
    is_composed: bool = True

    def to_json(self) -> dict[str, Any]:
        """The state as plain values."""
        return attrs.asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "ComponentState":
        """The state that `to_json` made plain."""
        listed = {"objects", "traits", "delegated", "retained"}
        read: dict[str, Any] = {
            name: tuple(value) if name in listed and value is not None else value
            for name, value in content.items()
        }
        return cls(**read)


@attrs.frozen(kw_only=True)
class Refusal:
    """A mistake for which an environment is not deployed.

    Attributes:
        code: Code of the rule, such as ``OAM202``.
        rule: Its name, such as ``contested-field``.
        message: What is wrong, one sentence without a full stop.
        subject: What it is about: ``shop/web``.
    """

    code: str
    rule: str
    message: str
    subject: str

    @classmethod
    def of(cls, finding: Finding) -> "Refusal":
        """The refusal that *finding*, an error, is."""
        found = finding.violation
        return cls(
            code=finding.code, rule=finding.rule, message=found.message, subject="/".join(found.subject[:2])
        )


@attrs.frozen(kw_only=True)
class EnvironmentState:
    """One environment.

    Attributes:
        components: Its components, and its own objects.
        namespace: Where its objects live; empty where that is not known.
        about: Its platform, its settings and their like, ``{what: value}``; None where only objects are
            known.
        refusals: What stops it from being deployed.
    """

    components: tuple[ComponentState, ...] = ()
    namespace: str = ""
    about: Declaration | None = None
    refusals: tuple[Refusal, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The state as plain values."""
        return {**attrs.asdict(self), "components": [one.to_json() for one in self.components]}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "EnvironmentState":
        """The state that `to_json` made plain."""
        return cls(
            components=tuple(map(ComponentState.from_json, content["components"])),
            namespace=content["namespace"],
            about=content["about"],
            refusals=tuple(Refusal(**one) for one in content["refusals"]),
        )


@attrs.frozen
class State:
    """The environments of a project at one time, or in one place.

    Attributes:
        name: Where it was read from, as reports call it.
        environments: Each environment by its name.
    """

    name: str
    environments: Mapping[str, EnvironmentState]


def usual_namespace(components: Iterable[ComponentState]) -> str:
    """Where most of the objects are; empty for none."""
    found = (as_map(body.get("metadata")).get("namespace") for one in components for body in one.objects)
    names = Counter(name for name in found if isinstance(name, str) and name)
    return max(names, key=lambda name: (names[name], name), default="")


def environment_of(plan: Plan, seal: Seal = redacting) -> EnvironmentState:
    """The state that *plan* describes, with what *seal* makes of each secret in its place."""
    secrets = [secrets_of(composed) for composed in plan.components]
    return EnvironmentState(
        components=tuple(_components(plan, secrets, seal)),
        namespace=plan.environment.namespace,
        about=dict(_about(plan, frozenset(chain.from_iterable(secrets)))),
        refusals=tuple(Refusal.of(one) for one in check(plan) if one.is_error),
    )


def _about(plan: Plan, secrets: Collection[str]) -> Iterator[tuple[str, str]]:
    environment = plan.environment
    yield "platform", str(environment.platform.name)
    yield "Kubernetes", environment.kubernetes
    known = "the platform" if environment.snapshot is None else "a snapshot of the cluster"
    yield "APIs known from", known
    made = ", made by the stack" if environment.create_namespace else ""
    yield "namespace", f"{environment.namespace}{made}"
    for name, value in environment.settings.items():
        text = shown(value)
        yield f"setting {name}", REDACTED if gives_away(text, secrets) else text
    bindings = (binding for composed in plan.components for binding in composed.bindings)
    for trait, implementation in sorted(
        {(type(one.trait).__name__, one.implementation.name) for one in bindings}
    ):
        yield f"{IMPLEMENTATION}{trait}", implementation


def _components(plan: Plan, secrets: Sequence[Collection[str]], seal: Seal) -> Iterator[ComponentState]:
    if plan.namespace is not None:
        name = f"Namespace/{plan.environment.namespace}"
        yield ComponentState(name="", objects=(plan.namespace,), retained=(name,) if plan.keeps_data else ())
    for composed, own in zip(plan.components, secrets, strict=True):
        yield ComponentState(
            name="/".join(composed.subject),
            objects=tuple(sealed(folded.body, seal) for folded in composed.objects),
            declaration=_declaration(composed.component, own, seal),
            demands=dict(_demands(composed.component, own)),
            traits=tuple(_declaration(trait, own, seal) for trait in composed.component.traits),
            owners=dict(_owners(composed)),
            delegated=tuple(
                str(claim.field) for one in composed.objects for claim in composed.delegated(one.ref)
            ),
            retained=tuple(str(one.ref) for one in composed.objects if composed.outlives(one.ref)),
            is_composed=composed.folded is not None,
        )


def _declaration(element: Element, secrets: Collection[str], seal: Seal) -> Declaration:
    ignored = fields_of(Component).keys() if isinstance(element, Component) else frozenset[str]()
    given = {
        name: _told(element, name, secrets, seal)
        for name in fields_of(type(element))
        if name in element.given and name not in ignored
    }
    needs = {}
    if isinstance(element, Component) and element.dependencies:
        needs = {"depends_on": ", ".join(element.dependencies)}
    return {"": type(element).__name__, **given, **needs}


def _told(element: Element, name: str, secrets: Collection[str], seal: Seal) -> str:
    """What was given as *name*; a word in its place when it is a secret, or spells one out."""
    value = getattr(element, name)
    if is_known_secret(value):
        return seal(revealed(value))
    return seal(shown(value)) if is_given_away(element, name, secrets) else shown(value)


def _demands(component: Component, secrets: Collection[str]) -> Iterator[tuple[str, str]]:
    opinions = component.opinions
    for name in fields_of(type(opinions)):
        value = getattr(opinions, name)
        yield f"opinion {name}", str(getattr(value, "value", value))
    ignored = fields_of(Component).keys()
    for name, field in fields_of(type(component)).items():
        if field.constraint is not None and name not in ignored:
            yield f"range of {name}", field.constraint.allowed or field.type.text
            default = "" if field.default is attrs.NOTHING else shown(field.default)
            if default and not field.is_secret and not gives_away(default, secrets):
                yield f"default of {name}", default


def _owners(composed: ComposedComponent) -> Iterator[tuple[str, str]]:
    for folded in composed.objects:
        for claim in folded.claims:
            if claim.verb in (Verb.SET, Verb.DELEGATED):
                yield str(claim.field), f"{claim.owner.name} {claim.verb.value} {claim.to}".strip()
