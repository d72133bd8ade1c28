"""Fifth step: other values of what is decided."""

from oamdsl.compose.folding.draft import Draft
from oamdsl.compose.folding.hold import Hold, meet
from oamdsl.compose.folding.state import Folding
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.merge import owned_path
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.tree import at, copied, missing_entry
from oamdsl.model.effect import Amend


def amend(folding: Folding) -> None:
    """Make other values of decided ones, where whoever holds them offers it."""
    wanted: dict[ObjectRef, list[Hold]] = {}
    for binding, effect in folding.effects(Amend):
        for path in folding.expanded(binding, effect.field):
            field = FieldRef(effect.field.object, path)
            body = folding.drafts[field.object].body
            there = at(body, path)
            if there is None:
                missing = missing_entry(body, path) or path
                folding.misdirect(binding, field, f"there is no {missing}")
                continue
            claim = Claim(FieldRef(field.object, owned_path(body, path)), binding.owner, Verb.AMENDED)
            hold = Hold(claim, binding, path, effect.make(copied(there)))
            wanted.setdefault(field.object, []).append(hold)
    for ref, holds in wanted.items():
        _amend(folding, folding.drafts[ref], holds)
    for followed in folding.followed:
        for other in folding.drafts[followed.claim.field.object].decided:
            if other.by is not followed.by and meet(other.claim.field, followed.claim.field):
                folding.contest(other, followed)


def _amend(folding: Folding, draft: Draft, holds: list[Hold]) -> None:
    lost = folding.rivals(holds)
    for hold in holds:
        for holder in draft.holders(hold.claim.field.path):
            free = holder.by is hold.by or holder.claim.verb is Verb.DEFAULTED
            if not free and not folding.is_offered(holder, hold):
                folding.contest(holder, hold)
                lost.add(hold)
    winners = [one for one in holds if one not in lost]
    for one in winners:
        draft.put(one.path, one.value)
    draft.settle(winners)
