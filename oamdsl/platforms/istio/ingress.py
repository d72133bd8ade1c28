"""Ingress by an Istio VirtualService on a Gateway of the infrastructure operators."""

from collections.abc import Iterator
from typing import Any

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Effect, Offer, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_route import Target, annotated, own_certificate, targets
from oamdsl.traits.ingress import Ingress


def virtual_service(
    *, gateway: str, https: bool = False, redirects_https: bool = False
) -> Implementation[Ingress]:
    """A VirtualService.

    Args:
        gateway: The Gateway that takes the requests, ``namespace/name`` or the name of one in the component's
            own namespace.
        https: Whether it has a server for HTTPS with certificates of its own for the hosts.
        redirects_https: Whether its server for plain requests sends them there (``tls.httpsRedirect``).
    """

    @implements(Ingress)
    def istio_virtual_service(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """A VirtualService, which has neither certificates nor redirections of its own: its Gateway has.

        Source: Istio, VirtualService; Gateway, ServerTLSSettings.
        """
        if trait.tls_secret and not https:
            yield Refuse(
                "tls_secret",
                why=f"a VirtualService has no certificate, and nobody says that Gateway `{gateway}` has",
                help="have the infrastructure operators give `virtual_service` its `https`,"
                " or leave `tls_secret` out",
            )
        if trait.redirect_https and not redirects_https:
            yield Refuse(
                "redirect_https",
                why=f"nobody says that Gateway `{gateway}` redirects, and a VirtualService does not",
                help="have the infrastructure operators give `virtual_service` its `redirects_https`,"
                " or leave `redirect_https` out",
            )
        routed = targets(trait, workload)
        if isinstance(routed, Refuse):
            yield routed
            return
        annotations, refusals = annotated(trait, own_certificate(trait, f"Gateway {gateway}"))
        yield from refusals
        name = workload.named(trait.name)
        yield Create(
            "networking.istio.io/v1",
            "VirtualService",
            name,
            {
                **({"metadata": {"annotations": annotations}} if annotations else {}),
                "spec": {
                    "hosts": [trait.host],
                    "gateways": [gateway],
                    "http": [
                        rule for one in sorted(routed, key=_breadth) for rule in _rules(trait, workload, one)
                    ],
                },
            },
        )
        made = ObjectRef(Api("networking.istio.io/v1", "VirtualService"), name, workload.context.namespace)
        yield Offer(made / "spec" / "http", why="a rollout may shift the traffic of its routes")

    return istio_virtual_service


def _breadth(target: Target) -> tuple[bool, int]:
    """So that the narrowest comes first, as Istio takes the first rule that matches."""
    return (not target.exact, -len(target.path))


def _rules(trait: Ingress, workload: RenderedWorkload, target: Target) -> Iterator[dict[str, Any]]:
    """One rule; with a rewrite, one for the path itself and one for those below it.

    Istio takes a prefix letter by letter, so that ``/api`` would be one of ``/apis``.
    """
    destination = {"host": workload.service_name, "port": {"number": target.port}}
    rest = {
        **({"timeout": f"{trait.timeout_seconds}s"} if trait.timeout_seconds is not None else {}),
        "route": [{"destination": destination}],
    }
    path, seen = target.path.rstrip("/"), trait.rewrite.rstrip("/")
    itself = [({"exact": path or "/"}, seen or "/")] if path or target.exact else []
    below = [] if target.exact else [({"prefix": f"{path}/"}, f"{seen}/")]
    if trait.rewrite:
        for uri, rewritten in (*itself, *below):
            yield {"match": [{"uri": uri}], "rewrite": {"uri": rewritten}, **rest}
    else:
        yield {"match": [{"uri": uri} for uri, _ in (*itself, *below)], **rest}
