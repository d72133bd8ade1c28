"""What containers need of their node, where operators decide it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value
from oamdsl.workloads.resources import Quantity


@trait
class ContainerResources(Trait):
    """Requests resources for containers, and limits them. What is None is left to the developer.

    Attributes:
        cpu: Cores requested for each container, such as ``"500m"`` or ``0.5``.
        memory: Memory requested, such as ``"256Mi"``.
        ephemeral_storage: Local disk requested, such as ``"1Gi"``.
        cpu_limit: Cores at most; throttled above.
        memory_limit: Memory at most; killed above.
        containers: Names of the containers; empty for all of the developer's.

    Source: Kubernetes, Resource Management for Pods and Containers; KubeVela ``resource``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    cpu: Value[Quantity] | None = parameter(default=None)
    memory: Value[Quantity] | None = parameter(default=None)
    ephemeral_storage: Value[Quantity] | None = parameter(default=None)
    cpu_limit: Value[Quantity] | None = parameter(default=None)
    memory_limit: Value[Quantity] | None = parameter(default=None)
    containers: Sequence[str] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """Half a core, and memory up to a limit."""
        return cls(cpu="500m", memory="256Mi", memory_limit="512Mi")

    def refusals(self) -> Iterator[Refuse]:
        """It decides something."""
        amounts = (self.cpu, self.memory, self.ephemeral_storage, self.cpu_limit, self.memory_limit)
        if all(amount is None for amount in amounts):
            yield Refuse("cpu", why="no resource is given, so nothing is decided", help='add `cpu="500m"`')
