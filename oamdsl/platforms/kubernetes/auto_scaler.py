"""AutoScaler by Kubernetes' own HorizontalPodAutoscaler."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms import autoscaling
from oamdsl.traits.auto_scaler import AutoScaler


@implements(AutoScaler, requires=["metrics.k8s.io"])
def horizontal_pod_autoscaler(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A HorizontalPodAutoscaler on the workload; it decides the replicas from then on."""
    if trait.windows:
        yield Refuse(
            "windows",
            why=f"a HorizontalPodAutoscaler alone has no clock to tell windows in {trait.time_zone} by",
            help="have the platform offer `keda.resource_triggers` or `ack.horizontal_pod_autoscaler`",
        )
    yield from autoscaling.horizontal_pod_autoscaler(trait, workload)
