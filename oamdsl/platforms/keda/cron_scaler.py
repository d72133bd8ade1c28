"""CronScaler by KEDA's cron scaler."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.keda.scaled_object import scaled_object
from oamdsl.traits.cron_scaler import CronScaler


@implements(CronScaler)
def cron_triggers(trait: CronScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A ScaledObject with one cron trigger for each window; its metadata values are strings.

    Source: KEDA 2.20, scalers, Cron: the most that any trigger asks for is run.
    """
    for window in trait.windows:
        if window.replicas < trait.otherwise:
            yield Refuse(
                "windows",
                why=f"KEDA never runs fewer than `otherwise`, {trait.otherwise}, so window `{window.name}`"
                f" with {window.replicas} would change nothing",
                help=f"lower `otherwise` to {window.replicas}, and add windows for the times that need more",
            )
    triggers = [
        {
            "type": "cron",
            "name": window.name,
            "metadata": {
                "timezone": trait.time_zone,
                "start": window.start,
                "end": window.end,
                "desiredReplicas": str(window.replicas),
            },
        }
        for window in trait.windows
    ]
    maximum = max(1, trait.otherwise, *(window.replicas for window in trait.windows))
    yield from scaled_object(workload, trait.otherwise, maximum, triggers)
