"""Ingress by Traefik."""

from collections.abc import Iterator, Sequence

from oamdsl.model.effect import Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object
from oamdsl.traits.ingress import Ingress


def ingress(*, entry_points: Sequence[str] = ("websecure",)) -> Implementation[Ingress]:
    """An Ingress of the class ``traefik``.

    Args:
        entry_points: Names of Traefik's entry points that take the requests.
    """
    listed = {"traefik.ingress.kubernetes.io/router.entrypoints": ",".join(entry_points)}

    @implements(Ingress)
    def traefik_ingress(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An Ingress; with a certificate, its router speaks TLS alone.

        Source: Traefik, Kubernetes Ingress routing configuration, annotations.
        """
        tls = {"traefik.ingress.kubernetes.io/router.tls": "true"} if trait.tls_secret else {}
        yield from ingress_object(trait, workload, "traefik", {**listed, **tls})

    return traefik_ingress
