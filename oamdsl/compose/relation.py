"""How two traits on one workload get on: computed from what they do, so strangers' traits are covered too."""

import enum
from collections.abc import Iterator

from oamdsl.compose.conditions import settled
from oamdsl.compose.controllers import Part, controllers
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding, Folded
from oamdsl.compose.ledger import Claim, Owner, Role, Verb
from oamdsl.compose.replacement import replacement_of
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Create
from oamdsl.model.platform import Platform
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedObject, RenderedWorkload


class Relation(enum.Enum):
    """The relations of the founding article."""

    ORTHOGONAL = "orthogonal"
    """They share nothing."""
    COMPOSABLE = "composable"
    """One builds on the other."""
    CONFLICTING = "conflicting"
    """They may not be bound together."""


def relation(
    first: Trait, second: Trait, workload: RenderedWorkload, platform: Platform
) -> tuple[Relation, str]:
    """The relation of two traits on *workload* as *platform* implements them, and the reason for it.

    What the developer fixed is left out of account: it is between the developer and each of the traits.

    Raises:
        LookupError: The platform does not offer a trait, or the workload lacks what the trait applies to.
    """
    for one, other in ((first, second), (second, first)):
        if isinstance(other, one.conflicts_with):
            return Relation.CONFLICTING, f"{one.label} declares a conflict with {other.label}"
    bound = before = _bound((first, second), workload, platform)
    replacement = replacement_of(workload, settled(workload, bound))
    if replacement is not None:
        if replacement.rivals:
            return Relation.CONFLICTING, f"each makes {workload.ref} another kind"
        workload = workload.replaced(replacement.replace)
        bound = _bound((first, second), workload, platform)
    bindings = settled(workload, bound)
    folded = _folded(workload, *bindings)
    owners = tuple(binding.owner for binding in bindings)
    for contest in folded.contests:
        if contest.first.owner in owners and contest.second.owner in owners:
            field = contest.second.field
            what = f"`{field.path}` of {field.object}" if field.path.depth else str(field.object)
            if contest.second.verb in (Verb.REWRITTEN, Verb.RESERVED):
                return Relation.CONFLICTING, f"{contest.second.purpose}, and {contest.first.purpose}: {what}"
            verb = "decide" if field.path.depth else "make"
            return Relation.CONFLICTING, f"both {verb} {what}"
    for reason in (
        *_hand_overs(folded, owners),
        *_buildings(folded),
        *_readings(folded, workload),
        *_conditions(bound, bindings, workload),
        *_references(before, bound, workload),
    ):
        return Relation.COMPOSABLE, reason
    return Relation.ORTHOGONAL, "they share no field and no object"


def _bound(
    traits: tuple[Trait, Trait], workload: RenderedWorkload, platform: Platform
) -> tuple[Binding, ...]:
    return tuple(_binding(one, workload, platform) for one in traits)


def _binding(trait: Trait, workload: RenderedWorkload, platform: Platform) -> Binding:
    implementation = platform.implementation_of(type(trait))
    if implementation is None:
        message = f"platform {platform.name!r} does not offer {trait.label}"
        raise LookupError(message)
    return Binding(trait, implementation, tuple(implementation.effects(trait, workload)))


def _folded(workload: RenderedWorkload, *bindings: Binding) -> Folded:
    (acting,) = controllers([Part(workload, bindings, "the developer")])
    return fold(workload, bindings, _left_open, acting)


def _left_open(rendered: RenderedObject, path: Path) -> Claim:
    owner = Owner(Role.DEVELOPER, "the developer", rendered.origin)
    return Claim(FieldRef(rendered.ref, path), owner, Verb.DEFAULTED)


def _hand_overs(folded: Folded, owners: tuple[Owner, ...]) -> Iterator[str]:
    for one in folded.hand_overs:
        if one.giver.owner in owners and one.taker.owner in owners:
            field = one.taker.field
            yield f"{one.giver.owner.name} offers `{field.path}` of {field.object} to {one.taker.owner.name}"


def _buildings(folded: Folded) -> Iterator[str]:
    """Where one has a field in what the other made or added."""
    for made in folded.objects:
        whole = made.creator
        for claim in made.claims:
            around = [
                other.owner
                for other in made.claims
                if other.verb is Verb.ADDED and claim.field.path.starts_with(other.field.path)
            ]
            for owner in (*around, *([whole] if whole else [])):
                if owner != claim.owner:
                    field = claim.field
                    yield f"{claim.owner.name} decides `{field.path}` in what {owner.name} makes"


def _readings(folded: Folded, workload: RenderedWorkload) -> Iterator[str]:
    """Where one needs a field that nobody sets without the other."""
    for reading in folded.readings:
        alone = _folded(workload, reading.binding).readings
        if reading.is_set and not any(one.field == reading.field and one.is_set for one in alone):
            yield f"{reading.binding.trait.label} reads `{reading.field.path}`, which the other sets"


def _conditions(
    bound: tuple[Binding, ...], together: tuple[Binding, ...], workload: RenderedWorkload
) -> Iterator[str]:
    """Where one does something else because of an object that the other makes."""
    for one, other, beside in zip(bound, reversed(bound), together, strict=True):
        (alone,) = settled(workload, [one])
        if alone.effects != beside.effects:
            yield f"{one.trait.label} goes by what {other.trait.label} makes"


def _references(
    before: tuple[Binding, ...], bound: tuple[Binding, ...], workload: RenderedWorkload
) -> Iterator[str]:
    """Where one makes the workload another kind, and what the other makes refers to it as that."""
    for one, beside, other in zip(before, bound, reversed(bound), strict=True):
        if _made(one) != _made(beside):
            yield f"{other.trait.label} makes the workload {workload.ref}, to which {one.trait.label} refers"


def _made(binding: Binding) -> list[Create]:
    return [effect for effect in binding.effects if isinstance(effect, Create)]
