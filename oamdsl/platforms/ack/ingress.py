"""Ingress by an Application Load Balancer of Alibaba Cloud."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object
from oamdsl.traits.ingress import Ingress


def application_load_balancer(*, ingress_class: str = "alb") -> Implementation[Ingress]:
    """An Ingress of a class whose AlbConfig says which load balancer serves it.

    Args:
        ingress_class: Name of the IngressClass.
    """

    @implements(Ingress)
    def alibaba_application_load_balancer(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An Ingress; with a certificate, plain requests are sent to the encrypted address.

        Source: kubernetes/cloud-provider-alibaba-cloud, ``docs/usage-alb.md``.
        """
        redirect = {"alb.ingress.kubernetes.io/ssl-redirect": "true"} if trait.tls_secret else {}
        yield from ingress_object(trait, workload, ingress_class, redirect)

    return alibaba_application_load_balancer
