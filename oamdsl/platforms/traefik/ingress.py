"""Ingress by Traefik."""

from collections.abc import Iterator, Sequence

from oamdsl.model.effect import Create, Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_object import ingress_object, tls_by_secret
from oamdsl.platforms.ingress_route import rewriting, unsupported
from oamdsl.traits.ingress import Ingress

_ROUTER = "traefik.ingress.kubernetes.io/router"


def ingress(
    *, entry_points: Sequence[str] = ("websecure",), redirects_https: bool = False
) -> Implementation[Ingress]:
    """An Ingress of the class ``traefik``.

    Args:
        entry_points: Names of Traefik's entry points that take the requests.
        redirects_https: Whether Traefik's configuration sends what comes to the plain entry point to the
            encrypted one (``entryPoints.web.http.redirections``).
    """
    listed = {f"{_ROUTER}.entrypoints": ",".join(entry_points)}

    @implements(Ingress)
    def traefik_ingress(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An Ingress; with a certificate, its router speaks TLS alone. A Middleware rewrites paths.

        Source: Traefik, Kubernetes Ingress routing configuration, annotations; Middleware ReplacePathRegex.
        """
        yield from unsupported(
            trait, ("timeout_seconds",), "Traefik has one timeout for all requests of an entry point"
        )
        if not redirects_https:
            why = "Traefik redirects by its entry points, and nobody says that these do"
            yield from unsupported(trait, ("redirect_https",), why)
        annotations = {**listed, **({f"{_ROUTER}.tls": "true"} if trait.tls_secret else {})}
        if trait.rewrite:
            name = f"{workload.named(trait.name)}-rewrite"
            regex, replacement = rewriting(trait)
            spec = {"replacePathRegex": {"regex": regex, "replacement": replacement}}
            yield Create("traefik.io/v1alpha1", "Middleware", name, {"spec": spec})
            annotations[f"{_ROUTER}.middlewares"] = f"{workload.context.namespace}-{name}@kubernetescrd"
        yield from ingress_object(trait, workload, "traefik", annotations, tls_by_secret(trait))

    return traefik_ingress
