"""The networking.k8s.io Ingress that several technologies serve, each by annotations of its own."""

from collections.abc import Iterator, Mapping

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.waiting import DO_NOT_WAIT
from oamdsl.model.effect import Create, Effect, Offer, Refuse
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.service_port import http_port
from oamdsl.traits.ingress import Ingress


def ingress_object(
    trait: Ingress, workload: RenderedWorkload, ingress_class: str, annotations: Mapping[str, str]
) -> Iterator[Effect]:
    """An Ingress, whose rules a rollout may take.

    Args:
        trait: What is routed.
        workload: Where to.
        ingress_class: Name of the cluster's IngressClass.
        annotations: What its controller reads besides.
    """
    port = http_port(workload, trait.port)
    if isinstance(port, Refuse):
        yield port
        return
    name = workload.named(trait.name)
    service = {"name": workload.service_name, "port": {"number": port}}
    path = {"path": trait.path, "pathType": "Prefix", "backend": {"service": service}}
    tls = {"tls": [{"hosts": [trait.host], "secretName": trait.tls_secret}]}
    yield Create(
        "networking.k8s.io/v1",
        "Ingress",
        name,
        {
            "metadata": {"annotations": {**DO_NOT_WAIT, **annotations}},
            "spec": {
                "ingressClassName": ingress_class,
                "rules": [{"host": trait.host, "http": {"paths": [path]}}],
                **(tls if trait.tls_secret else {}),
            },
        },
    )
    made = ObjectRef(Api("networking.k8s.io/v1", "Ingress"), name, workload.context.namespace)
    yield Offer(made / "spec" / "rules", why="a rollout may shift the traffic of its rules")
