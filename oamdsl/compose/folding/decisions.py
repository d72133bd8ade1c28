"""Third and fourth step: fields that traits and controllers decide, then those that are left open."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from oamdsl.compose.folded import Binding
from oamdsl.compose.folding.draft import Draft
from oamdsl.compose.folding.hold import Hold, reading
from oamdsl.compose.folding.state import Claimant, Folding
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.merge import owned_path
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.tree import at, blocking, copied, missing_entry
from oamdsl.model.effect import Default, Delegate, Derive, Remove, Set

_REMOVED: Final = object()
"""Stands for the value of a field that is taken away."""


def decide(folding: Folding) -> None:
    """Decide what traits set, remove, derive or leave to a controller."""
    wanted: dict[ObjectRef, list[Hold]] = {ref: [] for ref in folding.drafts}
    decisions: Iterator[tuple[Claimant, Set | Remove | Delegate]] = chain(
        _derived(folding), folding.effects(Set), folding.effects(Remove), folding.claims(Delegate)
    )
    for by, effect in decisions:
        for path in folding.expanded(by, effect.field):
            field = FieldRef(effect.field.object, path)
            for hold in _decision(folding, by, effect, field):
                wanted[field.object].append(hold)
    for ref, holds in wanted.items():
        if holds:
            _decide(folding, folding.drafts[ref], holds)


def _derived(folding: Folding) -> Iterator[tuple[Binding, Set]]:
    """What is decided by its source; where that is not set, its reading says so."""
    for binding, effect in folding.effects(Derive):
        for source in folding.expanded(binding, effect.source):
            value = at(folding.drafts[effect.source.object].body, source)
            if value is not None:
                folding.followed.append(reading(binding, FieldRef(effect.source.object, source)))
                yield binding, Set(effect.field, effect.make(copied(value)))


def _decision(
    folding: Folding, by: Claimant, effect: Set | Remove | Delegate, field: FieldRef
) -> Iterator[Hold]:
    """The decision of *field*; none, and a misdirection, where nothing is to be decided."""
    if not field.path.depth:
        folding.misdirect(by, field, "a whole object is made by `Create` alone")
        return
    body = folding.drafts[field.object].body
    missing = missing_entry(body, field.path)
    if missing is None and isinstance(effect, Remove) and at(body, field.path) is None:
        missing = field.path
    if missing is not None:
        folding.misdirect(by, field, f"there is no {missing}")
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


def _decide(folding: Folding, draft: Draft, holds: list[Hold]) -> None:
    """Decide what is uncontested; a contest leaves the field as it was."""
    lost: set[Hold] = set()
    for hold in holds:
        for content in _content_contesters(draft, hold):
            folding.contest(content, hold)
            lost.add(hold)
    lost |= folding.rivals(holds)
    winners = [one for one in holds if one not in lost]
    for one in sorted(winners, key=lambda one: str(one.path)):
        _write(draft, one)
    draft.settle(winners)


def _content_contesters(draft: Draft, hold: Hold) -> Iterator[Hold]:
    """What others have at the claimed field, above it or below it, and do not leave open."""
    path = hold.claim.field.path
    blocked = blocking(draft.body, path)
    if blocked is not None:
        yield draft.content(blocked)
        return
    for content in draft.contents(path):
        if content.by is not hold.by and content.claim.verb is not Verb.DEFAULTED:
            yield content


def _write(draft: Draft, hold: Hold) -> None:
    if hold.value is _REMOVED:
        draft.take(hold.path)
    elif hold.value is not None:
        draft.put(hold.path, hold.value)


def default(folding: Folding) -> None:
    """Decide what nobody else does."""
    wanted: dict[ObjectRef, list[Hold]] = {}
    for binding, effect in folding.effects(Default):
        for path in folding.expanded(binding, effect.field):
            field = FieldRef(effect.field.object, path)
            for hold in _decision(folding, binding, Set(field, effect.value), field):
                if not _gives_way(folding, folding.drafts[field.object], hold, effect.why):
                    wanted.setdefault(field.object, []).append(hold)
    for ref, holds in wanted.items():
        draft, lost = folding.drafts[ref], folding.rivals(holds)
        winners = [one for one in holds if one not in lost]
        for one in winners:
            draft.put(one.path, one.value)
        draft.settle(winners)


def _gives_way(folding: Folding, draft: Draft, hold: Hold, why: str) -> bool:
    """Whether somebody else holds what *hold* would decide; if so, it is handed over."""
    holders = [one for one in draft.holders(hold.claim.field.path) if one.claim.verb is not Verb.DEFAULTED]
    for holder in holders:
        folding.hand_over(hold, holder, why)
    return bool(holders)
