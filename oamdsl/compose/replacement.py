"""A workload that a trait makes another kind of."""

from collections.abc import Callable, Iterable, Iterator

import attrs

from oamdsl.compose.folded import Binding, Folded
from oamdsl.compose.ledger import Claim, Contest, Owner, Verb
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at
from oamdsl.model.effect import Replace
from oamdsl.model.workload import RenderedWorkload


@attrs.frozen
class Replacement:
    """The kind that a workload becomes.

    Attributes:
        replace: Which kind.
        owner: Who makes it one.
        rivals: Others, who would make it another.
    """

    replace: Replace
    owner: Owner
    rivals: tuple[Owner, ...]

    def settled(
        self, folded: Folded, before: RenderedWorkload, developer_claim: Callable[[Path], Claim]
    ) -> Folded:
        """*folded*, with what the replacement claims of the workload object, and who contests it.

        Args:
            folded: The component's objects, the workload as the new kind.
            before: The workload as the old kind.
            developer_claim: Tells whose a field of the old workload is.
        """
        workload, *others = folded.objects
        kind = [Claim(workload.ref / name, self.owner, Verb.SET) for name in ("apiVersion", "kind")]
        contests = [
            *(Contest(kind[1], Claim(workload.ref / "kind", rival, Verb.SET)) for rival in self.rivals),
            *self._dropped(before, developer_claim),
        ]
        return attrs.evolve(
            folded,
            objects=(attrs.evolve(workload, claims=(*workload.claims, *kind)), *others),
            contests=(*folded.contests, *contests),
        )

    def _dropped(
        self, before: RenderedWorkload, developer_claim: Callable[[Path], Claim]
    ) -> Iterator[Contest]:
        """Fields that the developer decides, and that the new kind has no place for."""
        for path in self.replace.dropped:
            if at(before.body, path) is not None:
                first = developer_claim(path)
                if first.verb is not Verb.DEFAULTED:
                    yield Contest(first, Claim(FieldRef(before.ref, path), self.owner, Verb.REMOVED))


def replacement_of(workload: RenderedWorkload, bindings: Iterable[Binding]) -> Replacement | None:
    """What *bindings* make of *workload*; None when it stays what it is.

    Where several would make it different kinds, the first of their names does, and the others are its rivals.
    """
    wanted = {
        (effect.api_version, effect.kind, binding.owner.name): (effect, binding.owner)
        for binding in bindings
        for effect in binding.effects
        if isinstance(effect, Replace)
    }
    present = (workload.ref.api.api_version, workload.ref.api.kind)
    # Whoever wants the kind that it is already is a rival of those who want another.
    ordered = sorted(wanted, key=lambda key: (key[:2] == present, key))
    if not ordered or ordered[0][:2] == present:
        return None
    (first, owner), *others = (wanted[key] for key in ordered)
    kind = (first.api_version, first.kind)
    rivals = (rival for other, rival in others if (other.api_version, other.kind) != kind)
    return Replacement(first, owner, tuple(rivals))
