"""Effects folded into a component's objects: what nobody contests is applied, what is contested is reported.

The result does not depend on the order of the traits: all objects are created first, then entries are
added, then fields are decided, each in the order of their paths; and two claims to one field never both apply.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import attrs

from oamdsl.compose.ledger import Claim, Contest, HandOver, Owner, Role, Verb
from oamdsl.kubernetes.api import is_namespaced
from oamdsl.kubernetes.list_keys import entry_key, is_atomic_map, list_keys
from oamdsl.kubernetes.object import FieldRef, ObjectRef, at, matches
from oamdsl.kubernetes.path import EACH, Each, Entry, Path
from oamdsl.model.effect import Add, Create, Delegate, Effect, Offer, Read, Set
from oamdsl.model.platform import Implementation
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedObject, RenderedWorkload


@attrs.frozen
class Binding:
    """A trait with what its implementation wants done.

    Attributes:
        trait: The trait, as it was bound.
        implementation: The platform's implementation of it.
        effects: What the implementation yields for the component.
    """

    trait: Trait
    implementation: Implementation[Any]
    effects: tuple[Effect, ...]

    @property
    def owner(self) -> Owner:
        """The trait as an owner of fields."""
        return Owner(Role.APPLICATION_OPERATOR, self.trait.label, self.trait.origin)


@attrs.frozen
class Reading:
    """A field that must be set for a trait to work.

    Attributes:
        field: The field, ``[*]`` resolved.
        why: The reason.
        binding: The trait that reads it.
        is_set: Whether anybody sets it.
    """

    field: FieldRef
    why: str
    binding: Binding
    is_set: bool


@attrs.frozen
class Misdirection:
    """An effect that can hit nothing: an implementation's mistake, or an object that is not there.

    Attributes:
        binding: Whose effect.
        field: What it addresses.
        reason: Why nothing is there, as a clause.
    """

    binding: Binding
    field: FieldRef
    reason: str


@attrs.frozen
class FoldedObject:
    """One object with all effects applied.

    Attributes:
        body: The object.
        rendered: What the developer wrote of it; None for an object that a trait created.
        creator: The trait that created it; None for the workload's own.
        claims: The traits' claims on fields of it.
    """

    body: Mapping[str, Any]
    rendered: RenderedObject | None
    creator: Owner | None
    claims: tuple[Claim, ...] = ()

    @property
    def ref(self) -> ObjectRef:
        """Its identity."""
        return ObjectRef.of(self.body)


@attrs.frozen(kw_only=True)
class Folded:
    """A component's objects with every uncontested effect applied.

    Attributes:
        objects: The workload's own first, as rendered, then created ones by kind and name.
        contests: Claims that exclude each other.
        hand_overs: Claims that one trait gave up to another.
        readings: What traits need to be set.
        misdirections: Effects that hit nothing.
    """

    objects: tuple[FoldedObject, ...]
    contests: tuple[Contest, ...]
    hand_overs: tuple[HandOver, ...]
    readings: tuple[Reading, ...]
    misdirections: tuple[Misdirection, ...]


DeveloperClaim = Callable[[RenderedObject, Path], Claim]
"""Who in the component decides a field that the workload has: ``(object, path) -> claim``."""


def fold(
    workload: RenderedWorkload, bindings: Iterable[Binding], developer_claim: DeveloperClaim
) -> Folded:
    """Apply the effects of *bindings* to the objects of *workload*.

    Args:
        workload: What the developer wrote, rendered.
        bindings: Traits with their effects, in any order.
        developer_claim: Tells whose a field of the workload is, asked for contested fields alone.
    """
    folding = _Folding(workload, tuple(bindings), developer_claim)
    folding.create()
    folding.add()
    folding.decide()
    return folding.result()


@attrs.define
class _Draft:
    """An object on the way: its content before fields are decided, and what lies in it."""

    body: Mapping[str, Any]
    rendered: RenderedObject | None
    creator: Owner | None
    shared: bool
    added: list[Claim] = attrs.field(factory=list)
    decided: list[tuple[Claim, Set | Delegate, Path]] = attrs.field(factory=list)

    def writable(self) -> dict[str, Any]:
        """The body, copied once: rendered objects and effects' bodies are not ours to change."""
        if self.shared:
            self.body = copied(self.body)
            self.shared = False
        return self.body  # type: ignore[return-value]  # a copy is a dict


