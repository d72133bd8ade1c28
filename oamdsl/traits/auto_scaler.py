"""Replicas by load."""

from collections.abc import Iterator
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import is_opaque


@trait
class AutoScaler(Trait):
    """Keeps the number of replicas between two bounds by their use of CPU, of memory, or of both.

    Attributes:
        minimum: Fewest replicas, at least 1.
        maximum: Most replicas, at least *minimum*.
        cpu: Target CPU use in percent of what the containers request; above 100 is allowed. None to leave
            CPU out.
        memory: Target memory use in percent of what the containers request; None to leave memory out.

    Source: OAM v1alpha1 ``auto-scaler``; Kubernetes HorizontalPodAutoscaler v2.
    """

    applies_to: ClassVar = frozenset({Characteristic.REPLICABLE})

    minimum: int = parameter(default=1, ge=1)
    maximum: int = parameter(ge=1)
    cpu: int | None = parameter(default=80, ge=1)
    memory: int | None = parameter(default=None, ge=1)

    @classmethod
    def example(cls) -> Self:
        """Two to nine replicas."""
        return cls(minimum=2, maximum=9)

    def refusals(self) -> Iterator[Refuse]:
        """The bounds may not cross, and there is something to go by."""
        if self.cpu is None and self.memory is None:
            yield Refuse("cpu", why="neither CPU nor memory has a target", help="add `cpu=80`")
        known = not (is_opaque(self.minimum) or is_opaque(self.maximum))
        if known and self.maximum < self.minimum:
            yield Refuse(
                "maximum",
                why=f"the maximum, {self.maximum}, is below the minimum, {self.minimum}",
                help="raise `maximum` or lower `minimum`",
            )
