"""First step: the objects that traits make, and those that controllers will."""

from collections.abc import Mapping

from oamdsl.compose.created import created_object
from oamdsl.compose.folded import Reserved
from oamdsl.compose.folding.draft import Draft
from oamdsl.compose.folding.hold import Hold
from oamdsl.compose.folding.state import Folding
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef, Identity, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Create, Reserve


def create(folding: Folding) -> None:
    """Create what traits bring in; two objects of one identity are a contest."""
    made = {ref.identity: draft for ref, draft in folding.drafts.items()}
    created: dict[ObjectRef, Draft] = {}
    for binding, effect in folding.effects(Create):
        body = created_object(effect, folding.workload)
        ref = ObjectRef.of(body)
        draft = Draft(body, None, binding, folding.developer_claim)
        other = made.setdefault(ref.identity, draft)
        if other is draft:
            created[ref] = draft
        else:
            folding.contest(other.original(Path()), draft.original(Path()))
    folding.drafts |= {ref: created[ref] for ref in sorted(created, key=lambda ref: ref.identity)}
    _reserve(folding, made)


def _reserve(folding: Folding, made: Mapping[Identity, Draft]) -> None:
    """Set what controllers make against who makes the same."""
    namespace = folding.workload.context.namespace
    holds: dict[Identity, Hold] = {}
    for by, effect in folding.claims(Reserve):
        ref = ObjectRef(Api(effect.api_version, effect.kind), effect.name, namespace)
        hold = Hold(Claim(FieldRef(ref, Path()), by.owner, Verb.RESERVED, effect.by), by, Path())
        draft = made.get(ref.identity)
        other = holds.setdefault(ref.identity, hold)
        if draft is not None:
            folding.contest(draft.original(Path()), hold)
        elif other is not hold:
            folding.contest(other, hold)
        else:
            folding.reserved.append(Reserved(hold.claim, effect.of))
