"""Two states compared: what changes in each component of each environment, and what that does."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.diff.consequence import Consequence, Impact, of_changed, of_removed
from oamdsl.diff.facts import facts_of
from oamdsl.diff.fields import FieldChange, field_changes
from oamdsl.diff.state import ComponentState, Declaration, State
from oamdsl.kubernetes.api import group_of
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.tree import copied, put

Identity = tuple[str, str, str]
"""What identifies an object in a component: API group, kind, name."""


@attrs.frozen
class Change:
    """One thing that is not as it was; empty text stands for what is not there.

    Attributes:
        what: What: ``image of web``, ``connections``, ``AutoScaler maximum``.
        before: As it was.
        after: As it will be.
    """

    what: str
    before: str
    after: str


@attrs.frozen
class ObjectChange:
    """One object that is added, removed or changed.

    Attributes:
        before: As it was; None when it is added.
        after: As it will be; None when it is removed.
        fields: The fields that differ, of an object that stays.
    """

    before: Object | None
    after: Object | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def body(self) -> Object:
        """The object, as far as it is known."""
        return self.after or self.before or {}

    @property
    def ref(self) -> ObjectRef:
        """Its identity."""
        return ObjectRef.of(self.body)


@attrs.frozen(kw_only=True)
class ComponentChange:
    """What changes in one component.

    Attributes:
        name: ``application/component``; empty for the environment itself.
        sign: ``+`` for an added component, ``-`` for a removed one, ``~`` for a changed one.
        declared: Parameters and traits that differ.
        facts: What reviewers ask first: images, replicas, routes.
        owners: Fields that somebody else decides now.
        consequences: What it does to what runs, the gravest first.
        objects: The objects that differ.
    """

    name: str
    sign: str
    declared: tuple[Change, ...]
    facts: tuple[Change, ...]
    owners: tuple[Change, ...]
    consequences: tuple[Consequence, ...]
    objects: tuple[ObjectChange, ...]


@attrs.frozen
class Difference:
    """How one state differs from another.

    Attributes:
        before: Name of the state that was.
        after: Name of the state that will be.
        environments: Name of each environment that differs, with the components that do.
    """

    before: str
    after: str
    environments: Mapping[str, tuple[ComponentChange, ...]]

    @property
    def consequences(self) -> Iterator[tuple[str, str, Consequence]]:
        """What happens anywhere: ``(environment, component, consequence)``."""
        for environment, components in self.environments.items():
            for component in components:
                for one in component.consequences:
                    yield environment, component.name, one


def compare(before: State, after: State) -> Difference:
    """How *after* differs from *before*."""
    names = dict.fromkeys((*after.environments, *before.environments))
    compared = {
        name: tuple(_components(before.environments.get(name, ()), after.environments.get(name, ())))
        for name in names
    }
    return Difference(
        before.name, after.name, {name: components for name, components in compared.items() if components}
    )


def _components(
    before: Sequence[ComponentState], after: Sequence[ComponentState]
) -> Iterator[ComponentChange]:
    old = {one.name: one for one in before}
    new = {one.name: one for one in after}
    for name in dict.fromkeys((*new, *old)):
        change = _component(old.get(name), new.get(name))
        if change is not None:
            yield change


def _component(before: ComponentState | None, after: ComponentState | None) -> ComponentChange | None:
    known = after or before
    assert known is not None, "a name comes from one of the two"  # noqa: S101 - tells the type checker
    old = before or ComponentState(name=known.name, objects=())
    new = after or ComponentState(name=known.name, objects=())
    objects = tuple(_objects(old, new))
    declared = tuple(_declared(old, new))
    owners = _owners(old, new)
    if not (objects or declared or owners) and before is not None and after is not None:
        return None
    consequences = sorted(_consequences(old, new, objects), key=_gravity)
    return ComponentChange(
        name=known.name,
        sign="+" if before is None else "-" if after is None else "~",
        declared=declared,
        facts=tuple(_changes(facts_of(old.objects), facts_of(new.objects))),
        owners=owners,
        consequences=tuple(consequences),
        objects=objects,
    )


_ORDER: Final = tuple(Impact)


def _gravity(consequence: Consequence) -> tuple[int, str]:
    return _ORDER.index(consequence.impact), consequence.object


def _owners(before: ComponentState, after: ComponentState) -> tuple[Change, ...]:
    if before.owners is None or after.owners is None:
        return ()
    return tuple(_changes(before.owners, after.owners))


def _objects(before: ComponentState, after: ComponentState) -> Iterator[ObjectChange]:
    old = {_identity(one): one for one in before.objects}
    new = {_identity(one): one for one in after.objects}
    delegated = frozenset(before.delegated) & frozenset(after.delegated)
    for identity, body in new.items():
        was = old.get(identity)
        if was is None:
            yield ObjectChange(None, body)
        else:
            deployed = _left_alone(was, body, delegated)
            fields = field_changes(was, deployed)
            if fields:
                yield ObjectChange(was, deployed, fields)
    yield from (ObjectChange(body, None) for identity, body in old.items() if identity not in new)


def _left_alone(was: Object, body: Object, delegated: frozenset[str]) -> Object:
    """*body* with what *was* in the fields that a controller decides before and after: none is deployed."""
    own: dict[str, Any] = copied(body)
    for path, value in leaves(was):
        if str(FieldRef(ObjectRef.of(body), path)) in delegated:
            put(own, path, value)
    return own


def _identity(body: Object) -> Identity:
    return group_of(body["apiVersion"]), body["kind"], body["metadata"]["name"]


def _consequences(
    before: ComponentState, after: ComponentState, objects: Sequence[ObjectChange]
) -> Iterator[Consequence]:
    kept = before.keeps_data
    added = [one.after for one in objects if one.before is None and one.after is not None]
    for one in objects:
        if one.before is not None and one.after is not None:
            yield from of_changed(one.before, one.after, one.fields, kept=kept)
        elif one.before is not None:
            yield from of_removed(one.before, kept=kept, successor=_successor(one.before, added, before))


def _successor(body: Object, added: Sequence[Object], state: ComponentState) -> Object | None:
    """The object that stands in the place of a component's workload, which became another kind."""
    if not state.objects or body is not state.objects[0]:
        return None
    name = body["metadata"]["name"]
    return next((one for one in added if one["metadata"]["name"] == name and "template" in one["spec"]), None)


