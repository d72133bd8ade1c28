"""Who suffers first when a node or the cluster runs out of room."""

from collections.abc import Iterator
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@trait
class QualityOfService(Trait):
    """Decides how a component stands against others for the resources of its node and of the cluster.

    Attributes:
        level: ``guaranteed``: it gets exactly what it requests. ``burstable``: it gets what it requests, and
            more while there is some. ``best-effort``: it gets what others leave. None leaves it to what the
            containers request.
        priority_class: Name of a PriorityClass of the cluster, which decides who is scheduled first and who
            makes room; empty for the cluster's default.

    Source: Kubernetes, Pod Quality of Service Classes; Pod Priority and Preemption.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    level: str | None = parameter(default=None, choices=("guaranteed", "burstable", "best-effort"))
    priority_class: str = parameter(default="")

    @classmethod
    def example(cls) -> Self:
        """What it requests, and no less."""
        return cls(level="guaranteed")

    def refusals(self) -> Iterator[Refuse]:
        """It decides something."""
        if self.level is None and not self.priority_class:
            why = "neither a level nor a priority is given"
            yield Refuse("level", why=why, help='add `level="guaranteed"`')