class _Folding:
    def __init__(
        self,
        workload: RenderedWorkload,
        bindings: tuple[Binding, ...],
        developer_claim: DeveloperClaim,
    ) -> None:
        self.workload = workload
        self.bindings = bindings
        self.developer_claim = developer_claim
        self.contests: list[Contest] = []
        self.hand_overs: list[HandOver] = []
        self.misdirections: list[Misdirection] = []
        self.drafts: dict[ObjectRef, _Draft] = {
            one.ref: _Draft(one.body, one, None, shared=True) for one in workload.objects
        }
        self.offers: list[tuple[Owner, Offer]] = [
            (binding.owner, effect)
            for binding in bindings
            for effect in binding.effects
            if isinstance(effect, Offer)
        ]

    def create(self) -> None:
        created: dict[ObjectRef, _Draft] = {}
        for binding in self.bindings:
            owner = binding.owner
            for effect in binding.effects:
                if not isinstance(effect, Create):
                    continue
                body = created_object(effect, self.workload)
                ref = ObjectRef.of(body)
                other = self.drafts.get(ref) or created.get(ref)
                if other is None:
                    created[ref] = _Draft(body, None, owner, shared=False)
                else:
                    whole = FieldRef(ref, Path())
                    first = self._content_claim(other, whole)
                    self.contests.append(Contest(first, Claim(whole, owner, Verb.CREATED)))
        order = sorted(created, key=lambda ref: (ref.api.kind, ref.api.api_version, ref.name))
        self.drafts |= {ref: created[ref] for ref in order}

    def add(self) -> None:
        additions = [
            (binding, effect, place)
            for binding in self.bindings
            for effect in binding.effects
            if isinstance(effect, Add)
            for place in (effect.field,)
        ]
        outer = [one for one in additions if not one[2].path.has_each]
        inner = [one for one in additions if one[2].path.has_each]
        for group in (outer, inner):
            places = [
                (binding, effect, FieldRef(field.object, path))
                for binding, effect, field in group
                for path in self._expanded(binding, field)
            ]
            for binding, effect, place in sorted(places, key=_addition_order):
                self._add(binding, effect, place)

    def _add(self, binding: Binding, effect: Add, place: FieldRef) -> None:
        draft = self.drafts[place.object]
        existing = at(draft.body, place.path)
        if effect.key is not None:
            target = place.path / effect.key
            if existing is not None and not isinstance(existing, Mapping):
                self._misdirect(binding, place, "it is no map")
                return
        else:
            keys = list_keys(draft.body, place.path)
            if keys is None:
                self._misdirect(
                    binding, place, "it is no keyed list, so it has one owner: use Set for the whole"
                )
                return
            target = place.path / entry_key(keys, effect.value)
        field = FieldRef(place.object, owned_path(draft.body, target))
        claim = Claim(field, binding.owner, Verb.ADDED)
        blocked = _blocking(draft.body, field.path)
        if blocked is not None:
            self._contest(self._content_claim(draft, FieldRef(place.object, blocked)), claim)
        elif at(draft.body, field.path) is not None:
            self._contest(self._content_claim(draft, field), claim)
        else:
            put(draft.writable(), target, effect.value)
            draft.added.append(claim)

    def decide(self) -> None:
        for binding in self.bindings:
            for effect in binding.effects:
                if isinstance(effect, (Set, Delegate)):
                    for path in self._expanded(binding, effect.field):
                        self._decide(binding, effect, FieldRef(effect.field.object, path))
        for draft in self.drafts.values():
            self._apply(draft)

    def _decide(self, binding: Binding, effect: Set | Delegate, field: FieldRef) -> None:
        draft = self.drafts[field.object]
        missing = _missing_entry(draft.body, field.path)
        if missing is not None:
            self._misdirect(binding, field, f"there is no {missing}")
            return
        claimed = FieldRef(field.object, owned_path(draft.body, field.path))
        if isinstance(effect, Delegate):
            claim = Claim(claimed, binding.owner, Verb.DELEGATED, effect.to)
        else:
            claim = Claim(claimed, binding.owner, Verb.SET)
        draft.decided.append((claim, effect, field.path))

    def _apply(self, draft: _Draft) -> None:
        """Decide what is uncontested; a contest between two deciders leaves the field as it was."""
        refused: set[int] = set()
        for claim, _, _ in draft.decided:
            for other in self._content_contesters(draft, claim):
                if not self._contest(other, claim):
                    refused.add(id(claim))
        for (first, _, _), (second, _, _) in combinations(draft.decided, 2):
            if overlap(first.field.path, second.field.path) and not self._contest(first, second):
                refused |= {id(first), id(second)}
        given_up = {id(one.giver) for one in self.hand_overs}
        winners = [
            (claim, effect, path)
            for claim, effect, path in draft.decided
            if id(claim) not in refused and id(claim) not in given_up
        ]
        for _, effect, path in sorted(winners, key=lambda one: str(one[2])):
            value = effect.initial if isinstance(effect, Delegate) else effect.value
            if value is not None:
                put(draft.writable(), path, value)
        draft.decided = winners

    def _content_contesters(self, draft: _Draft, claim: Claim) -> Iterator[Claim]:
        """Claims of those whose content is at the claimed field, above it or below it."""
        path = claim.field.path
        for added in draft.added:
            if added.field.path.starts_with(path) or (
                path.starts_with(added.field.path) and at(draft.body, path) is not None
            ):
                yield added
        source = draft.rendered.body if draft.rendered else draft.body
        blocked = _blocking(source, path)
        if blocked is None and at(source, path) is not None:
            blocked = path
        covered = any(path.starts_with(added.field.path) for added in draft.added)
        if blocked is not None and not (covered and draft.rendered is None):
            mine = FieldRef(claim.field.object, blocked)
            holder = self._original_claim(draft, mine)
            if holder.verb is not Verb.DEFAULTED:
                yield holder

    def _content_claim(self, draft: _Draft, field: FieldRef) -> Claim:
        for added in draft.added:
            if field.path.starts_with(added.field.path):
                return added
        return self._original_claim(draft, field)

    def _original_claim(self, draft: _Draft, field: FieldRef) -> Claim:
        if draft.creator is not None:
            return Claim(field, draft.creator, Verb.CREATED)
        rendered = draft.rendered
        assert rendered is not None, "an object is either rendered or created"  # noqa: S101 - tells the type checker
        return self.developer_claim(rendered, field.path)

    def _contest(self, first: Claim, second: Claim) -> bool:
        """Record a contest, or the hand-over that settles it; whether it is settled."""
        if first.owner == second.owner:
            return False
        for giver, taker in ((first, second), (second, first)):
            for owner, offer in self.offers:
                if (
                    owner == giver.owner
                    and offer.field.object == taker.field.object
                    and overlap(offer.field.path, taker.field.path)
                ):
                    self.hand_overs.append(HandOver(giver, taker, offer.why))
                    return True
        self.contests.append(Contest(first, second))
        return False

    def _expanded(self, binding: Binding, field: FieldRef) -> Iterator[Path]:
        """The paths that *field* stands for; none, and a misdirection, when its object is not there."""
        draft = self.drafts.get(field.object)
        if draft is None:
            kinds = ", ".join(str(ref) for ref in self.drafts)
            self._misdirect(binding, field, f"the component has no such object, only {kinds}")
            return
        yield from expanded(draft.body, field.path)

    def _misdirect(self, binding: Binding, field: FieldRef, reason: str) -> None:
        self.misdirections.append(Misdirection(binding, field, reason))

    def _readings(self) -> Iterator[Reading]:
        for binding in self.bindings:
            for effect in binding.effects:
                if isinstance(effect, Read):
                    for path in self._expanded(binding, effect.field):
                        field = FieldRef(effect.field.object, path)
                        found = at(self.drafts[field.object].body, path)
                        yield Reading(field, effect.why, binding, found is not None)

    def result(self) -> Folded:
        readings = tuple(self._readings())
        return Folded(
            objects=tuple(
                FoldedObject(
                    draft.body,
                    draft.rendered,
                    draft.creator,
                    (*draft.added, *(claim for claim, _, _ in draft.decided)),
                )
                for draft in self.drafts.values()
            ),
            contests=tuple(self.contests),
            hand_overs=tuple(self.hand_overs),
            readings=readings,
            misdirections=tuple(self.misdirections),
        )


