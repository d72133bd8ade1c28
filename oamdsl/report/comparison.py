"""What differs between environments: what runs, parameters and traits, side by side."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

import attrs

from oamdsl.compose.confidential import is_given_away, sealed, secrets_of
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diff.facts import facts_of
from oamdsl.kubernetes.schedule_words import with_words
from oamdsl.model.component import Component
from oamdsl.model.element import Element, fields_of
from oamdsl.model.environment import Environment
from oamdsl.model.value import REDACTED
from oamdsl.report.words import given_to, listed, words

_UNSET: Final = "not set"
_BOUND: Final = "bound"


@attrs.frozen
class Aspect:
    """One thing that reviewers ask of each environment.

    Attributes:
        what: ``image of web``, ``parameter size``, ``trait AutoScaler``.
        values: Its value in each environment, in their order; None where the component is not.
    """

    what: str
    values: tuple[str | None, ...]

    @property
    def differs(self) -> bool:
        """Whether two environments that have the component differ; where it is, is an aspect of its own."""
        return len({one for one in self.values if one is not None}) > 1

    @property
    def value(self) -> str:
        """The value that the environments share."""
        return next((one for one in self.values if one is not None), "")


@attrs.frozen(kw_only=True)
class ComponentAspects:
    """One component in each environment.

    Attributes:
        name: ``application/component``.
        kind: Its class.
        environments: Where it is, in the order of the environments.
        aspects: What is asked of it.
    """

    name: str
    kind: str
    environments: tuple[bool, ...]
    aspects: tuple[Aspect, ...]

    @property
    def is_everywhere(self) -> bool:
        """Whether every environment has it."""
        return all(self.environments)

    @property
    def presence(self) -> Aspect:
        """Which environments have it."""
        return Aspect("is there", tuple("yes" if one else None for one in self.environments))

    @property
    def differing(self) -> tuple[Aspect, ...]:
        """What differs."""
        return tuple(one for one in self.aspects if one.differs)

    @property
    def same(self) -> tuple[Aspect, ...]:
        """What does not."""
        return tuple(one for one in self.aspects if not one.differs)


@attrs.frozen
class ApplicationAspects:
    """One application in each environment.

    Attributes:
        name: Its name.
        components: Its components, in the order declared.
    """

    name: str
    components: tuple[ComponentAspects, ...]

    @property
    def differing(self) -> tuple[ComponentAspects, ...]:
        """The components that differ, or that some environment does not have."""
        return tuple(one for one in self.components if one.differing or not one.is_everywhere)

    @property
    def same(self) -> tuple[ComponentAspects, ...]:
        """The components of which something does not differ."""
        return tuple(one for one in self.components if one.same)


@attrs.frozen
class Comparison:
    """The environments side by side.

    Attributes:
        environments: What is asked of the environments themselves.
        applications: The applications, in the order declared.
    """

    environments: tuple[Aspect, ...]
    applications: tuple[ApplicationAspects, ...]

    @property
    def components(self) -> int:
        """How many components there are."""
        return sum(len(one.components) for one in self.applications)

    @property
    def differing(self) -> int:
        """How many of them differ."""
        return sum(len(one.differing) for one in self.applications)


def comparison_of(plans: Sequence[Plan]) -> Comparison:
    """The environments of *plans* side by side."""
    composed = [{one.subject: one for one in plan.components} for plan in plans]
    subjects = dict.fromkeys(subject for found in composed for subject in found)
    applications: dict[str, list[ComponentAspects]] = {}
    for application, component in subjects:
        found = [one.get((application, component)) for one in composed]
        aspects = _component(f"{application}/{component}", found)
        applications.setdefault(application, []).append(aspects)
    return Comparison(
        tuple(_of_environments([plan.environment for plan in plans])),
        tuple(ApplicationAspects(name, tuple(components)) for name, components in applications.items()),
    )


def _of_environments(environments: Sequence[Environment]) -> Iterator[Aspect]:
    asked: Mapping[str, Callable[[Environment], str]] = {
        "platform": lambda one: str(one.platform.name),
        "Kubernetes": lambda one: one.kubernetes,
        "APIs known from": lambda one: (
            "the platform" if one.snapshot is None else "a snapshot of the cluster"
        ),
        "namespace": lambda one: one.namespace + (", made by the stack" if one.create_namespace else ""),
    }
    for what, ask in asked.items():
        yield Aspect(what, tuple(ask(one) for one in environments))
    for name in dict.fromkeys(name for one in environments for name in one.settings):
        values = (words(one.settings[name]) if name in one.settings else _UNSET for one in environments)
        yield Aspect(f"setting {name}", tuple(values))


def _component(name: str, found: Sequence[ComposedComponent | None]) -> ComponentAspects:
    kinds = dict.fromkeys(one.component.kind for one in found if one is not None)
    said = [None if one is None else _said(one) for one in found]
    return ComponentAspects(
        name=name,
        kind=", ".join(kinds),
        environments=tuple(one is not None for one in found),
        aspects=tuple(
            aspect
            for number, (prefix, absent) in enumerate(_KINDS)
            for aspect in _aspects(prefix, [None if one is None else one[number] for one in said], absent)
        ),
    )


_KINDS: Final = (("", _UNSET), ("parameter ", "by default"), ("trait ", "not bound"))
"""The kinds of aspects: ``(what their names begin with, what is said where there is none)``."""


def _said(composed: ComposedComponent) -> tuple[Mapping[str, str], ...]:
    """What is told of each of `_KINDS`: {name: value}."""
    secrets = secrets_of(composed)
    return _facts(composed), _parameters(composed, secrets), _traits(composed, secrets)


def _aspects(prefix: str, found: Sequence[Mapping[str, str] | None], absent: str) -> Iterator[Aspect]:
    """One aspect for each name that any environment has."""
    for name in dict.fromkeys(name for one in found if one is not None for name in one):
        yield Aspect(
            f"{prefix}{name}",
            tuple(None if one is None else one.get(name, absent) for one in found),
        )


def _facts(composed: ComposedComponent) -> Mapping[str, str]:
    facts = facts_of(sealed(folded.body) for folded in composed.objects)
    return {what: with_words(value) for what, value in facts.items()}


def _parameters(composed: ComposedComponent, secrets: Collection[str]) -> Mapping[str, str]:
    every_component_has = fields_of(Component)
    given = _told(composed.component, secrets)
    return {name: value for name, value in given.items() if name not in every_component_has}


def _told(element: Element, secrets: Collection[str]) -> dict[str, str]:
    """What was given to *element*, but for what spells out what a Secret keeps."""
    return {
        name: REDACTED if is_given_away(element, name, secrets) else value
        for name, value in given_to(element).items()
    }


def _traits(composed: ComposedComponent, secrets: Collection[str]) -> Mapping[str, str]:
    """The traits by class, those of one class numbered from the second on: {name: parameters}."""
    named: dict[str, str] = {}
    for trait in composed.component.traits:
        kind = type(trait).__name__
        number = 1 + sum(name.split(" ")[0] == kind for name in named)
        named[kind if number == 1 else f"{kind} ({number})"] = listed(_told(trait, secrets)) or _BOUND
    return named
