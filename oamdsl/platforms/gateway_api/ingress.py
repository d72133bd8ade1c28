"""Ingress by a Gateway API HTTPRoute on a Gateway of the infrastructure operators."""

from collections.abc import Iterator

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Effect, Offer, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.service_port import http_port
from oamdsl.traits.ingress import Ingress


def http_route(*, gateway: str, namespace: str = "") -> Implementation[Ingress]:
    """An HTTPRoute.

    Args:
        gateway: Name of the Gateway that takes the requests.
        namespace: Namespace of the Gateway; empty for the component's own.
    """
    parent = {"name": gateway, **({"namespace": namespace} if namespace else {})}

    @implements(Ingress)
    def gateway_api_http_route(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        if trait.tls_secret:
            yield Refuse(
                "tls_secret",
                why="a route of the Gateway API has no certificate, its Gateway's listener has",
                help=f"leave `tls_secret` out and name the Secret in the Gateway `{gateway}`",
            )
        port = http_port(workload, trait.port)
        if isinstance(port, Refuse):
            yield port
            return
        name = workload.named(trait.name)
        match = {"path": {"type": "PathPrefix", "value": trait.path}}
        backend = {"name": workload.service_name, "port": port}
        yield Create(
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            name,
            {
                "spec": {
                    "parentRefs": [parent],
                    "hostnames": [trait.host],
                    "rules": [{"matches": [match], "backendRefs": [backend]}],
                }
            },
        )
        made = ObjectRef(
            Api("gateway.networking.k8s.io/v1", "HTTPRoute"),
            name,
            workload.context.namespace,
        )
        yield Offer(made / "spec" / "rules", why="a rollout may shift the traffic of its rules")

    return gateway_api_http_route
