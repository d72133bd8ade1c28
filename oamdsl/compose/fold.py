"""Effects folded into a component's objects: what nobody contests is applied, what is contested is reported.

The result does not depend on the order of the traits: they are taken in the order of the program's text, all
objects are created first, then entries are added, then fields are decided, each in the order of their paths.
Two claims to one field never both apply, unless one trait offers the field to the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, combinations
from typing import Any, Final, TypeVar

import attrs

from oamdsl.compose.folded import Binding, Folded, FoldedObject, Misdirection, Reading
from oamdsl.compose.ledger import Claim, Contest, HandOver, Verb
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.list_keys import list_keys
from oamdsl.kubernetes.merge import address, expanded, leaves, overlap, owned_path
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.tree import as_map, at, blocking, copied, is_map, missing_entry, put, take
from oamdsl.model.effect import (
    Add,
    Amend,
    Create,
    Delegate,
    Derive,
    Effect,
    Offer,
    Read,
    Remove,
    Reserve,
    Rewrite,
    Set,
)
from oamdsl.model.workload import RenderedObject, RenderedWorkload

E = TypeVar("E", bound=Effect)


DeveloperClaim = Callable[[RenderedObject, Path], Claim]
"""Who in the component decides a field that the workload has: ``(object, path) -> claim``."""


def fold(workload: RenderedWorkload, bindings: Iterable[Binding], developer_claim: DeveloperClaim) -> Folded:
    """Apply the effects of *bindings* to the objects of *workload*.

    Args:
        workload: What the developer wrote, rendered.
        bindings: Traits with their effects, in any order.
        developer_claim: Tells whose a field of the workload is, asked for contested fields alone.
    """
    folding = _Folding(workload, bindings, developer_claim)
    folding.create()
    folding.add()
    folding.decide()
    folding.rewrite()
    return folding.result()


_Identity = tuple[str, str, str, str]

_FIRST_VALUES: Final = frozenset({Verb.SET, Verb.REMOVED})
"""What says how a field starts out, so that pods may differ from it later."""

_REMOVED: Final = object()
"""Stands for the value of a field that is taken away."""


@attrs.frozen(eq=False)
class _Hold:
    """A claim while it is being settled.

    Attributes:
        claim: What is claimed.
        binding: Who claims it; None for the developer.
        path: Where the value goes, the claimed field or in it.
        value: What is to be put there; None for what is there already.
    """

    claim: Claim
    binding: Binding | None
    path: Path
    value: Any = None


@attrs.define
class _Draft:
    """An object on the way: its content before fields are decided, and what lies in it.

    Attributes:
        source: The object as it was rendered or created; not ours to change.
        rendered: What the developer wrote of it; None for an object that a trait creates.
        creator: The trait that creates it; None for the workload's own.
        added: Entries that traits added to it.
        decided: Fields that traits decide.
        rewritten: What controllers change at run time.
        own: Our copy, once something is to be written.
    """

    source: Mapping[str, Any]
    rendered: RenderedObject | None
    creator: Binding | None
    added: list[_Hold] = attrs.field(factory=list)
    decided: list[_Hold] = attrs.field(factory=list)
    rewritten: list[Claim] = attrs.field(factory=list)
    own: dict[str, Any] | None = None

    def writable(self) -> dict[str, Any]:
        """The body, copied once: rendered objects and effects' bodies are not ours to change."""
        own: dict[str, Any] = copied(self.source) if self.own is None else self.own
        self.own = own
        return own

    @property
    def body(self) -> Mapping[str, Any]:
        """The object as it is now."""
        return self.source if self.own is None else self.own