def created_object(effect: Create, workload: RenderedWorkload) -> dict[str, Any]:
    """The object that *effect* makes for *workload*: its body with name, namespace and labels."""
    body = copied(effect.body)
    own = body.pop("metadata", None) or {}
    metadata = workload.context.metadata(effect.name)
    metadata["labels"] = {**metadata["labels"], **own.get("labels", {})}
    metadata |= {key: value for key, value in own.items() if key not in metadata}
    made = {"apiVersion": effect.api_version, "kind": effect.kind, "metadata": metadata, **body}
    if not is_namespaced(ObjectRef.of(made).api):
        del metadata["namespace"]
    return made


def overlap(one: Path, other: Path) -> bool:
    """Whether one path is the other, or a parent of it."""
    return one.starts_with(other) or other.starts_with(one)


def owned_path(body: Mapping[str, Any], path: Path) -> Path:
    """The field that whoever writes *path* owns: an atomic map or list is owned as a whole.

    Source: Kubernetes, Server-Side Apply, "Merge strategy".
    """
    for depth, segment in enumerate(path.segments):
        parent = Path(path.segments[:depth])
        if isinstance(segment, Entry) and list_keys(body, parent) is None:
            return parent
        if isinstance(segment, str) and is_atomic_map(body, parent):
            return parent
    return path


