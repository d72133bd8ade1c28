"""What a container needs of its node."""

from collections.abc import Mapping
from typing import Any

from oamdsl.model.element import Element
from oamdsl.model.parameter import parameter
from oamdsl.model.value import Value
from oamdsl.model.workload import workload

Quantity = str | int | float
"""An amount as Kubernetes writes it: ``"500m"``, ``"1.5Gi"``, ``2``."""


@workload
class Resources(Element):
    """Resources of one container; what is required here is requested from the scheduler.

    Attributes:
        cpu: Cores required, such as ``"500m"`` or ``0.5``.
        memory: Memory required, such as ``"256Mi"``.
        ephemeral_storage: Local disk required, such as ``"1Gi"``.
        gpu: Whole GPUs required.
        gpu_resource: Resource name of the GPUs, by vendor.
        cpu_limit: Cores at most; throttled above.
        memory_limit: Memory at most; killed above.
        extended: Further whole resources required: {resource name: count}.

    Source: OAM v1alpha2 ContainerizedWorkload ``resources`` (cpu, memory, gpu, volumes, extended);
    Kubernetes, Resource Management for Pods and Containers; extended resources need a limit.
    """

    cpu: Value[Quantity] | None = parameter(default=None)
    memory: Value[Quantity] | None = parameter(default=None)
    ephemeral_storage: Value[Quantity] | None = parameter(default=None)
    gpu: Value[int] = parameter(default=0)
    gpu_resource: str = parameter(default="nvidia.com/gpu")
    cpu_limit: Value[Quantity] | None = parameter(default=None)
    memory_limit: Value[Quantity] | None = parameter(default=None)
    extended: Mapping[str, Value[int]] = parameter(default={})

    def rendered(self) -> dict[str, Any]:
        """``resources`` of a container; empty when nothing is set."""
        requests = {
            "cpu": self.cpu,
            "memory": self.memory,
            "ephemeral-storage": self.ephemeral_storage,
        }
        extended = {**({self.gpu_resource: self.gpu} if self.gpu else {}), **self.extended}
        limits = {"cpu": self.cpu_limit, "memory": self.memory_limit, **extended}
        parts = {"requests": _amounts(requests), "limits": _amounts(limits)}
        return {name: amounts for name, amounts in parts.items() if amounts}


def _amounts(amounts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: str(amount) if isinstance(amount, (int, float)) else amount
        for name, amount in amounts.items()
        if amount is not None
    }
