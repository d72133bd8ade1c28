"""AutoScaler by Kubernetes' own HorizontalPodAutoscaler."""

from collections.abc import Iterator
from typing import Any

from oamdsl.model.effect import Create, Delegate, Effect, Read
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.auto_scaler import AutoScaler


@implements(AutoScaler, requires=["metrics.k8s.io"])
def horizontal_pod_autoscaler(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A HorizontalPodAutoscaler on the workload; it decides the replicas from then on."""
    yield Delegate(workload.replicas, to="HorizontalPodAutoscaler", initial=trait.minimum)
    targets = {"cpu": trait.cpu, "memory": trait.memory}
    names = {"cpu": "CPU", "memory": "memory"}
    metrics: list[dict[str, Any]] = []
    for resource, target in targets.items():
        if target is not None:
            yield Read(
                workload.each_container / "resources" / "requests" / resource,
                why=f"{names[resource]} use is measured as a share of what each container requests",
            )
            wanted = {"type": "Utilization", "averageUtilization": target}
            metrics.append({"type": "Resource", "resource": {"name": resource, "target": wanted}})
    yield Create(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        workload.name,
        {
            "spec": {
                "scaleTargetRef": workload.reference,
                "minReplicas": trait.minimum,
                "maxReplicas": trait.maximum,
                "metrics": metrics,
            }
        },
    )