def copied(value: Any) -> Any:  # noqa: ANN401 - a tree of plain values
    """A copy of a tree of mappings and lists; leaves, opaque ones included, are shared."""
    if isinstance(value, Mapping):
        return {key: copied(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [copied(one) for one in value]
    return value


def expanded(body: object, path: Path) -> Iterator[Path]:
    """The paths that *path* stands for in *body*: one for each entry where it has ``[*]``."""
    if not path.has_each:
        yield path
        return
    index = path.segments.index(EACH)
    head, tail = Path(path.segments[:index]), Path(path.segments[index + 1 :])
    keys = list_keys(body, head) if isinstance(body, Mapping) else None
    for entry in at(body, head) or ():
        key = entry_key(keys or ("name",), entry)
        yield from expanded(body, head / key / tail)


def put(body: dict[str, Any], path: Path, value: Any) -> None:  # noqa: ANN401 - a field may hold anything
    """Write *value* at *path* in *body*, making the maps and lists on the way."""
    *parents, last = path.segments
    place: Any = body
    for segment, following in zip(parents, path.segments[1:], strict=True):
        if isinstance(segment, Entry):
            place = next(one for one in place if matches(one, segment))
        elif place.get(segment) is None:
            place[segment] = [] if isinstance(following, (Entry, Each)) else {}
            place = place[segment]
        else:
            place = place[segment]
    if isinstance(last, Entry):
        place.append(copied(value))
    else:
        place[last] = copied(value)


def _missing_entry(body: object, path: Path) -> Path | None:
    """The list entry that *path* goes through and that *body* lacks."""
    for depth, segment in enumerate(path.segments):
        if isinstance(segment, Entry):
            entry = Path(path.segments[: depth + 1])
            if at(body, entry) is None:
                return entry
    return None


def _blocking(body: object, path: Path) -> Path | None:
    """The parent of *path* that *body* fills with something that has no fields, or decides as a whole."""
    place: Any = body
    for depth, segment in enumerate(path.segments):
        if place is None:
            return None
        if isinstance(segment, Entry):
            if not isinstance(place, (list, tuple)):
                return Path(path.segments[:depth])
            place = next((one for one in place if matches(one, segment)), None)
        elif isinstance(place, Mapping):
            place = place.get(segment)
        else:
            return Path(path.segments[:depth])
    return None


def _addition_order(one: tuple[Binding, Add, FieldRef]) -> tuple[str, str, str]:
    _, effect, place = one
    return (str(place.object), str(place.path), effect.key or _sort_text(effect.value))


def _sort_text(value: object) -> str:
    """A text that orders entries of keyed lists; opaque leaves do not take part."""
    if isinstance(value, Mapping):
        return ",".join(
            f"{key}={_sort_text(value[key])}" for key in sorted(value) if value[key] is not None
        )
    return str(value) if isinstance(value, (str, int)) else ""

