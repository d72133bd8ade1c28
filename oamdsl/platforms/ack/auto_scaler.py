"""AutoScaler by a HorizontalPodAutoscaler whose fewest replicas CronHPA changes."""

from collections.abc import Iterator
from typing import Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Effect, Rewrite
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms import autoscaling
from oamdsl.platforms.ack.cron_jobs import cron_jobs
from oamdsl.platforms.ack.time_zone import refused_time_zone
from oamdsl.traits.auto_scaler import AutoScaler

_AUTOSCALER: Final = Api("autoscaling/v2", "HorizontalPodAutoscaler")


def horizontal_pod_autoscaler(*, time_zone: str) -> Implementation[AutoScaler]:
    """A HorizontalPodAutoscaler, whose fewest replicas a CronHorizontalPodAutoscaler changes for windows.

    The controller leaves the fewest as they are when as many as a window asks for run at its start already:
    they may be taken away again while it lasts, when the load falls. A change of ``minimum`` counts from the
    end of the next window on.

    Args:
        time_zone: IANA name of the zone that the CronHPA controller runs in.

    Source: kubernetes-cronhpa-controller, README, "Common Question"; ``ScaleHPA`` of
    ``pkg/controller/cronjob.go``.
    """

    @implements(AutoScaler, requires=["metrics.k8s.io"])
    def horizontal_and_cron_hpa(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
        yield from autoscaling.horizontal_pod_autoscaler(trait, workload)
        if not trait.windows:
            return
        yield from refused_time_zone(trait.time_zone, time_zone)
        made = ObjectRef(_AUTOSCALER, workload.name, workload.context.namespace)
        yield Rewrite(made / "spec" / "minReplicas", by="CronHorizontalPodAutoscaler")
        target = {"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler", "name": workload.name}
        yield from cron_jobs(workload, target, trait.windows, trait.minimum)

    return horizontal_and_cron_hpa
