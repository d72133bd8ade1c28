"""AutoScaler by KEDA's scalers of CPU and memory."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Read
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.keda.scaled_object import scaled_object
from oamdsl.traits.auto_scaler import AutoScaler


@implements(AutoScaler, requires=["metrics.k8s.io"])
def resource_triggers(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A ScaledObject with one trigger for each resource; its metadata values are strings.

    Source: KEDA 2.20, scalers, CPU and Memory.
    """
    targets = {"cpu": trait.cpu, "memory": trait.memory}
    for resource, target in targets.items():
        if target is not None:
            yield Read(
                workload.each_container / "resources" / "requests" / resource,
                why="use is measured as a share of what each container requests",
            )
    triggers = [
        {"type": resource, "metricType": "Utilization", "metadata": {"value": str(target)}}
        for resource, target in targets.items()
        if target is not None
    ]
    yield from scaled_object(workload, trait.minimum, trait.maximum, triggers)