class _Folding:
    def __init__(
        self,
        workload: RenderedWorkload,
        bindings: Iterable[Binding],
        developer_claim: DeveloperClaim,
    ) -> None:
        self.workload = workload
        self.bindings = sorted(bindings, key=_declaration_order)
        self.developer_claim = developer_claim
        self.contests: list[Contest] = []
        self.hand_overs: list[HandOver] = []
        self.misdirections: list[Misdirection] = []
        self.readings: tuple[Reading, ...] = ()
        self.followed: list[_Hold] = []
        self.reserved: list[Claim] = []
        self.drafts: dict[ObjectRef, _Draft] = {}
        for one in workload.objects:
            draft = _Draft(one.body, one, None)
            other = self.drafts.setdefault(one.ref, draft)
            if other is not draft:
                self._contest(self._original(other, Path()), self._original(draft, Path()))

    def create(self) -> None:
        made = {_identity(ref): draft for ref, draft in self.drafts.items()}
        created: dict[ObjectRef, _Draft] = {}
        for binding, effect in self._effects(Create):
            body = created_object(effect, self.workload)
            ref = ObjectRef.of(body)
            draft = _Draft(body, None, binding)
            other = made.setdefault(_identity(ref), draft)
            if other is draft:
                created[ref] = draft
            else:
                self._contest(self._original(other, Path()), self._original(draft, Path()))
        self.drafts |= {ref: created[ref] for ref in sorted(created, key=_identity)}
        self._reserve(made)

    def _reserve(self, made: Mapping[_Identity, _Draft]) -> None:
        """Set what controllers make against who makes the same."""
        namespace = self.workload.context.namespace
        holds: dict[_Identity, _Hold] = {}
        for binding, effect in self._effects(Reserve):
            ref = ObjectRef(Api(effect.api_version, effect.kind), effect.name, namespace)
            hold = _Hold(
                Claim(FieldRef(ref, Path()), binding.owner, Verb.RESERVED, effect.by), binding, Path()
            )
            draft = made.get(_identity(ref))
            other = holds.setdefault(_identity(ref), hold)
            if draft is not None:
                self._contest(self._original(draft, Path()), hold)
            elif other is not hold:
                self._contest(other, hold)
            else:
                self.reserved.append(hold.claim)

    def add(self) -> None:
        additions = list(self._effects(Add))
        for has_each in (False, True):
            places = [
                (binding, effect, FieldRef(effect.field.object, path))
                for binding, effect in additions
                if effect.field.path.has_each == has_each
                for path in self._expanded(binding, effect.field)
            ]
            for binding, effect, place in sorted(places, key=_addition_order):
                self._add(binding, effect, place)

    def _add(self, binding: Binding, effect: Add, place: FieldRef) -> None:
        draft = self.drafts[place.object]
        last: str | Entry
        if effect.key is not None:
            last = effect.key
        else:
            keys = list_keys(draft.body, place.path)
            if keys is None:
                reason = "it is no keyed list, so it has one owner: use Set for the whole"
                self._misdirect(binding, place, reason)
                return
            found = address(keys, effect.value)
            if found is None:
                self._misdirect(binding, place, f"its entries need a plain {' and '.join(keys)}")
                return
            last = found
        missing = missing_entry(draft.body, place.path)
        if missing is not None:
            self._misdirect(binding, place, f"there is no {missing}")
            return
        path = place.path / last
        field = FieldRef(place.object, owned_path(draft.body, path))
        hold = _Hold(Claim(field, binding.owner, Verb.ADDED), binding, path, effect.value)
        if self._may_add(draft, hold):
            put(draft.writable(), path, effect.value)
            draft.added = [one for one in draft.added if not one.path.starts_with(path)]
            draft.added.append(hold)

    def _may_add(self, draft: _Draft, hold: _Hold) -> bool:
        blocked = blocking(draft.body, hold.path)
        if blocked is not None:
            self._contest(self._content(draft, blocked), hold)
            return False
        contents = [
            one
            for one in self._contents(draft, hold.claim.field.path)
            if one.claim.verb is not Verb.DEFAULTED
        ]
        others = [one for one in contents if one.binding is not hold.binding and not _agree(one, hold)]
        if others:
            winners = [self._settled(one, hold) for one in others]
            return all(winner is hold for winner in winners)
        there = at(draft.body, hold.path)
        if there is not None and contents and copied(hold.value) != there:
            self._contest(contents[0], hold)
        return there is None or not contents

    def decide(self) -> None:
        decisions: Iterator[tuple[Binding, Set | Remove | Amend | Delegate]] = chain(
            self._effects(Set), self._effects(Remove), self._effects(Amend), self._effects(Delegate)
        )
        for binding, derived in self._effects(Derive):
            self._derive(binding, derived)
        for binding, effect in decisions:
            for path in self._expanded(binding, effect.field):
                self._decide(binding, effect, FieldRef(effect.field.object, path))
        for draft in self.drafts.values():
            self._apply(draft)
        for followed in self.followed:
            for other in self.drafts[followed.claim.field.object].decided:
                if other.binding is not followed.binding and _meet(other.claim.field, followed.claim.field):
                    self._contest(other, followed)

    def _derive(self, binding: Binding, effect: Derive) -> None:
        """Decide a field by its source; where that is not set, its reading says so."""
        for source in self._expanded(binding, effect.source):
            value = at(self.drafts[effect.source.object].body, source)
            if value is not None:
                self.followed.append(_reading(binding, FieldRef(effect.source.object, source)))
                decision = Set(effect.field, effect.make(copied(value)))
                for path in self._expanded(binding, effect.field):
                    self._decide(binding, decision, FieldRef(effect.field.object, path))

    def _decide(self, binding: Binding, effect: Set | Remove | Amend | Delegate, field: FieldRef) -> None:
        draft = self.drafts[field.object]
        missing = missing_entry(draft.body, field.path)
        there = at(draft.body, field.path)
        if missing is None and there is None and isinstance(effect, (Remove, Amend)):
            missing = field.path
        if missing is not None:
            self._misdirect(binding, field, f"there is no {missing}")
            return
        claimed = FieldRef(field.object, owned_path(draft.body, field.path))
        match effect:
            case Delegate():
                claim = Claim(claimed, binding.owner, Verb.DELEGATED, effect.to, help=effect.help)
                value = effect.initial
            case Remove():
                claim, value = Claim(claimed, binding.owner, Verb.REMOVED), _REMOVED
            case Amend():
                claim, value = Claim(claimed, binding.owner, Verb.SET), effect.make(copied(there))
            case _:
                claim, value = Claim(claimed, binding.owner, Verb.SET), effect.value
        draft.decided.append(_Hold(claim, binding, field.path, value))

    def _apply(self, draft: _Draft) -> None:
        """Decide what is uncontested; a contest between two deciders leaves the field as it was."""
        lost: set[_Hold] = set()
        for hold in draft.decided:
            for content in self._content_contesters(draft, hold):
                if self._settled(content, hold) is not hold:
                    lost.add(hold)
        for first, second in combinations(draft.decided, 2):
            if not overlap(first.claim.field.path, second.claim.field.path) or _agree(first, second):
                continue
            winner = self._settled(first, second)
            if winner is None:
                lost |= {first, second}
                continue
            loser = first if winner is second else second
            if loser.claim.field.path.starts_with(winner.claim.field.path):
                lost.add(loser)
        winners = [one for one in draft.decided if one not in lost]
        for one in sorted(winners, key=lambda one: str(one.path)):
            _write(draft, one)
        draft.decided = winners
        draft.added = [
            added
            for added in draft.added
            if not any(added.path.starts_with(one.claim.field.path) for one in winners)
        ]

    def _content_contesters(self, draft: _Draft, hold: _Hold) -> Iterator[_Hold]:
        """What others have at the claimed field, above it or below it, and do not leave open."""
        path = hold.claim.field.path
        blocked = blocking(draft.body, path)
        if blocked is not None:
            yield self._content(draft, blocked)
            return
        for content in self._contents(draft, path):
            if content.binding is not hold.binding and content.claim.verb is not Verb.DEFAULTED:
                yield content

    def _contents(self, draft: _Draft, path: Path) -> Iterator[_Hold]:
        """What lies at *path* and below it."""
        for leaf, value in leaves(draft.body, path):
            if value is not None:
                yield self._content(draft, leaf)

    def _content(self, draft: _Draft, path: Path) -> _Hold:
        """Whose the content at *path* is: the innermost entry's around it, or the whole object's."""
        around = [one for one in draft.added if path.starts_with(one.claim.field.path)]
        if around:
            return max(around, key=lambda one: one.claim.field.path.depth)
        return self._original(draft, path)

    def _original(self, draft: _Draft, path: Path) -> _Hold:
        if draft.rendered is not None:
            return _Hold(self.developer_claim(draft.rendered, path), None, path)
        assert draft.creator is not None, "an object is either rendered or created"  # noqa: S101 - tells the type checker
        field = FieldRef(ObjectRef.of(draft.body), path)
        return _Hold(Claim(field, draft.creator.owner, Verb.CREATED), draft.creator, path)

    def _settled(self, first: _Hold, second: _Hold) -> _Hold | None:
        """Which of two claims holds by a hand-over; none, and a contest, when neither or both give it up."""
        offers = [
            (giver, taker, offer)
            for giver, taker in ((first, second), (second, first))
            for offer in self._offers(giver, taker)
        ]
        if len({giver for giver, _, _ in offers}) != 1:
            self._contest(first, second)
            return None
        giver, taker, offer = offers[0]
        if not any(
            one.taker is taker.claim and one.giver.owner == giver.claim.owner for one in self.hand_overs
        ):
            self.hand_overs.append(HandOver(giver.claim, taker.claim, offer.why))
        return taker

    def _offers(self, giver: _Hold, taker: _Hold) -> Iterator[Offer]:
        """The offers by which *giver* gives up what both claim."""
        field = max(giver.claim.field, taker.claim.field, key=lambda one: one.path.depth)
        for effect in giver.binding.effects if giver.binding is not None else ():
            if isinstance(effect, Offer) and effect.field.object == field.object:
                body = self.drafts[field.object].body
                offered = (owned_path(body, path) for path in expanded(body, effect.field.path))
                if any(field.path.starts_with(path) for path in offered):
                    yield effect

    def _contest(self, first: _Hold, second: _Hold) -> None:
        if not any(
            one.second is second.claim and one.first.owner == first.claim.owner for one in self.contests
        ):
            self.contests.append(Contest(first.claim, second.claim))

    def _effects(self, kind: type[E]) -> Iterator[tuple[Binding, E]]:
        for binding in self.bindings:
            for effect in binding.effects:
                if isinstance(effect, kind):
                    yield binding, effect

    def _expanded(self, binding: Binding, field: FieldRef) -> list[Path]:
        """The paths that *field* stands for; none, and a misdirection, when it cannot be found."""
        draft = self.drafts.get(field.object)
        if draft is None:
            kinds = ", ".join(str(ref) for ref in self.drafts)
            whole = FieldRef(field.object, Path())
            self._misdirect(binding, whole, f"the component has no such object, only {kinds}")
            return []
        try:
            return list(expanded(draft.body, field.path))
        except ValueError as error:
            self._misdirect(binding, field, str(error))
            return []

    def _misdirect(self, binding: Binding, field: FieldRef, reason: str) -> None:
        misdirection = Misdirection(binding, field, reason)
        if misdirection not in self.misdirections:
            self.misdirections.append(misdirection)

    def _readings(self) -> Iterator[Reading]:
        read = [(binding, effect.field, effect.why, effect.help) for binding, effect in self._effects(Read)]
        read += [(binding, effect.source, effect.why, "") for binding, effect in self._effects(Derive)]
        for binding, wanted, why, help in read:
            for path in self._expanded(binding, wanted):
                field = FieldRef(wanted.object, path)
                found = at(self.drafts[field.object].body, path)
                yield Reading(field, why, binding, found is not None, help)

    def _rewritings(self) -> Iterator[_Hold]:
        for binding, effect in self._effects(Rewrite):
            for path in self._expanded(binding, effect.field):
                field = FieldRef(effect.field.object, path)
                claim = Claim(field, binding.owner, Verb.REWRITTEN, effect.by, in_pods=effect.in_pods)
                yield _Hold(claim, binding, path)

    def rewrite(self) -> None:
        """Find who else controls what a controller changes at run time, or relies on it."""
        self.readings = tuple(self._readings())
        rewritings = list(self._rewritings())
        held = [
            *(one for draft in self.drafts.values() for one in draft.decided),
            *(_reading(one.binding, one.field, one.help) for one in self.readings),
        ]
        for rewriting in rewritings:
            field = rewriting.claim.field
            for other in held:
                harmless = rewriting.claim.in_pods and other.claim.verb in _FIRST_VALUES
                apart = harmless or other.binding is rewriting.binding
                if not apart and _meet(other.claim.field, field):
                    self._contest(other, rewriting)
            held.append(rewriting)
            self.drafts[field.object].rewritten.append(rewriting.claim)

    def result(self) -> Folded:
        return Folded(
            objects=tuple(
                FoldedObject(
                    draft.body,
                    draft.rendered,
                    draft.creator.owner if draft.creator else None,
                    tuple(one.claim for one in (*draft.added, *draft.decided)),
                    tuple(draft.rewritten),
                )
                for draft in self.drafts.values()
            ),
            contests=tuple(self.contests),
            hand_overs=tuple(self.hand_overs),
            readings=self.readings,
            misdirections=tuple(self.misdirections),
            reserved=tuple(self.reserved),
        )


