"""Ingress by networking.k8s.io, served by whichever controller owns the class."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object, tls_by_secret
from oamdsl.platforms.ingress_route import unsupported
from oamdsl.traits.ingress import Ingress


def ingress(*, ingress_class: str, redirects_https: bool = False) -> Implementation[Ingress]:
    """An Ingress object.

    Args:
        ingress_class: Name of the cluster's IngressClass, such as ``nginx``.
        redirects_https: Whether its controller sends plain requests for a host with a certificate to the
            encrypted address, as those by nginx do unless they are told not to.
    """

    @implements(Ingress)
    def kubernetes_ingress(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An Ingress: a host, paths and a certificate, which is all that every controller knows."""
        why = "an Ingress has no field for that, and each controller annotations of its own"
        yield from unsupported(trait, ("rewrite", "timeout_seconds"), why)
        if trait.redirect_https and not trait.tls_secret:
            yield Refuse(
                "redirect_https",
                why="there is no encrypted address without a certificate",
                help="add `tls_secret`",
            )
        elif not redirects_https:
            yield from unsupported(trait, ("redirect_https",), why)
        yield from ingress_object(trait, workload, ingress_class, {}, tls_by_secret(trait))

    return kubernetes_ingress
