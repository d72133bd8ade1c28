"""The ScaledObject of a workload, and what KEDA makes of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Delegate, Effect, Reserve
from oamdsl.model.workload import RenderedWorkload

_KEDA: Final = "KEDA ScaledObject"
_LONGEST: Final = 63
"""KEDA writes the autoscaler's name into a label."""


def scaled_object(
    workload: RenderedWorkload,
    minimum: int,
    maximum: int,
    triggers: Iterable[Mapping[str, Any]],
    *,
    behavior: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Iterator[Effect]:
    """A ScaledObject, whose HorizontalPodAutoscaler KEDA makes; from then on KEDA decides the replicas.

    Args:
        workload: What is scaled.
        minimum: Replicas without any load; it starts with these.
        maximum: Most replicas.
        triggers: What asks for how many.
        behavior: ``behavior`` of the HorizontalPodAutoscaler.
        more: Further fields of ``spec``.

    Source: KEDA 2.20, ScaledObject specification; ``controllers/keda/hpa.go``.
    """
    fields = more or {}
    idle = fields.get("idleReplicaCount", minimum)
    yield Delegate(workload.replicas, to=_KEDA, initial=minimum, least=idle, most=maximum)
    usual = f"keda-hpa-{workload.name}"
    name = usual if len(usual) <= _LONGEST else workload.name
    autoscaler = {
        **({} if name == usual else {"name": name}),
        **({"behavior": behavior} if behavior else {}),
    }
    yield Create(
        "keda.sh/v1alpha1",
        "ScaledObject",
        workload.name,
        {
            "spec": {
                "scaleTargetRef": workload.reference,
                "minReplicaCount": minimum,
                "maxReplicaCount": maximum,
                **fields,
                **({"advanced": {"horizontalPodAutoscalerConfig": autoscaler}} if autoscaler else {}),
                "triggers": list(triggers),
            }
        },
    )
    made = ObjectRef(Api("keda.sh/v1alpha1", "ScaledObject"), workload.name, workload.context.namespace)
    yield Reserve("autoscaling/v2", "HorizontalPodAutoscaler", name, by=_KEDA, of=made)
