"""Effects folded into a component's objects: what nobody contests is applied, what is contested is reported.

The result does not depend on the order of the traits: they are taken in the order of the program's text, all
objects are created first, then entries are added, then fields are decided, then what is left open gets its
defaults, then values are amended, each in the order of their paths. Two claims to one field never both apply,
unless one trait amends what the other offers.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations
from typing import Any, Final, TypeVar

from oamdsl.compose.addition import Addition, in_order
from oamdsl.compose.draft import DeveloperClaim, Draft, Hold
from oamdsl.compose.folded import Binding, Controller, Folded, FoldedObject, Misdirection, Reading, Reserved
from oamdsl.compose.ledger import Claim, Contest, HandOver, Verb
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.entry import address
from oamdsl.kubernetes.list_keys import shape
from oamdsl.kubernetes.merge import expanded, overlap, owned_path
from oamdsl.kubernetes.object import FieldRef, Identity, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.program_keys import in_program
from oamdsl.kubernetes.tree import as_map, at, blocking, copied, missing_entry, put, take
from oamdsl.model.effect import (
    Add,
    Amend,
    Create,
    Default,
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
from oamdsl.model.workload import RenderedWorkload

E = TypeVar("E", bound=Effect)

Claimant = Binding | Controller


def fold(
    workload: RenderedWorkload,
    bindings: Iterable[Binding],
    developer_claim: DeveloperClaim,
    controllers: Iterable[Controller] = (),
) -> Folded:
    """Apply the effects of *bindings* to the objects of *workload*.

    Args:
        workload: What the developer wrote, rendered.
        bindings: Traits with their effects, in any order.
        developer_claim: Tells whose a field of the workload is, asked for contested fields alone.
        controllers: What controllers of the plan's objects do to the component's, in any order.
    """
    folding = _Folding(workload, bindings, developer_claim, controllers)
    folding.create()
    folding.add()
    folding.decide()
    folding.default()
    folding.amend()
    folding.rewrite()
    return folding.result()


_FIRST_VALUES: Final = frozenset({Verb.SET, Verb.AMENDED, Verb.REMOVED})
"""What says how a field starts out, so that pods may differ from it later."""

_REMOVED: Final = object()
"""Stands for the value of a field that is taken away."""


class _Folding:
    def __init__(
        self,
        workload: RenderedWorkload,
        bindings: Iterable[Binding],
        developer_claim: DeveloperClaim,
        controllers: Iterable[Controller],
    ) -> None:
        self.workload = workload
        self.bindings = sorted(bindings, key=_declaration_order)
        self.controllers = sorted(controllers, key=_declaration_order)
        self.developer_claim = developer_claim
        self.contests: list[Contest] = []
        self.hand_overs: list[HandOver] = []
        self.misdirections: list[Misdirection] = []
        self.circles: list[tuple[Claim, ...]] = []
        self.readings: tuple[Reading, ...] = ()
        self.followed: list[Hold] = []
        self.reserved: list[Reserved] = []
        self.drafts: dict[ObjectRef, Draft] = {}
        for one in workload.objects:
            draft = Draft(one.body, one, None, developer_claim)
            other = self.drafts.setdefault(one.ref, draft)
            if other is not draft:
                self._contest(other.original(Path()), draft.original(Path()))

    def create(self) -> None:
        made = {ref.identity: draft for ref, draft in self.drafts.items()}
        created: dict[ObjectRef, Draft] = {}
        for binding, effect in self._effects(Create):
            body = created_object(effect, self.workload)
            ref = ObjectRef.of(body)
            draft = Draft(body, None, binding, self.developer_claim)
            other = made.setdefault(ref.identity, draft)
            if other is draft:
                created[ref] = draft
            else:
                self._contest(other.original(Path()), draft.original(Path()))
        self.drafts |= {ref: created[ref] for ref in sorted(created, key=lambda ref: ref.identity)}
        self._reserve(made)

    def _reserve(self, made: Mapping[Identity, Draft]) -> None:
        """Set what controllers make against who makes the same."""
        namespace = self.workload.context.namespace
        holds: dict[Identity, Hold] = {}
        for by, effect in self._claims(Reserve):
            ref = ObjectRef(Api(effect.api_version, effect.kind), effect.name, namespace)
            hold = Hold(Claim(FieldRef(ref, Path()), by.owner, Verb.RESERVED, effect.by), by, Path())
            draft = made.get(ref.identity)
            other = holds.setdefault(ref.identity, hold)
            if draft is not None:
                self._contest(draft.original(Path()), hold)
            elif other is not hold:
                self._contest(other, hold)
            else:
                self.reserved.append(Reserved(hold.claim, effect.of))

    def add(self) -> None:
        effects = list(self._effects(Add))
        for has_each in (False, True):
            additions, circles = in_order(
                addition
                for binding, effect in effects
                if effect.field.path.has_each == has_each
                for path in self._expanded(binding, effect.field)
                for addition in self._addition(binding, effect, FieldRef(effect.field.object, path))
            )
            self.circles += circles
            for addition in additions:
                self._add(addition)
            self._find_predecessors(additions)

    def _addition(self, binding: Binding, effect: Add, place: FieldRef) -> Iterator[Addition]:
        """The entry that *effect* adds in *place*; none, and a misdirection, when it cannot be told apart."""
        if effect.key is not None:
            yield Addition(binding, effect, place, effect.key)
            return
        keys = in_program(self.drafts[place.object].body).lists.get(shape(place.path))
        if keys is None:
            reason = "its entries cannot be told apart, so it has one owner: use Set for the whole"
            self._misdirect(binding, place, reason)
            return
        found = address(keys, effect.value)
        if found is None:
            self._misdirect(binding, place, f"its entries need a plain {' and '.join(keys) or 'value'}")
            return
        yield Addition(binding, effect, place, found)

    def _find_predecessors(self, additions: Iterable[Addition]) -> None:
        """Say which of the entries that others shall stand after are not there."""
        for addition in additions:
            for before in addition.predecessors:
                if at(self.drafts[before.object].body, before.path) is None:
                    self._misdirect(addition.binding, before, f"there is no {before.path}")

    def _add(self, addition: Addition) -> None:
        draft, place, binding = self.drafts[addition.place.object], addition.place, addition.binding
        missing = missing_entry(draft.body, place.path)
        if missing is not None:
            self._misdirect(binding, place, f"there is no {missing}")
            return
        path, value = addition.field.path, addition.effect.value
        field = FieldRef(place.object, owned_path(draft.body, path))
        hold = Hold(Claim(field, binding.owner, Verb.ADDED), binding, path, value)
        if self._may_add(draft, hold):
            put(draft.writable(), path, value)
            draft.added.append(hold)

    def _may_add(self, draft: Draft, hold: Hold) -> bool:
        blocked = blocking(draft.body, hold.path)
        if blocked is not None:
            self._contest(draft.content(blocked), hold)
            return False
        contents = [
            one for one in draft.contents(hold.claim.field.path) if one.claim.verb is not Verb.DEFAULTED
        ]
        others = [one for one in contents if one.by is not hold.by and not _agree(one, hold)]
        for one in others:
            self._contest(one, hold)
        if others:
            return False
        there = at(draft.body, hold.path)
        if there is not None and contents and copied(hold.value) != there:
            self._contest(contents[0], hold)
        return there is None or not contents

    def decide(self) -> None:
        wanted: dict[ObjectRef, list[Hold]] = {ref: [] for ref in self.drafts}
        decisions: Iterator[tuple[Claimant, Set | Remove | Delegate]] = chain(
            self._derived(), self._effects(Set), self._effects(Remove), self._claims(Delegate)
        )
        for by, effect in decisions:
            for path in self._expanded(by, effect.field):
                field = FieldRef(effect.field.object, path)
                for hold in self._decision(by, effect, field):
                    wanted[field.object].append(hold)
        for ref, holds in wanted.items():
            self._decide(self.drafts[ref], holds)

    def _derived(self) -> Iterator[tuple[Binding, Set]]:
        """What is decided by its source; where that is not set, its reading says so."""
        for binding, effect in self._effects(Derive):
            for source in self._expanded(binding, effect.source):
                value = at(self.drafts[effect.source.object].body, source)
                if value is not None:
                    self.followed.append(_reading(binding, FieldRef(effect.source.object, source)))
                    yield binding, Set(effect.field, effect.make(copied(value)))

    def _decision(self, by: Claimant, effect: Set | Remove | Delegate, field: FieldRef) -> Iterator[Hold]:
        """The decision of *field*; none, and a misdirection, where nothing is to be decided."""
        body = self.drafts[field.object].body
        missing = missing_entry(body, field.path)
        if missing is None and isinstance(effect, Remove) and at(body, field.path) is None:
            missing = field.path
        if missing is not None:
            self._misdirect(by, field, f"there is no {missing}")
            return
        claimed = FieldRef(field.object, owned_path(body, field.path))
        match effect:
            case Delegate():
                claim = Claim(claimed, by.owner, Verb.DELEGATED, effect.to, help=effect.help)
                value = effect.initial
            case Remove():
                claim, value = Claim(claimed, by.owner, Verb.REMOVED), _REMOVED
            case _:
                claim, value = Claim(claimed, by.owner, Verb.SET), effect.value
        yield Hold(claim, by, field.path, value)

    def _decide(self, draft: Draft, holds: list[Hold]) -> None:
        """Decide what is uncontested; a contest leaves the field as it was."""
        lost: set[Hold] = set()
        for hold in holds:
            for content in self._content_contesters(draft, hold):
                self._contest(content, hold)
                lost.add(hold)
        lost |= self._rivals(holds)
        winners = [one for one in holds if one not in lost]
        for one in sorted(winners, key=lambda one: str(one.path)):
            _write(draft, one)
        draft.settle(winners)

    def _rivals(self, holds: Iterable[Hold]) -> set[Hold]:
        """Those of *holds* that others of them contest."""
        lost: set[Hold] = set()
        for first, second in combinations(holds, 2):
            if overlap(first.claim.field.path, second.claim.field.path) and not _agree(first, second):
                self._contest(first, second)
                lost |= {first, second}
        return lost

    def _content_contesters(self, draft: Draft, hold: Hold) -> Iterator[Hold]:
        """What others have at the claimed field, above it or below it, and do not leave open."""
        path = hold.claim.field.path
        blocked = blocking(draft.body, path)
        if blocked is not None:
            yield draft.content(blocked)
            return
        for content in draft.contents(path):
            if content.by is not hold.by and content.claim.verb is not Verb.DEFAULTED:
                yield content

    def default(self) -> None:
        """Decide what nobody else does."""
        wanted: dict[ObjectRef, list[Hold]] = {}
        for binding, effect in self._effects(Default):
            for path in self._expanded(binding, effect.field):
                field = FieldRef(effect.field.object, path)
                for hold in self._decision(binding, Set(field, effect.value), field):
                    if not self._gives_way(self.drafts[field.object], hold, effect.why):
                        wanted.setdefault(field.object, []).append(hold)
        for ref, holds in wanted.items():
            draft, lost = self.drafts[ref], self._rivals(holds)
            winners = [one for one in holds if one not in lost]
            for one in winners:
                put(draft.writable(), one.path, one.value)
            draft.settle(winners)

    def _gives_way(self, draft: Draft, hold: Hold, why: str) -> bool:
        """Whether somebody else holds what *hold* would decide; if so, it is handed over."""
        holders = [
            one for one in draft.holders(hold.claim.field.path) if one.claim.verb is not Verb.DEFAULTED
        ]
        for holder in holders:
            self._hand_over(hold, holder, why)
        return bool(holders)

    def amend(self) -> None:
        """Make other values of decided ones, where whoever holds them offers it."""
        wanted: dict[ObjectRef, list[Hold]] = {}
        for binding, effect in self._effects(Amend):
            for path in self._expanded(binding, effect.field):
                field = FieldRef(effect.field.object, path)
                body = self.drafts[field.object].body
                there = at(body, path)
                if there is None:
                    missing = missing_entry(body, path) or path
                    self._misdirect(binding, field, f"there is no {missing}")
                    continue
                claim = Claim(FieldRef(field.object, owned_path(body, path)), binding.owner, Verb.AMENDED)
                hold = Hold(claim, binding, path, effect.make(copied(there)))
                wanted.setdefault(field.object, []).append(hold)
        for ref, holds in wanted.items():
            self._amend(self.drafts[ref], holds)
        for followed in self.followed:
            for other in self.drafts[followed.claim.field.object].decided:
                if other.by is not followed.by and _meet(other.claim.field, followed.claim.field):
                    self._contest(other, followed)

    def _amend(self, draft: Draft, holds: list[Hold]) -> None:
        lost = self._rivals(holds)
        for hold in holds:
            for holder in draft.holders(hold.claim.field.path):
                free = holder.by is hold.by or holder.claim.verb is Verb.DEFAULTED
                if not free and not self._is_offered(holder, hold):
                    self._contest(holder, hold)
                    lost.add(hold)
        winners = [one for one in holds if one not in lost]
        for one in winners:
            put(draft.writable(), one.path, one.value)
        draft.settle(winners)

    def _is_offered(self, holder: Hold, taker: Hold) -> bool:
        """Whether *holder* lets others build on what both claim; if so, it is handed over."""
        field = max(holder.claim.field, taker.claim.field, key=lambda one: one.path.depth)
        offer = next(self._offers(holder.by, field), None)
        if offer is None:
            return False
        self._hand_over(holder, taker, offer.why)
        return True

    def _hand_over(self, giver: Hold, taker: Hold, why: str) -> None:
        if not any(
            one.taker is taker.claim and one.giver.owner == giver.claim.owner for one in self.hand_overs
        ):
            self.hand_overs.append(HandOver(giver.claim, taker.claim, why))

    def _offers(self, by: Claimant | None, field: FieldRef) -> Iterator[Offer]:
        for effect in by.effects if isinstance(by, Binding) else ():
            if isinstance(effect, Offer) and effect.field.object == field.object:
                body = self.drafts[field.object].body
                offered = (owned_path(body, path) for path in expanded(body, effect.field.path))
                if any(field.path.starts_with(path) for path in offered):
                    yield effect

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
                apart = harmless or other.by is rewriting.by
                meeting = not apart and _meet(other.claim.field, field)
                if meeting and not self._is_offered(other, rewriting):
                    self._contest(other, rewriting)
            held.append(rewriting)
            self.drafts[field.object].rewritten.append(rewriting.claim)

    def _readings(self) -> Iterator[Reading]:
        read = [(binding, effect.field, effect.why, effect.help) for binding, effect in self._effects(Read)]
        read += [(binding, effect.source, effect.why, "") for binding, effect in self._effects(Derive)]
        for binding, wanted, why, help in read:
            for path in self._expanded(binding, wanted):
                field = FieldRef(wanted.object, path)
                found = at(self.drafts[field.object].body, path)
                yield Reading(field, why, binding, found is not None, help)

    def _rewritings(self) -> Iterator[Hold]:
        for by, effect in self._claims(Rewrite):
            for path in self._expanded(by, effect.field):
                field = FieldRef(effect.field.object, path)
                claim = Claim(field, by.owner, Verb.REWRITTEN, effect.by, in_pods=effect.in_pods)
                yield Hold(claim, by, path)

    def _contest(self, first: Hold, second: Hold) -> None:
        if not any(
            one.second is second.claim and one.first.owner == first.claim.owner for one in self.contests
        ):
            self.contests.append(Contest(first.claim, second.claim))

    def _effects(self, kind: type[E]) -> Iterator[tuple[Binding, E]]:
        """What traits do."""
        for binding in self.bindings:
            for effect in binding.effects:
                if isinstance(effect, kind):
                    yield binding, effect

    def _claims(self, kind: type[E]) -> Iterator[tuple[Claimant, E]]:
        """What traits do, and controllers of the plan's objects."""
        yield from self._effects(kind)
        for controller in self.controllers:
            for effect in controller.effects:
                if isinstance(effect, kind):
                    yield controller, effect

    def _expanded(self, by: Claimant, field: FieldRef) -> list[Path]:
        """The paths that *field* stands for; none, and a misdirection, when it cannot be found."""
        draft = self.drafts.get(field.object)
        if draft is None:
            kinds = ", ".join(str(ref) for ref in self.drafts)
            whole = FieldRef(field.object, Path())
            self._misdirect(by, whole, f"the component has no such object, only {kinds}")
            return []
        try:
            return list(expanded(draft.body, field.path))
        except ValueError as error:
            self._misdirect(by, field, str(error))
            return []

    def _misdirect(self, by: Claimant, field: FieldRef, reason: str) -> None:
        """Report an effect that hits nothing; a controller's is no mistake of the program's."""
        if isinstance(by, Binding):
            misdirection = Misdirection(by, field, reason)
            if misdirection not in self.misdirections:
                self.misdirections.append(misdirection)

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
            circles=tuple(self.circles),
            reserved=tuple(self.reserved),
        )


def _reading(binding: Binding, field: FieldRef, help: str = "") -> Hold:
    return Hold(Claim(field, binding.owner, Verb.READ, help=help), binding, field.path)


def _meet(one: FieldRef, other: FieldRef) -> bool:
    """Whether two fields are one, or one is in the other."""
    return one.object == other.object and overlap(one.path, other.path)


def _write(draft: Draft, hold: Hold) -> None:
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


def _agree(first: Hold, second: Hold) -> bool:
    """Whether two decisions go together: a trait's own parent and child, or one implementation's alike."""
    if first.path != second.path:
        return first.by is second.by
    return (
        isinstance(first.by, Binding)
        and isinstance(second.by, Binding)
        and first.by.implementation is second.by.implementation
        and (first.claim.verb, first.claim.to, first.value)
        == (second.claim.verb, second.claim.to, second.value)
    )


def _declaration_order(claimant: Claimant) -> tuple[str, int, int, str]:
    """The order of the program's text, as cheap as can be, whatever order the traits are bound in."""
    owner = claimant.owner
    origin = owner.origin
    return (origin.code.co_filename, origin.code.co_firstlineno, origin.instruction, owner.name)
