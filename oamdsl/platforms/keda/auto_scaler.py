"""AutoScaler by KEDA's scalers of CPU, of memory and of time."""

from collections.abc import Iterator
from itertools import chain

from oamdsl.model.effect import Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.autoscaling import behavior, requests_read, targets
from oamdsl.platforms.keda.scaled_object import scaled_object
from oamdsl.platforms.keda.window_triggers import window_triggers
from oamdsl.traits.auto_scaler import AutoScaler


@implements(AutoScaler, requires=["metrics.k8s.io"])
def resource_triggers(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A ScaledObject with a trigger for each resource and each window; its metadata values are strings.

    Source: KEDA 2.20, scalers, CPU, Memory and Cron.
    """
    if trait.metrics:
        yield Refuse(
            "metrics",
            why="KEDA asks those who keep metrics, and not the pods",
            help="bind `EventScaler` instead, with a trigger such as `prometheus`, or leave `metrics` out",
        )
    for resource in targets(trait):
        yield requests_read(workload, resource, trait.container)
    container = {"containerName": trait.container} if trait.container else {}
    triggers = (
        {"type": resource, "metricType": "Utilization", "metadata": {"value": str(percent), **container}}
        for resource, percent in targets(trait).items()
    )
    yield from scaled_object(
        workload,
        trait.minimum,
        trait.maximum,
        chain(triggers, window_triggers(trait.windows, trait.time_zone)),
        behavior=behavior(trait.scale_up, trait.scale_down),
    )
