"""Two states compared: what changes in each component of each environment, and what that does."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.diff.consequence import (
    Consequence,
    Impact,
    has_claims,
    of_changed,
    of_new_volume,
    of_removed,
    of_service_gone,
)
from oamdsl.diff.details import details_of, shortened
from oamdsl.diff.facts import facts_of
from oamdsl.diff.fields import ABSENT, FieldChange, field_changes
from oamdsl.diff.matching import Objects, paired, successors
from oamdsl.diff.requests import Taken, certificates, of_certificates, of_routes, taken
from oamdsl.diff.seal import told, told_text
from oamdsl.diff.state import IMPLEMENTATION, ComponentState, Declaration, EnvironmentState, Refusal, State
from oamdsl.kubernetes.merge import leaves
from oamdsl.kubernetes.object import FieldRef, Object, ObjectRef
from oamdsl.kubernetes.tree import copied, put


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
    """One object that is added, removed, changed, or replaced by one of another name.

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

    @property
    def was(self) -> ObjectRef | None:
        """The identity of the object that it replaces; None when that is its own, or there is none."""
        if self.before is None or self.after is None:
            return None
        was = ObjectRef.of(self.before)
        return None if was.name == self.ref.name else was

    @property
    def sign(self) -> str:
        """``+`` for an added one, ``-`` for a removed one, ``+-`` for one of another name, else ``~``."""
        if self.before is None or self.after is None:
            return "+" if self.before is None else "-"
        return "~" if self.was is None else "+-"


@attrs.frozen(kw_only=True)
class ComponentChange:
    """What changes in one component.

    Attributes:
        name: ``application/component``; empty for the environment itself.
        was: Its name before, when that was another.
        sign: ``+`` for an added component, ``-`` for a removed one, ``~`` for a changed one.
        declared: Parameters, traits, demands that differ; of the environment itself, platform, settings.
        facts: What reviewers ask first: images, replicas, routes.
        owners: Fields that somebody else decides now.
        consequences: What it does to what runs, the gravest first.
        objects: The objects that differ.
    """

    name: str
    was: str = ""
    sign: str
    declared: tuple[Change, ...]
    facts: tuple[Change, ...]
    owners: tuple[Change, ...]
    consequences: tuple[Consequence, ...]
    objects: tuple[ObjectChange, ...]

    @property
    def gravity(self) -> int:
        """How grave its gravest consequence is: the smaller, the graver."""
        return min((_ORDER.index(one.impact) for one in self.consequences), default=len(_ORDER))


@attrs.frozen(kw_only=True)
class EnvironmentChange:
    """What changes in one environment.

    Attributes:
        sign: ``+`` for an added environment, ``-`` for a removed one, ``~`` for any other.
        namespaces: Where its objects were, and where they will be; empty for unknown.
        refused: For what it will not be deployed.
        was_refused: For what it was not deployed.
        components: The components that differ, the gravest first.
    """

    sign: str
    namespaces: tuple[str, str] = ("", "")
    refused: tuple[Refusal, ...] = ()
    was_refused: tuple[Refusal, ...] = ()
    components: tuple[ComponentChange, ...] = ()


