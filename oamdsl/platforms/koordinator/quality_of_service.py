"""QualityOfService by Koordinator's colocation of services and batch work."""

from collections.abc import Iterator
from typing import Final

from oamdsl.model.effect import Add, Effect, Read, Refuse, Rewrite, Set
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.guaranteed_limits import guaranteed_limits
from oamdsl.traits.quality_of_service import QualityOfService

_CLASSES: Final = {
    "guaranteed": ("LSR", "koord-prod"),
    "burstable": ("LS", "koord-prod"),
    "best-effort": ("BE", "koord-batch"),
}
"""Koordinator's class, and the priority that its webhook asks for with it."""

_LABEL: Final = "koordinator.sh/qosClass"


def colocation(
    *, scheduler: str = "koord-scheduler", has_batch_profile: bool = False
) -> Implementation[QualityOfService]:
    """Class and priority of Koordinator.

    ``guaranteed`` pins the pods to processor cores of their own, so they request whole ones. ``best-effort``
    lives on what others request and do not use, which nodes offer as resources of their own.

    Args:
        scheduler: Name of Koordinator's scheduler; empty where the cluster's own has its plug-ins, as in ACK.
        has_batch_profile: Whether a ClusterColocationProfile of the cluster turns CPU and memory that
            best-effort pods request into such resources; without one the developer requests these.

    Source: Koordinator v1.8, "QoS", "Priority", "Resource Model"; its pods' validating webhook.
    """

    @implements(QualityOfService, requires=["koordinator"])
    def koordinator_colocation(trait: QualityOfService, workload: RenderedWorkload) -> Iterator[Effect]:
        if trait.level is None:
            yield Set(workload.pod_spec / "priorityClassName", trait.priority_class)
            return
        if trait.priority_class:
            yield Refuse(
                "priority_class",
                why="Koordinator decides the priority by the level",
                help="leave `priority_class` out, or `level`",
            )
        qos_class, priority = _CLASSES[trait.level]
        yield Add(workload.pod_template / "metadata" / "labels", _LABEL, qos_class)
        yield Set(workload.pod_spec / "priorityClassName", priority)
        if scheduler:
            yield Set(workload.pod_spec / "schedulerName", scheduler)
        if trait.level == "guaranteed":
            yield from guaranteed_limits(workload)
        if trait.level == "best-effort":
            yield from _translated(workload) if has_batch_profile else _requested(workload)

    return koordinator_colocation


def _translated(workload: RenderedWorkload) -> Iterator[Rewrite]:
    """What the webhook changes in each pod, by the profile."""
    for amounts in ("requests", "limits"):
        for resource in ("cpu", "memory"):
            field = workload.each_container / "resources" / amounts / resource
            yield Rewrite(field, by="Koordinator ClusterColocationProfile", in_pods=True)


def _requested(workload: RenderedWorkload) -> Iterator[Read]:
    """What pods request where no profile changes it; such resources have a limit equal to the request."""
    for resource in ("batch-cpu", "batch-memory"):
        yield Read(
            workload.each_container / "resources" / "limits" / f"kubernetes.io/{resource}",
            why=(
                "Koordinator schedules best-effort pods by what other pods leave, which a"
                " ClusterColocationProfile may ask for (`has_batch_profile=True` on the platform)"
            ),
        )
