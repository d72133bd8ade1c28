"""AutoScaler by Kubernetes' own HorizontalPodAutoscaler."""

from collections.abc import Iterator

from oamdsl.model.effect import Create, Delegate, Effect, Read
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.auto_scaler import AutoScaler


@implements(AutoScaler, requires=["metrics.k8s.io"])
def horizontal_pod_autoscaler(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A HorizontalPodAutoscaler on the workload; it decides the replicas from then on."""
    yield Delegate(workload.replicas, to="HorizontalPodAutoscaler", initial=trait.minimum)
    yield Read(
        workload.each_container / "resources" / "requests" / "cpu",
        why="CPU use is measured as a share of what each container requests",
    )
    metric = {"type": "Utilization", "averageUtilization": trait.cpu}
    yield Create(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        workload.name,
        {
            "spec": {
                "scaleTargetRef": workload.reference,
                "minReplicas": trait.minimum,
                "maxReplicas": trait.maximum,
                "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": metric}}],
            }
        },
    )