@attrs.frozen
class Difference:
    """How one state differs from another.

    Attributes:
        before: Name of the state that was.
        after: Name of the state that will be.
        environments: Each environment that differs, or is refused, by its name.
    """

    before: str
    after: str
    environments: Mapping[str, EnvironmentChange]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs; what is refused now and before is no difference."""
        return not any(
            one.sign != "~" or one.components or one.refused != one.was_refused
            for one in self.environments.values()
        )


def compare(before: State, after: State) -> Difference:
    """How *after* differs from *before*."""
    names = dict.fromkeys((*after.environments, *before.environments))
    compared = {
        name: _environment(before.environments.get(name), after.environments.get(name)) for name in names
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


def _environment(before: EnvironmentState | None, after: EnvironmentState | None) -> EnvironmentChange:
    old, new = before or EnvironmentState(), after or EnvironmentState()
    both = _Environments.of(old, new)
    components = (_component(both, was, now) for was, now in paired(old.components, new.components))
    found = [one for one in components if one is not None]
    itself = next((one for one in found if not one.name), None)
    about = tuple(_about(before, after))
    if about and itself is None:
        found.append(_nothing(about))
    elif about and itself is not None:
        found[found.index(itself)] = attrs.evolve(itself, declared=about)
    return EnvironmentChange(
        sign="+" if before is None else "-" if after is None else "~",
        namespaces=(both.before.namespace, both.after.namespace),
        refused=new.refusals,
        was_refused=old.refusals,
        components=tuple(sorted(found, key=lambda one: one.gravity)),
    )


def _about(before: EnvironmentState | None, after: EnvironmentState | None) -> Iterator[Change]:
    """What differs of the environment itself, where both sides know it."""
    nothing: Declaration = {}
    old = nothing if before is None else before.about
    new = nothing if after is None else after.about
    if old is not None and new is not None:
        for one in _changes(old, new):
            if (one.before and one.after) or not one.what.startswith(IMPLEMENTATION):
                yield one


def _nothing(declared: tuple[Change, ...]) -> ComponentChange:
    return ComponentChange(
        name="", sign="~", declared=declared, facts=(), owners=(), consequences=(), objects=()
    )


@attrs.frozen(kw_only=True)
class _Environments:
    """What of one environment each of its components is compared in the light of."""

    before: Objects
    after: Objects
    old_routes: Taken
    new_routes: Taken
    certificates: Mapping[str, str]

    @classmethod
    def of(cls, before: EnvironmentState, after: EnvironmentState) -> "_Environments":
        old, new = (
            [body for component in one.components for body in component.objects] for one in (before, after)
        )
        return cls(
            before=Objects.of(before),
            after=Objects.of(after),
            old_routes=taken(old),
            new_routes=taken(new),
            certificates=certificates(new),
        )


@attrs.frozen(kw_only=True)
class _Pairs:
    """The objects of one component, before and after.

    Attributes:
        kept: Objects before and after that are one, and those where one takes the place of another.
        gone: Objects that are nowhere any more.
        come: Objects that were nowhere before.
        moved: Objects that another component had, or has: {object: (whose it was, whose it is)}.
    """

    kept: tuple[tuple[Object, Object], ...]
    gone: tuple[Object, ...]
    come: tuple[Object, ...]
    moved: tuple[tuple[Object, str, str], ...]

    @classmethod
    def of(cls, both: _Environments, before: ComponentState, after: ComponentState) -> "_Pairs":
        old, new = both.before.in_component(before), both.after.in_component(after)
        elsewhere = {
            key: both.before.owners[key] for key in new if key not in old and key in both.before.owners
        }
        away = {key: both.after.owners[key] for key in old if key not in new and key in both.after.owners}
        gone = {key: body for key, body in old.items() if key not in new and key not in away}
        come = {key: body for key, body in new.items() if key not in old and key not in elsewhere}
        renamed = successors(gone, come, _last(before.name), _last(after.name))
        taken_up = {key: old[key] for key in new if key in old} | {
            key: body for key, (_, body) in elsewhere.items()
        }
        by_new = {new: old for old, new in renamed.items()}
        return cls(
            kept=tuple(
                (taken_up[key] if key in taken_up else old[by_new[key]], body)
                for key, body in new.items()
                if key in taken_up or key in by_new
            ),
            gone=tuple(body for key, body in gone.items() if key not in renamed),
            come=tuple(body for key, body in come.items() if key not in by_new),
            moved=(
                *((old[key], before.name, owner) for key, (owner, _) in away.items() if owner != after.name),
                *(
                    (new[key], owner, after.name)
                    for key, (owner, _) in elsewhere.items()
                    if owner != before.name
                ),
            ),
        )


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _component(
    both: _Environments, before: ComponentState | None, after: ComponentState | None
) -> ComponentChange | None:
    known = after or before
    assert known is not None, "one of the two is there"  # noqa: S101 - tells the type checker
    old = before or ComponentState(name=known.name, objects=())
    new = after or ComponentState(name=known.name, objects=())
    pairs = _Pairs.of(both, old, new)
    objects = tuple(_objects(pairs, old, new))
    both_there = before is not None and after is not None
    declared = (
        *(_names(old, new) if both_there else _whole(before, after)),
        *_declared(old, new),
        *_moved(pairs),
    )
    owners = _owners(old, new)
    if both_there and not (objects or declared or owners):
        return None
    consequences = _consequences(both, pairs, old, objects, stays=both_there)
    was, now = [told(one) for one in old.objects], _told_beside(old, new)
    facts = (*_changes(facts_of(was), facts_of(now)), *_details(was, now))
    return ComponentChange(
        name=known.name,
        was="" if old.name == new.name else old.name,
        sign="+" if before is None else "-" if after is None else "~",
        declared=declared,
        facts=facts,
        owners=owners,
        consequences=tuple(sorted(dict.fromkeys(consequences), key=_gravity)),
        objects=tuple(_shown(one) for one in objects),
    )


_ORDER: Final = tuple(Impact)


def _gravity(consequence: Consequence) -> tuple[int, str]:
    return _ORDER.index(consequence.impact), consequence.object


def _told_beside(before: ComponentState, after: ComponentState) -> list[Any]:
    """The objects of *after* without marks, which are compared with the objects of the same identity."""
    old = {ObjectRef.of(body).identity: body for body in before.objects}
    return [told(body, old.get(ObjectRef.of(body).identity)) for body in after.objects]


def _details(before: Sequence[Object], after: Sequence[Object]) -> Iterator[Change]:
    for change in _changes(details_of(before), details_of(after)):
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


def _owners(before: ComponentState, after: ComponentState) -> tuple[Change, ...]:
    if before.owners is None or after.owners is None:
        return ()
    return tuple(_changes(before.owners, after.owners))


def _objects(pairs: _Pairs, before: ComponentState, after: ComponentState) -> Iterator[ObjectChange]:
    delegated = frozenset(before.delegated) & frozenset(after.delegated)
    for was, body in pairs.kept:
        deployed = _left_alone(was, body, delegated)
        fields = field_changes(was, deployed)
        if fields:
            yield ObjectChange(was, deployed, fields)
    yield from (ObjectChange(None, body) for body in pairs.come)
    yield from (ObjectChange(body, None) for body in pairs.gone)


def _left_alone(was: Object, body: Object, delegated: frozenset[str]) -> Object:
    """*body* with what *was* in the fields that a controller decides before and after: none is deployed."""
    own: dict[str, Any] = copied(body)
    for path, value in leaves(was):
        if str(FieldRef(ObjectRef.of(body), path)) in delegated:
            put(own, path, value)
    return own


def _consequences(
    both: _Environments,
    pairs: _Pairs,
    before: ComponentState,
    objects: Sequence[ObjectChange],
    *,
    stays: bool,
) -> Iterator[Consequence]:
    had_claims = any(has_claims(one) for one in before.objects)
    for one in objects:
        if one.before is not None and one.after is not None:
            yield from _of_kept(one.before, one.after, one, before)
        elif one.before is not None:
            kept = str(ObjectRef.of(one.before)) in before.retained
            yield from of_removed(one.before, kept=kept, successor=_successor(one.before, pairs.come, before))
            if stays and one.before["kind"] == "Service":
                yield of_service_gone(one.before, "")
        elif one.after is not None and stays and had_claims:
            yield from of_new_volume(one.after)
    for body in before.objects:
        yield from of_routes(body, both.old_routes, both.new_routes)
        yield from of_certificates(body, both.certificates, both.new_routes)


def _of_kept(
    before: Object, after: Object, change: ObjectChange, state: ComponentState
) -> Iterator[Consequence]:
    kept = str(ObjectRef.of(before)) in state.retained
    if change.was is None:
        yield from of_changed(before, after, change.fields, kept=kept)
        return
    is_claim = before["kind"] == "PersistentVolumeClaim"
    yield from of_removed(before, kept=kept, successor=None if is_claim else after)
    yield from of_new_volume(after)
    if before["kind"] == "Service":
        yield of_service_gone(before, after["metadata"]["name"])


def _successor(body: Object, added: Sequence[Object], state: ComponentState) -> Object | None:
    """The object that stands in the place of a component's workload, which became another kind."""
    if not state.objects or body is not state.objects[0]:
        return None
    name = body["metadata"]["name"]
    return next(
        (one for one in added if one["metadata"]["name"] == name and "template" in one.get("spec", {})), None
    )


