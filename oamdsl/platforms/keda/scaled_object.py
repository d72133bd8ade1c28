"""The ScaledObject of a workload, and what KEDA makes of it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from oamdsl.model.effect import Create, Delegate, Effect, Reserve
from oamdsl.model.workload import RenderedWorkload

_KEDA: Final = "KEDA ScaledObject"
_LONGEST: Final = 63
"""KEDA writes the autoscaler's name into a label."""


def scaled_object(
    workload: RenderedWorkload, minimum: int, maximum: int, triggers: Sequence[dict[str, Any]]
) -> Iterator[Effect]:
    """A ScaledObject, whose HorizontalPodAutoscaler KEDA makes; from then on KEDA decides the replicas.

    Args:
        workload: What is scaled.
        minimum: Replicas without any load; it starts with these.
        maximum: Most replicas.
        triggers: What asks for how many.

    Source: KEDA 2.20, ScaledObject specification; ``controllers/keda/hpa.go``.
    """
    yield Delegate(workload.replicas, to=_KEDA, initial=minimum)
    usual = f"keda-hpa-{workload.name}"
    name = usual if len(usual) <= _LONGEST else workload.name
    advanced = {} if name == usual else {"advanced": {"horizontalPodAutoscalerConfig": {"name": name}}}
    yield Create(
        "keda.sh/v1alpha1",
        "ScaledObject",
        workload.name,
        {
            "spec": {
                "scaleTargetRef": workload.reference,
                "minReplicaCount": minimum,
                "maxReplicaCount": maximum,
                **advanced,
                "triggers": list(triggers),
            }
        },
    )
    yield Reserve("autoscaling/v2", "HorizontalPodAutoscaler", name, by=_KEDA)
