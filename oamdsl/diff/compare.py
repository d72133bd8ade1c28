"""Two states compared: what changes in each component of each environment, and what that does."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.diff.change import Change, ComponentChange, Difference, EnvironmentChange, ObjectChange
from oamdsl.diff.consequence import of_stack_left
from oamdsl.diff.declared import changes, declared, moved, names, whole
from oamdsl.diff.details import details_of, shortened
from oamdsl.diff.facts import facts_of
from oamdsl.diff.fields import ABSENT, FieldChange, field_changes
from oamdsl.diff.matching import paired
from oamdsl.diff.outcome import consequences_of
from oamdsl.diff.pairs import Environments, Pairs
from oamdsl.diff.seal import filled, told
from oamdsl.diff.state import IMPLEMENTATION, ComponentState, Declaration, EnvironmentState, State
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.tree import with_field


def compare(before: State, after: State) -> Difference:
    """How *after* differs from *before*."""
    compared = {
        name: _environment(name, before.environments.get(name), after.environments.get(name))
        for name in dict.fromkeys((*after.environments, *before.environments))
    }
    return Difference(
        before.name,
        after.name,
        {
            name: one
            for name, one in compared.items()
            if one.sign != "~" or one.components or one.refused or one.was_refused
        },
    )


def _environment(
    name: str, before: EnvironmentState | None, after: EnvironmentState | None
) -> EnvironmentChange:
    old, new = before or EnvironmentState(), after or EnvironmentState()
    new = _as_far_as_known(new, {one.name: one for one in old.components})
    both = Environments.of(old, new)
    components = (_component(both, was, now) for was, now in paired(old.components, new.components))
    found = [one for one in components if one is not None]
    itself = next((one for one in found if not one.name), None)
    about = tuple(_about(before, after))
    if after is None:
        found = [attrs.evolve(one, consequences=()) for one in found]
    sign = "+" if before is None else "-" if after is None else "~"
    left = (of_stack_left(name),) if after is None else ()
    if itself is not None or about or left:
        kept = _ITSELF if itself is None else itself
        changed = attrs.evolve(
            kept,
            sign=sign,
            declared=(*about, *kept.declared),
            consequences=left or kept.consequences,
        )
        found = [changed, *(one for one in found if one.name)]
    return EnvironmentChange(
        sign=sign,
        namespaces=(both.before.namespace, both.after.namespace),
        refused=new.refusals,
        was_refused=old.refusals,
        components=tuple(sorted(found, key=lambda one: one.gravity)),
    )


def _as_far_as_known(environment: EnvironmentState, before: Mapping[str, ComponentState]) -> EnvironmentState:
    """*environment*, in which a component that could not be made has what it had before."""
    components = (
        attrs.evolve(was, declaration=one.declaration, demands=one.demands, traits=one.traits)
        if not one.is_composed and (was := before.get(one.name)) is not None
        else one
        for one in environment.components
    )
    return attrs.evolve(environment, components=tuple(components))


def _about(before: EnvironmentState | None, after: EnvironmentState | None) -> Iterator[Change]:
    """What differs of the environment itself, where both sides know it."""
    nothing: Declaration = {}
    old = nothing if before is None else before.about
    new = nothing if after is None else after.about
    if old is not None and new is not None:
        for one in changes(old, new):
            if (one.before and one.after) or not one.what.startswith(IMPLEMENTATION):
                yield one


_ITSELF: Final = ComponentChange(
    name="", sign="~", declared=(), facts=(), owners=(), consequences=(), objects=()
)


def _component(
    both: Environments, before: ComponentState | None, after: ComponentState | None
) -> ComponentChange | None:
    known = after or before
    assert known is not None, "one of the two is there"  # noqa: S101 - tells the type checker
    old = before or ComponentState(name=known.name, objects=())
    new = after or ComponentState(name=known.name, objects=())
    pairs = Pairs.of(both, old, new)
    objects = tuple(_objects(pairs, old, new))
    both_there = before is not None and after is not None
    said = (
        *(names(old, new) if both_there else whole(before, after)),
        *declared(old, new),
        *moved(pairs),
    )
    owners = _owners(pairs.named_owners(old.owners), new.owners)
    happens = consequences_of(both, pairs, (old, new), objects, stays=both_there)
    if both_there and not (objects or said or owners or happens):
        return None
    was, now = [told(one) for one in pairs.named(old.objects)], _told_beside(old, new)
    facts = (*changes(facts_of(was), facts_of(now)), *_details(was, now))
    return ComponentChange(
        name=known.name,
        was="" if old.name == new.name else old.name,
        sign="+" if before is None else "-" if after is None else "~",
        declared=said,
        facts=facts,
        owners=owners,
        consequences=happens,
        objects=tuple(_shown(one) for one in objects),
    )


def _told_beside(before: ComponentState, after: ComponentState) -> list[Any]:
    """The objects of *after* without marks, which are compared with the objects of the same identity."""
    old = {ObjectRef.of(body).identity: body for body in before.objects}
    return [told(body, old.get(ObjectRef.of(body).identity)) for body in after.objects]


def _details(before: Sequence[Object], after: Sequence[Object]) -> Iterator[Change]:
    for change in changes(details_of(before), details_of(after)):
        old, new = shortened(change.before, change.after)
        yield Change(change.what, old, new)


def _shown(change: ObjectChange) -> ObjectChange:
    """*change* without marks of secrets."""
    return ObjectChange(
        told(change.before),
        told(change.after, change.before),
        tuple(
            FieldChange(
                one.path,
                ABSENT if one.before is ABSENT else told(one.before),
                ABSENT if one.after is ABSENT else told(one.after, one.before),
            )
            for one in change.fields
        ),
    )


def _owners(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> tuple[Change, ...]:
    return () if before is None or after is None else tuple(changes(before, after))


def _objects(pairs: Pairs, before: ComponentState, after: ComponentState) -> Iterator[ObjectChange]:
    delegated = frozenset(before.delegated) & frozenset(after.delegated)
    for old, new in pairs.kept:
        was = filled(old, new)
        deployed = _left_alone(was, filled(new, old), delegated)
        fields = field_changes(was, deployed)
        if fields:
            yield ObjectChange(was, deployed, fields)
    yield from (ObjectChange(None, body) for body in pairs.come)
    yield from (ObjectChange(body, None) for body in pairs.gone)


def _left_alone(was: Object, body: Object, delegated: frozenset[str]) -> Object:
    """*body* with what *was* in the fields that a controller decides before and after: none is deployed."""
    own = body
    for path, value in leaves(was):
        if str(FieldRef(ObjectRef.of(body), path)) in delegated:
            own = with_field(own, path, value)
    return own
