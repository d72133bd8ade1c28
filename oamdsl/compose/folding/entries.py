"""Second step: entries of maps and lists; those for each entry of another list come last."""

from collections.abc import Iterable, Iterator

from oamdsl.compose.folded import Binding
from oamdsl.compose.folding.addition import Addition, in_order
from oamdsl.compose.folding.draft import Draft
from oamdsl.compose.folding.hold import Hold, agree
from oamdsl.compose.folding.state import Folding
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.entry import address
from oamdsl.kubernetes.list_keys import shape
from oamdsl.kubernetes.merge import owned_path
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.program_keys import in_program
from oamdsl.kubernetes.tree import at, blocking, copied, missing_entry
from oamdsl.model.effect import Add


def add(folding: Folding) -> None:
    """Add entries, each after those that it names; ``[*]`` stands for what others have added by then."""
    effects = list(folding.effects(Add))
    for has_each in (False, True):
        additions, circles = in_order(
            addition
            for binding, effect in effects
            if effect.field.path.has_each == has_each
            for path in folding.expanded(binding, effect.field)
            for addition in _addition(folding, binding, effect, FieldRef(effect.field.object, path))
        )
        folding.circles += circles
        for addition in additions:
            _add(folding, addition)
        _find_predecessors(folding, additions)


def _addition(folding: Folding, binding: Binding, effect: Add, place: FieldRef) -> Iterator[Addition]:
    """The entry that *effect* adds in *place*; none, and a misdirection, when it cannot be told apart."""
    if effect.key is not None:
        yield Addition(binding, effect, place, effect.key)
        return
    keys = in_program(folding.drafts[place.object].body).lists.get(shape(place.path))
    if keys is None:
        reason = "its entries cannot be told apart, so it has one owner: use Set for the whole"
        folding.misdirect(binding, place, reason)
        return
    found = address(keys, effect.value)
    if found is None:
        folding.misdirect(binding, place, f"its entries need a plain {' and '.join(keys) or 'value'}")
        return
    yield Addition(binding, effect, place, found)


def _find_predecessors(folding: Folding, additions: Iterable[Addition]) -> None:
    """Say which of the entries that others shall stand after are not there."""
    for addition in additions:
        for before in addition.predecessors:
            if at(folding.drafts[before.object].body, before.path) is None:
                folding.misdirect(addition.binding, before, f"there is no {before.path}")


def _add(folding: Folding, addition: Addition) -> None:
    draft, place, binding = folding.drafts[addition.place.object], addition.place, addition.binding
    missing = missing_entry(draft.body, place.path)
    if missing is not None:
        folding.misdirect(binding, place, f"there is no {missing}")
        return
    path, value = addition.field.path, addition.effect.value
    field = FieldRef(place.object, owned_path(draft.body, path))
    hold = Hold(Claim(field, binding.owner, Verb.ADDED), binding, path, value)
    if _may_add(folding, draft, hold):
        draft.put(path, value)
        draft.added.append(hold)


def _may_add(folding: Folding, draft: Draft, hold: Hold) -> bool:
    blocked = blocking(draft.body, hold.path)
    if blocked is not None:
        folding.contest(draft.content(blocked), hold)
        return False
    contents = [one for one in draft.contents(hold.claim.field.path) if one.claim.verb is not Verb.DEFAULTED]
    others = [one for one in contents if one.by is not hold.by and not agree(one, hold)]
    for one in others:
        folding.contest(one, hold)
    if others:
        return False
    there = at(draft.body, hold.path)
    if there is not None and contents and copied(hold.value) != there:
        folding.contest(contents[0], hold)
    return there is None or not contents
