"""Ingress by an Application Load Balancer of Alibaba Cloud."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object, tls_by_secret
from oamdsl.platforms.ingress_route import unsupported
from oamdsl.traits.ingress import Ingress


def application_load_balancer(*, ingress_class: str = "alb") -> Implementation[Ingress]:
    """An Ingress of a class whose AlbConfig says which load balancer serves it.

    Args:
        ingress_class: Name of the IngressClass.
    """

    @implements(Ingress)
    def alibaba_application_load_balancer(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An Ingress; with TLS, plain requests are sent to the encrypted address.

        Where no Secret is named, the load balancer looks for a certificate by the host.

        Source: kubernetes/cloud-provider-alibaba-cloud, ``docs/usage-alb.md``.
        """
        yield from unsupported(trait, ("rewrite",), "ALB rewrites by paths that are regular expressions")
        yield from unsupported(trait, ("timeout_seconds",), "the listener's AlbConfig has the timeout")
        tls = tls_by_secret(trait) or ({"hosts": [trait.host]} if trait.redirect_https else {})
        redirect = {"alb.ingress.kubernetes.io/ssl-redirect": "true"} if tls else {}
        yield from ingress_object(trait, workload, ingress_class, redirect, tls)

    return alibaba_application_load_balancer