def _reading(binding: Binding, field: FieldRef, help: str = "") -> _Hold:
    return _Hold(Claim(field, binding.owner, Verb.READ, help=help), binding, field.path)


def _meet(one: FieldRef, other: FieldRef) -> bool:
    """Whether two fields are one, or one is in the other."""
    return one.object == other.object and overlap(one.path, other.path)


def _write(draft: _Draft, hold: _Hold) -> None:
    if hold.value is _REMOVED:
        take(draft.writable(), hold.path)
    elif hold.value is not None:
        put(draft.writable(), hold.path, hold.value)


def created_object(effect: Create, workload: RenderedWorkload) -> dict[str, Any]:
    """The object that *effect* makes for *workload*: its body with name, namespace and labels."""
    body = copied(effect.body)
    own: Mapping[str, Any] = body.pop("metadata", None) or {}
    usual = workload.context.metadata(effect.name)
    labels = {**usual["labels"], **as_map(own.get("labels"))}
    metadata: dict[str, Any] = {**usual, **own, "name": effect.name, "labels": labels}
    made: dict[str, Any] = {
        "apiVersion": effect.api_version,
        "kind": effect.kind,
        "metadata": metadata,
        **body,
    }
    if not workload.context.is_namespaced(ObjectRef.of(made).api):
        del metadata["namespace"]
    return made


