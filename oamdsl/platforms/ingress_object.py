"""The networking.k8s.io Ingress that several technologies serve, each by annotations of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.waiting import DO_NOT_WAIT
from oamdsl.model.effect import Create, Effect, Offer, Refuse
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_route import Target, annotated, targets
from oamdsl.traits.ingress import Ingress


def ingress_object(
    trait: Ingress,
    workload: RenderedWorkload,
    ingress_class: str,
    annotations: Mapping[str, str],
    tls: Mapping[str, Any],
) -> Iterator[Effect]:
    """An Ingress, whose rules a rollout may take.

    Args:
        trait: What is routed.
        workload: Where to.
        ingress_class: Name of the cluster's IngressClass.
        annotations: What its controller reads besides.
        tls: The entry of ``spec.tls``; empty for none.
    """
    routed = targets(trait, workload)
    if isinstance(routed, Refuse):
        yield routed
        return
    metadata, refusals = annotated(trait, {**DO_NOT_WAIT, **annotations})
    yield from refusals
    paths = [_path(workload, one) for one in routed]
    name = workload.named(trait.name)
    yield Create(
        "networking.k8s.io/v1",
        "Ingress",
        name,
        {
            "metadata": {"annotations": metadata},
            "spec": {
                "ingressClassName": ingress_class,
                "rules": [{"host": trait.host, "http": {"paths": paths}}],
                **({"tls": [tls]} if tls else {}),
            },
        },
    )
    made = ObjectRef(Api("networking.k8s.io/v1", "Ingress"), name, workload.context.namespace)
    yield Offer(made / "spec" / "rules", why="a rollout may shift the traffic of its rules")


def tls_by_secret(trait: Ingress) -> dict[str, Any]:
    """The entry of ``spec.tls`` for the Secret that is asked for; empty for none."""
    return {"hosts": [trait.host], "secretName": trait.tls_secret} if trait.tls_secret else {}


def _path(workload: RenderedWorkload, target: Target) -> dict[str, Any]:
    service = {"name": workload.service_name, "port": {"number": target.port}}
    kind = "Exact" if target.exact else "Prefix"
    return {"path": target.path, "pathType": kind, "backend": {"service": service}}
