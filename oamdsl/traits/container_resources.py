"""What containers need of their node, where operators decide it."""

from collections.abc import Iterator, Mapping, Sequence
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
        gpu: Whole GPUs for each container; 0 for none.
        gpu_resource: Resource name of the GPUs, by vendor.
        cpu_limit: Cores at most; throttled above.
        memory_limit: Memory at most; killed above.
        extended: Further whole resources for each container: {resource name: count}.
        containers: Names of the containers; empty for all of the developer's.

    Source: Kubernetes, Resource Management for Pods and Containers; extended resources need a limit, which is
    their request too. KubeVela ``resource``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    cpu: Value[Quantity] | None = parameter(default=None)
    memory: Value[Quantity] | None = parameter(default=None)
    ephemeral_storage: Value[Quantity] | None = parameter(default=None)
    gpu: Value[int] | None = parameter(default=None, ge=0)
    gpu_resource: str = parameter(default="nvidia.com/gpu")
    cpu_limit: Value[Quantity] | None = parameter(default=None)
    memory_limit: Value[Quantity] | None = parameter(default=None)
    extended: Mapping[str, Value[int]] = parameter(default={})
    containers: Sequence[str] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """Half a core, and memory up to a limit."""
        return cls(cpu="500m", memory="256Mi", memory_limit="512Mi")

    def refusals(self) -> Iterator[Refuse]:
        """It decides something, each resource once."""
        amounts = (self.cpu, self.memory, self.ephemeral_storage, self.gpu, self.cpu_limit, self.memory_limit)
        if all(amount is None for amount in amounts) and not self.extended:
            yield Refuse("cpu", why="no resource is given, so nothing is decided", help='add `cpu="500m"`')
        if self.gpu is None and "gpu_resource" in self.given:
            yield Refuse("gpu_resource", why="no GPUs are given", help="add `gpu=1`, or leave it out")
        if self.gpu is not None and self.gpu_resource in self.extended:
            yield Refuse(
                "extended",
                why=f"{self.gpu_resource} is given by `gpu` too",
                help="leave it out of `extended`",
            )
