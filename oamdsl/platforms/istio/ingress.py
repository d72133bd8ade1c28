"""Ingress by an Istio VirtualService on a Gateway of the infrastructure operators."""

from collections.abc import Iterator

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Effect, Offer, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.service_port import http_port
from oamdsl.traits.ingress import Ingress


def virtual_service(*, gateway: str) -> Implementation[Ingress]:
    """A VirtualService.

    Args:
        gateway: The Gateway that takes the requests, ``namespace/name`` or the name of one in the component's
            own namespace.
    """

    @implements(Ingress)
    def istio_virtual_service(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        if trait.tls_secret:
            yield Refuse(
                "tls_secret",
                why="a VirtualService has no certificate, its Gateway's server has",
                help=f"leave `tls_secret` out and name the Secret in the Gateway `{gateway}`",
            )
        port = http_port(workload, trait.port)
        if isinstance(port, Refuse):
            yield port
            return
        name = workload.named(trait.name)
        destination = {"host": workload.service_name, "port": {"number": port}}
        yield Create(
            "networking.istio.io/v1",
            "VirtualService",
            name,
            {
                "spec": {
                    "hosts": [trait.host],
                    "gateways": [gateway],
                    "http": [
                        {
                            "match": [{"uri": {"prefix": trait.path}}],
                            "route": [{"destination": destination}],
                        }
                    ],
                }
            },
        )
        made = ObjectRef(Api("networking.istio.io/v1", "VirtualService"), name, workload.context.namespace)
        yield Offer(made / "spec" / "http", why="a rollout may shift the traffic of its routes")

    return istio_virtual_service
