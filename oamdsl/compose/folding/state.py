"""A fold under way: the objects as far as they are settled, and what was found of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, TypeVar

from oamdsl.compose.folded import Binding, Controller, Folded, FoldedObject, Misdirection, Reading, Reserved
from oamdsl.compose.folding.draft import DeveloperClaim, Draft
from oamdsl.compose.folding.hold import Hold, agree
from oamdsl.compose.ledger import Claim, Contest, HandOver
from oamdsl.kubernetes.merge import expanded, overlap, owned_path
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Effect, Offer
from oamdsl.model.workload import RenderedWorkload

E = TypeVar("E", bound=Effect)

Claimant = Binding | Controller


class Folding:
    """What the steps of a fold work on.

    Attributes:
        workload: What the developer wrote, rendered.
        bindings: Traits with their effects, in the order of the program's text.
        controllers: What controllers of the plan's objects do, in the same order.
        developer_claim: Tells whose a field of the workload is.
        drafts: The objects, as far as they are settled.
        contests: Claims that exclude each other, found so far; the other lists are as in `Folded`.
        followed: Fields that others are derived from.
    """

    def __init__(
        self,
        workload: RenderedWorkload,
        bindings: Iterable[Binding],
        developer_claim: DeveloperClaim,
        controllers: Iterable[Controller],
    ) -> None:
        """Begin with the workload's own objects; two of one identity are a contest."""
        self.workload = workload
        self.bindings = sorted(bindings, key=_declaration_order)
        self._effects: dict[type, list[tuple[Binding, Any]]] = {}
        for binding in self.bindings:
            for effect in binding.effects:
                self._effects.setdefault(type(effect), []).append((binding, effect))
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
                self.contest(other.original(Path()), draft.original(Path()))

    def effects(self, kind: type[E]) -> Sequence[tuple[Binding, E]]:
        """What traits do."""
        return self._effects.get(kind, ())

    def claims(self, kind: type[E]) -> Iterator[tuple[Claimant, E]]:
        """What traits do, and controllers of the plan's objects."""
        yield from self.effects(kind)
        for controller in self.controllers:
            for effect in controller.effects:
                if isinstance(effect, kind):
                    yield controller, effect

    def expanded(self, by: Claimant, field: FieldRef) -> list[Path]:
        """The paths that *field* stands for; none, and a misdirection, when it cannot be found."""
        draft = self.drafts.get(field.object)
        if draft is None:
            kinds = ", ".join(str(ref) for ref in self.drafts)
            whole = FieldRef(field.object, Path())
            self.misdirect(by, whole, f"the component has no such object, only {kinds}")
            return []
        try:
            return list(expanded(draft.body, field.path))
        except ValueError as error:
            self.misdirect(by, field, str(error))
            return []

    def rivals(self, holds: Iterable[Hold]) -> set[Hold]:
        """Those of *holds* that others of them contest."""
        lost: set[Hold] = set()
        for first, second in combinations(holds, 2):
            if overlap(first.claim.field.path, second.claim.field.path) and not agree(first, second):
                self.contest(first, second)
                lost |= {first, second}
        return lost

    def is_offered(self, holder: Hold, taker: Hold) -> bool:
        """Whether *holder* lets others build on what both claim; if so, it is handed over."""
        field = max(holder.claim.field, taker.claim.field, key=lambda one: one.path.depth)
        offer = next(self._offers(holder.by, field), None)
        if offer is None:
            return False
        self.hand_over(holder, taker, offer.why)
        return True

    def _offers(self, by: Claimant | None, field: FieldRef) -> Iterator[Offer]:
        for effect in by.effects if isinstance(by, Binding) else ():
            if isinstance(effect, Offer) and effect.field.object == field.object:
                body = self.drafts[field.object].body
                offered = (owned_path(body, path) for path in expanded(body, effect.field.path))
                if any(field.path.starts_with(path) for path in offered):
                    yield effect

    def contest(self, first: Hold, second: Hold) -> None:
        """Report that two claims exclude each other, once for each owner."""
        if not any(
            one.second is second.claim and one.first.owner == first.claim.owner for one in self.contests
        ):
            self.contests.append(Contest(first.claim, second.claim))

    def hand_over(self, giver: Hold, taker: Hold, why: str) -> None:
        """Report that *giver* leaves to *taker* what both claim."""
        if not any(
            one.taker is taker.claim and one.giver.owner == giver.claim.owner for one in self.hand_overs
        ):
            self.hand_overs.append(HandOver(giver.claim, taker.claim, why))

    def misdirect(self, by: Claimant, field: FieldRef, reason: str) -> None:
        """Report an effect that hits nothing; a controller's is no mistake of the program's."""
        if isinstance(by, Binding):
            misdirection = Misdirection(by, field, reason)
            if misdirection not in self.misdirections:
                self.misdirections.append(misdirection)

    def result(self) -> Folded:
        """What has come of it."""
        return Folded(
            objects=tuple(
                FoldedObject(
                    ObjectRef.of(draft.body),  # its identity may be written, too
                    draft.body,
                    draft.rendered,
                    draft.creator.owner if draft.creator else None,
                    tuple([one.claim for one in (*draft.added, *draft.decided)]),
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


def _declaration_order(claimant: Claimant) -> tuple[str, int, int, str]:
    """The order of the program's text, as cheap as can be, whatever order the traits are bound in."""
    owner = claimant.owner
    origin = owner.origin
    return (origin.code.co_filename, origin.code.co_firstlineno, origin.instruction, owner.name)