def _agree(first: _Hold, second: _Hold) -> bool:
    """Whether two decisions go together: a trait's own parent and child, or one implementation's alike."""
    if first.path != second.path:
        return first.binding is second.binding
    return (
        first.binding is not None
        and second.binding is not None
        and first.binding.implementation is second.binding.implementation
        and (first.claim.verb, first.claim.to, first.value)
        == (second.claim.verb, second.claim.to, second.value)
    )


def _identity(ref: ObjectRef) -> _Identity:
    """What identifies an object in a cluster, where an object has all versions of its API."""
    return (ref.api.kind, ref.api.group, ref.namespace, ref.name)


def _declaration_order(binding: Binding) -> tuple[str, int, int, str]:
    """The order of the program's text, as cheap as can be, whatever order the traits are bound in."""
    origin = binding.trait.origin
    return (
        origin.code.co_filename,
        origin.code.co_firstlineno,
        origin.instruction,
        binding.trait.label,
    )


def _addition_order(one: tuple[Binding, Add, FieldRef]) -> tuple[str, str, str]:
    _, effect, place = one
    return (str(place.object), str(place.path), effect.key or _sort_text(effect.value))


def _sort_text(value: object) -> str:
    """A text that orders entries of keyed lists; opaque leaves do not take part."""
    if is_map(value):
        return ",".join(f"{key}={_sort_text(value[key])}" for key in sorted(value) if value[key] is not None)
    return str(value) if isinstance(value, (str, int)) else ""