def _declared(before: ComponentState, after: ComponentState) -> Iterator[Change]:
    if before.declaration is not None and after.declaration is not None:
        yield from _parameters("", before.declaration, after.declaration)
    if before.traits is not None and after.traits is not None:
        yield from _traits(before.traits, after.traits)


def _parameters(prefix: str, before: Declaration, after: Declaration) -> Iterator[Change]:
    if before[""] != after[""]:
        yield Change("component", before[""], after[""])
    for change in _changes(before, after):
        if change.what:
            yield attrs.evolve(change, what=f"{prefix}{change.what}")


def _traits(before: Sequence[Declaration], after: Sequence[Declaration]) -> Iterator[Change]:
    """Traits that are bound or no longer bound, and parameters of those that stay."""
    for name in dict.fromkeys(one[""] for one in (*after, *before)):
        old = [one for one in before if one[""] == name]
        new = [one for one in after if one[""] == name]
        gone = [one for one in old if one not in new]
        come = [one for one in new if one not in old]
        for was, now in zip(gone, come, strict=False):
            yield from _parameters(f"{name} ", was, now)
        yield from (Change("trait", _call(one), "") for one in gone[len(come) :])
        yield from (Change("trait", "", _call(one)) for one in come[len(gone) :])


def _call(declaration: Declaration) -> str:
    given = ", ".join(f"{name}={value}" for name, value in declaration.items() if name)
    return f"{declaration['']}({given})"


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys((*after, *before)):
        was, now = before.get(what, ""), after.get(what, "")
        if was != now:
            yield Change(what, was, now)
