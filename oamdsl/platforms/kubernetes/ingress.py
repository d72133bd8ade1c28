"""Ingress by networking.k8s.io, served by whichever controller owns the class."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object
from oamdsl.traits.ingress import Ingress


def ingress(*, ingress_class: str) -> Implementation[Ingress]:
    """An Ingress object.

    Args:
        ingress_class: Name of the cluster's IngressClass, such as ``nginx``.
    """

    @implements(Ingress)
    def kubernetes_ingress(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        yield from ingress_object(trait, workload, ingress_class, {})

    return kubernetes_ingress
