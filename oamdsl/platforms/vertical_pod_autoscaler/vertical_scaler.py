"""VerticalScaler by a VerticalPodAutoscaler."""

from collections.abc import Iterator
from typing import Final

from oamdsl.model.effect import Create, Effect, Rewrite
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.selected_pods import selected_by
from oamdsl.traits.vertical_scaler import VerticalScaler

_MODES: Final = {
    "recommend": "Off",
    "initial": "Initial",
    "recreate": "Recreate",
    "in-place": "InPlaceOrRecreate",
}


@implements(VerticalScaler)
def vertical_pod_autoscaler(trait: VerticalScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A VerticalPodAutoscaler; its webhook writes requests into each pod, and the workload keeps its own.

    Source: Kubernetes autoscaler, vertical-pod-autoscaler 1.7, API and features.
    """
    yield from selected_by(workload, workload.selector, "VerticalPodAutoscaler")
    if trait.update != "recommend":
        for resource in trait.resources:
            yield Rewrite(
                workload.each_container / "resources" / "requests" / resource,
                by="VerticalPodAutoscaler",
                in_pods=True,
            )
    policy = {
        "containerName": "*",
        "controlledResources": list(trait.resources),
        **({"minAllowed": dict(trait.minimum)} if trait.minimum else {}),
        **({"maxAllowed": dict(trait.maximum)} if trait.maximum else {}),
    }
    yield Create(
        "autoscaling.k8s.io/v1",
        "VerticalPodAutoscaler",
        workload.name,
        {
            "spec": {
                "targetRef": workload.reference,
                "updatePolicy": {
                    "updateMode": _MODES[trait.update],
                    **({} if trait.minimum_replicas is None else {"minReplicas": trait.minimum_replicas}),
                },
                "resourcePolicy": {"containerPolicies": [policy]},
            }
        },
    )
