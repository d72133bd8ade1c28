"""CronScaler by Alibaba's CronHorizontalPodAutoscaler."""

from collections.abc import Iterator

from oamdsl.model.effect import Delegate, Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ack.cron_jobs import cron_jobs
from oamdsl.platforms.ack.time_zone import refused_time_zone
from oamdsl.traits.cron_scaler import CronScaler
from oamdsl.traits.window import known_windows


def cron_horizontal_pod_autoscaler(*, time_zone: str) -> Implementation[CronScaler]:
    """A CronHorizontalPodAutoscaler that scales the workload when a window starts or ends.

    Until one does for the first time, `CronScaler.otherwise` replicas run.

    Args:
        time_zone: IANA name of the zone that the controller runs in; its resource has none of its own.
    """

    @implements(CronScaler)
    def cron_hpa(trait: CronScaler, workload: RenderedWorkload) -> Iterator[Effect]:
        yield from refused_time_zone(trait.time_zone, time_zone)
        numbers = (trait.otherwise, *(window.replicas for window in known_windows(trait.windows)))
        yield Delegate(
            workload.replicas,
            to="CronHorizontalPodAutoscaler",
            initial=trait.otherwise,
            least=min(numbers),
            most=max(numbers),
        )
        yield from cron_jobs(workload, workload.reference, trait.windows, trait.otherwise)

    return cron_hpa
