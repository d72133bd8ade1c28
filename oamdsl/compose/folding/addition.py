"""The order in which entries are added to maps and lists."""

from collections.abc import Iterable
from itertools import groupby

import attrs

from oamdsl.compose.folded import Binding
from oamdsl.compose.folding.turn import in_turn
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Entry
from oamdsl.kubernetes.tree import is_map
from oamdsl.model.effect import Add


@attrs.frozen(eq=False)
class Addition:
    """An entry to be added in one place.

    Attributes:
        binding: Who adds it.
        effect: The effect that says so.
        place: The map or list, ``[*]`` resolved.
        last: The entry in it.
    """

    binding: Binding
    effect: Add
    place: FieldRef
    last: str | Entry

    @property
    def name(self) -> str:
        """How other entries of the list name it that stand after it."""
        return self.last if isinstance(self.last, str) else str(self.last.keys[0][1])

    @property
    def field(self) -> FieldRef:
        """The entry."""
        return self.place / self.last

    @property
    def claim(self) -> Claim:
        """The claim on the entry."""
        return Claim(self.field, self.binding.owner, Verb.ADDED)

    @property
    def predecessors(self) -> tuple[FieldRef, ...]:
        """The entries of the same list that it stands after."""
        last = self.last
        return tuple(
            self.place / (name if isinstance(last, str) else Entry(((last.keys[0][0], name),)))
            for name in self.effect.after
        )


def in_order(additions: Iterable[Addition]) -> tuple[list[Addition], list[tuple[Claim, ...]]]:
    """*additions* by place and key, each after those in its place that it names; and the circles of such.

    The order does not depend on the one given, but for equal entries.
    """
    ordered: list[Addition] = []
    circles: list[tuple[Claim, ...]] = []
    for _, entries in groupby(sorted(additions, key=_order), key=lambda one: one.place):
        of_place: dict[str, list[Addition]] = {}
        for one in entries:
            of_place.setdefault(one.name, []).append(one)
        after = {
            name: {before for one in same for before in one.effect.after} for name, same in of_place.items()
        }
        names, found = in_turn(after)
        ordered += (one for name in names for one in of_place[name])
        circles += (tuple(one.claim for name in circle for one in of_place[name]) for circle in found)
    return ordered, circles


def _order(one: Addition) -> tuple[str, str, tuple[str, ...], str]:
    keys = (one.last,) if isinstance(one.last, str) else tuple(str(value) for _, value in one.last.keys)
    return (str(one.place.object), str(one.place.path), keys, _sort_text(one.effect.value))


def _sort_text(value: object) -> str:
    """A text that orders entries of one key; opaque leaves do not take part."""
    if is_map(value):
        return ",".join(f"{key}={_sort_text(value[key])}" for key in sorted(value) if value[key] is not None)
    return str(value) if isinstance(value, (str, int)) else ""
