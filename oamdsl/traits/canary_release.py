"""A new release, tried on a part of the load first."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@declare
class Step(Element):
    """One step of a release.

    Attributes:
        weight: Share of the load that the new release gets, in percent.
        pause_seconds: How long it stays so; None until somebody promotes it.
    """

    weight: int = parameter(kw_only=False, ge=1, le=100)
    pause_seconds: int | None = parameter(default=None, ge=1)


@trait
class CanaryRelease(Trait):
    """Gives a new release the load step by step, so that a bad one hurts few.

    Attributes:
        steps: The steps, with growing weights; after the last one the new release has all of the load.

    Source: Argo Rollouts, Flagger, OpenKruise Rollout: what they have in common.
    """

    applies_to: ClassVar = frozenset(
        {Characteristic.REPLICABLE, Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING}
    )

    steps: Sequence[Step] = parameter()

    @classmethod
    def example(cls) -> Self:
        """A fifth, then a half, each for ten minutes."""
        return cls(steps=[Step(20, pause_seconds=600), Step(50, pause_seconds=600)])

    def refusals(self) -> Iterator[Refuse]:
        """There is a step, and no step takes load away from the new release."""
        if not self.steps:
            yield Refuse(
                "steps", why="there is no step, so nothing is tried first", help="add one: `Step(20)`"
            )
        for one, other in pairwise(self.steps):
            if other.weight <= one.weight:
                yield Refuse(
                    "steps",
                    why=f"the step of {other.weight} % follows the one of {one.weight} %",
                    help="let the weights grow",
                )
