"""QualityOfService by Koordinator's colocation of services and batch work."""

from collections.abc import Iterator
from typing import Final

from oamdsl.model.effect import Add, Effect, Refuse, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.quality_of_service import QualityOfService

_CLASSES: Final = {
    "guaranteed": ("LSR", "koord-prod"),
    "burstable": ("LS", "koord-prod"),
    "best-effort": ("BE", "koord-batch"),
}
"""Koordinator's class, and the priority that its webhook asks for with it."""

_LABEL: Final = "koordinator.sh/qosClass"


@implements(QualityOfService, requires=["koordinator"])
def colocation(trait: QualityOfService, workload: RenderedWorkload) -> Iterator[Effect]:
    """Class and priority of Koordinator, and its scheduler.

    ``guaranteed`` pins the pods to processor cores of their own, so they request whole ones.

    Source: Koordinator v1.8, "QoS", "Priority"; its pods' validating webhook.
    """
    if trait.priority_class:
        yield Refuse(
            "priority_class",
            why="Koordinator decides the priority by the level",
            help="leave `priority_class` out",
        )
    if trait.level is not None:
        qos_class, priority = _CLASSES[trait.level]
        yield Add(workload.pod_template / "metadata" / "labels", _LABEL, qos_class)
        yield Set(workload.pod_spec / "priorityClassName", priority)
        yield Set(workload.pod_spec / "schedulerName", "koord-scheduler")
