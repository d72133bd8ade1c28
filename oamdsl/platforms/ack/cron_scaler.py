"""CronScaler by Alibaba's CronHorizontalPodAutoscaler."""

from collections.abc import Iterator

from oamdsl.model.effect import Create, Delegate, Effect, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.cron_scaler import CronScaler


def cron_horizontal_pod_autoscaler(*, time_zone: str) -> Implementation[CronScaler]:
    """A CronHorizontalPodAutoscaler with two jobs for each window: one at its start, one at its end.

    Args:
        time_zone: IANA name of the zone that the controller runs in; its resource has none of its own.

    Source: kubernetes-cronhpa-controller, ``autoscaling.alibabacloud.com/v1beta1``; its schedules have
    six fields, seconds first.
    """

    @implements(CronScaler)
    def cron_hpa(trait: CronScaler, workload: RenderedWorkload) -> Iterator[Effect]:
        if trait.time_zone != time_zone:
            yield Refuse(
                "time_zone",
                why=f"the CronHPA controller knows its own time zone alone, {time_zone}",
                help=f'use `time_zone="{time_zone}"` and move the windows',
            )
        yield Delegate(workload.replicas, to="CronHorizontalPodAutoscaler", initial=trait.otherwise)
        jobs = [
            {"name": f"{window.name}-{edge}", "schedule": f"0 {schedule}", "targetSize": replicas}
            for window in trait.windows
            for edge, schedule, replicas in (
                ("start", window.start, window.replicas),
                ("end", window.end, trait.otherwise),
            )
        ]
        yield Create(
            "autoscaling.alibabacloud.com/v1beta1",
            "CronHorizontalPodAutoscaler",
            workload.name,
            {"spec": {"scaleTargetRef": workload.reference, "jobs": jobs}},
        )

    return cron_hpa
