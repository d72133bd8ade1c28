"""How much of a component may be taken away while nodes are drained."""

import re
from collections.abc import Iterator
from typing import ClassVar, Final, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait

_PERCENTAGE: Final = re.compile(r"(100|[0-9]{1,2})%")


def count_or_percentage(value: object) -> str | None:
    """What is wrong with a number of pods, or a share of them such as ``"25%"``; None when nothing is."""
    if isinstance(value, int):
        return "is less than 0" if value < 0 else None
    return None if _PERCENTAGE.fullmatch(str(value)) else 'is no number of pods and no share such as "25%"'


@trait
class DisruptionBudget(Trait):
    """Keeps enough pods running while nodes are drained, by people or by the cluster's autoscaler.

    Give one of the two bounds. With an autoscaler, *maximum_unavailable* fits any number of replicas. A share
    is rounded up to whole pods.

    Attributes:
        maximum_unavailable: Pods, or a share of them such as ``"25%"``, that may be missing at a time.
        minimum_available: Pods, or a share of them, that must run.
        evict_unhealthy: Whether pods that are not ready may always be taken away, so that a broken release
            does not stop a drain.

    Source: Kubernetes, policy/v1 PodDisruptionBudget; "Specifying a Disruption Budget for your Application".
    """

    applies_to: ClassVar = frozenset({Characteristic.REPLICABLE, Characteristic.POD_TEMPLATED})

    maximum_unavailable: int | str | None = parameter(default=None, problem=count_or_percentage)
    minimum_available: int | str | None = parameter(default=None, problem=count_or_percentage)
    evict_unhealthy: bool = parameter(default=True)

    @classmethod
    def example(cls) -> Self:
        """One pod at a time."""
        return cls(maximum_unavailable=1)

    def refusals(self) -> Iterator[Refuse]:
        """There is one bound."""
        given = [self.maximum_unavailable, self.minimum_available].count(None)
        if given != 1:
            yield Refuse(
                "maximum_unavailable",
                why="a budget has one bound, not two" if given == 0 else "a budget needs a bound",
                help="give `maximum_unavailable=1` alone",
            )
