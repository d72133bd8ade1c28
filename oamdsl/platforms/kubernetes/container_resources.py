"""ContainerResources by the containers' own fields."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.container_resources import ContainerResources


@implements(ContainerResources)
def requests_and_limits(trait: ContainerResources, workload: RenderedWorkload) -> Iterator[Effect]:
    """Each amount decides a field of its own, so another trait may decide the others."""
    amounts = {
        ("requests", "cpu"): trait.cpu,
        ("requests", "memory"): trait.memory,
        ("requests", "ephemeral-storage"): trait.ephemeral_storage,
        ("limits", "cpu"): trait.cpu_limit,
        ("limits", "memory"): trait.memory_limit,
        ("limits", trait.gpu_resource): trait.gpu,
        **{("limits", resource): count for resource, count in trait.extended.items()},
    }
    for name in trait.containers or workload.container_names:
        for (bound, resource), amount in amounts.items():
            if amount is not None:
                text = str(amount) if isinstance(amount, (int, float)) else amount
                yield Set(workload.container(name) / "resources" / bound / resource, text)
