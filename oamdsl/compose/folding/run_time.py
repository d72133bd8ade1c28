"""Last step: what controllers change at run time, and who relies on it."""

from collections.abc import Iterator
from typing import Final

from oamdsl.compose.folded import Reading
from oamdsl.compose.folding.hold import Hold, meet, reading
from oamdsl.compose.folding.state import Folding
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import at
from oamdsl.model.effect import Derive, Read, Rewrite

_FIRST_VALUES: Final = frozenset({Verb.SET, Verb.AMENDED, Verb.REMOVED})
"""What says how a field starts out, so that pods may differ from it later."""


def rewrite(folding: Folding) -> None:
    """Find who else controls what a controller changes at run time, or relies on it."""
    folding.readings = tuple(_readings(folding))
    rewritings = list(_rewritings(folding))
    if not rewritings:
        return
    held = [
        *(one for draft in folding.drafts.values() for one in draft.decided),
        *(reading(one.binding, one.field, one.help) for one in folding.readings),
    ]
    for rewriting in rewritings:
        field = rewriting.claim.field
        for other in held:
            harmless = rewriting.claim.in_pods and other.claim.verb in _FIRST_VALUES
            apart = harmless or other.by is rewriting.by
            meeting = not apart and meet(other.claim.field, field)
            if meeting and not folding.is_offered(other, rewriting):
                folding.contest(other, rewriting)
        held.append(rewriting)
        folding.drafts[field.object].rewritten.append(rewriting.claim)


def _readings(folding: Folding) -> Iterator[Reading]:
    read = [(binding, effect.field, effect.why, effect.help) for binding, effect in folding.effects(Read)]
    read += [(binding, effect.source, effect.why, "") for binding, effect in folding.effects(Derive)]
    for binding, wanted, why, help in read:
        for path in folding.expanded(binding, wanted):
            field = FieldRef(wanted.object, path)
            found = at(folding.drafts[field.object].body, path)
            yield Reading(field, why, binding, found is not None, help)


def _rewritings(folding: Folding) -> Iterator[Hold]:
    for by, effect in folding.claims(Rewrite):
        for path in folding.expanded(by, effect.field):
            field = FieldRef(effect.field.object, path)
            claim = Claim(field, by.owner, Verb.REWRITTEN, effect.by, in_pods=effect.in_pods)
            yield Hold(claim, by, path)
