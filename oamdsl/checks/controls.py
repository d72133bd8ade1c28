"""The objects of a plan whose controllers act on other objects."""

from collections.abc import Iterator
from functools import lru_cache

import attrs

from oamdsl.checks.places import field_place
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place
from oamdsl.kubernetes.controllers import Control, control_of
from oamdsl.kubernetes.object import FieldRef, Identity, ObjectRef
from oamdsl.kubernetes.path import Path

_SPEC = Path(("spec",))


@attrs.frozen(eq=False)
class Controlling:
    """An object whose controller acts on another one.

    Attributes:
        composed: Whose it is.
        ref: The object.
        control: What its controller does.
        target: What it acts on.
    """

    composed: ComposedComponent
    ref: ObjectRef
    control: Control
    target: Identity

    def place(self, label: str) -> Place:
        """Who wrote the object."""
        return field_place(self.composed, FieldRef(self.ref, _SPEC), label)


@lru_cache(maxsize=1)  # two rules ask, one after the other
def controls(plan: Plan) -> tuple[Controlling, ...]:
    """Every object of *plan* whose controller acts on another one, in the plan or not."""
    return tuple(_controls(plan))


def _controls(plan: Plan) -> Iterator[Controlling]:
    for composed in plan.components:
        for folded in composed.objects:
            control = control_of(folded.body)
            if control is not None and control.target is not None:
                yield Controlling(composed, folded.ref, control, control.target)


@lru_cache(maxsize=1)
def objects(plan: Plan) -> dict[Identity, tuple[ComposedComponent, FoldedObject]]:
    """Every object of *plan* with whose it is; the first of those with one identity."""
    found: dict[Identity, tuple[ComposedComponent, FoldedObject]] = {}
    for composed in plan.components:
        for folded in composed.objects:
            found.setdefault(folded.ref.identity, (composed, folded))
    return found
