"""Bandwidth by Terway, the network plugin of ACK."""

from collections.abc import Iterator

from oamdsl.model.effect import Add, Effect, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.bandwidth import Bandwidth


def terway_bandwidth(*, limits_ingress: bool) -> Implementation[Bandwidth]:
    """Annotations that Terway reads where ``eni-config`` has the capability ``bandwidth``.

    Args:
        limits_ingress: Whether Terway's mode limits what comes in too: shared ENI and data path v2 do, shared
            ENI with IPvlan does not.
    """

    @implements(Bandwidth)
    def terway_annotations(trait: Bandwidth, workload: RenderedWorkload) -> Iterator[Effect]:
        """Annotations of each pod.

        Source: AliyunContainerService/terway v1.17, ``docs/qos.md``.
        """
        if trait.ingress is not None and not limits_ingress:
            yield Refuse(
                "ingress",
                why="Terway limits what goes out of a pod alone in this mode",
                help="leave `ingress` out",
            )
        for direction, rate in (("ingress", trait.ingress), ("egress", trait.egress)):
            if rate is not None:
                key = f"kubernetes.io/{direction}-bandwidth"
                yield Add(workload.pod_template / "metadata" / "annotations", key, rate)

    return terway_annotations