def _names(before: ComponentState, after: ComponentState) -> Iterator[Change]:
    old, new = before.name.partition("/"), after.name.partition("/")
    if old[0] != new[0]:
        yield Change("application", old[0], new[0])
    if old[2] != new[2]:
        yield Change("name", old[2], new[2])


def _moved(pairs: _Pairs) -> Iterator[Change]:
    for body, was, now in pairs.moved:
        yield Change(f"{ObjectRef.of(body)} is of", was or "the environment", now or "the environment")


def _whole(before: ComponentState | None, after: ComponentState | None) -> Iterator[Change]:
    """A component that comes or goes, with its traits."""
    for one in filter(None, (before, after)):
        for what, declaration in (
            *([("component", one.declaration)] if one.declaration else ()),
            *(("trait", trait) for trait in one.traits or ()),
        ):
            yield Change(what, *(("", _call(declaration)) if before is None else (_call(declaration), "")))


def _declared(before: ComponentState, after: ComponentState) -> Iterator[Change]:
    if before.declaration is not None and after.declaration is not None:
        yield from _parameters("", before.declaration, after.declaration)
        yield from _demands(before, after)
    if before.traits is not None and after.traits is not None:
        yield from _traits(before.traits, after.traits)


def _demands(before: ComponentState, after: ComponentState) -> Iterator[Change]:
    """Opinions and ranges; the default of a parameter that is given counts for nothing."""
    given = {f"default of {name}" for one in (before, after) for name in one.declaration or ()}
    for change in _changes(before.demands or {}, after.demands or {}):
        if change.what not in given:
            yield change


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
    given = ", ".join(f"{name}={told_text(value)}" for name, value in declaration.items() if name)
    return f"{declaration['']}({given})"


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys((*after, *before)):
        was, now = before.get(what, ""), after.get(what, "")
        if was != now:
            yield Change(what, told_text(was), told_text(now, was))
