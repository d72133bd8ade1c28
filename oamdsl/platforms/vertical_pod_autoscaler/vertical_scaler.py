"""VerticalScaler by a VerticalPodAutoscaler."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Final

from oamdsl.model.effect import Create, Effect, Read, Rewrite
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
_AMOUNTS: Final = {False: ("requests",), True: ("requests", "limits")}
"""What changes, by whether limits do."""


@implements(VerticalScaler)
def vertical_pod_autoscaler(trait: VerticalScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A VerticalPodAutoscaler; its webhook writes amounts into each pod, and the workload keeps its own.

    Source: Kubernetes autoscaler, vertical-pod-autoscaler 1.7, API and features.
    """
    yield from selected_by(workload, workload.selector, "VerticalPodAutoscaler")
    for one in trait.containers:
        yield Read(workload.container(one.name) / "name", why="its resources are those that are scaled")
    if trait.update != "recommend":
        scaled = [workload.container(one.name) for one in trait.containers] or [workload.each_container]
        for container, amounts, resource in product(scaled, _AMOUNTS[trait.scale_limits], trait.resources):
            field = container / "resources" / amounts / resource
            yield Rewrite(field, by="VerticalPodAutoscaler", in_pods=True)
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
                "resourcePolicy": {"containerPolicies": list(_policies(trait))},
            }
        },
    )


def _policies(trait: VerticalScaler) -> Iterator[dict[str, Any]]:
    """What is decided for which containers."""
    if not trait.containers:
        yield _policy(trait, "*", trait.minimum, trait.maximum)
        return
    for one in trait.containers:
        yield _policy(trait, one.name, one.minimum or trait.minimum, one.maximum or trait.maximum)
    yield {"containerName": "*", "mode": "Off"}


def _policy(
    trait: VerticalScaler, container: str, minimum: Mapping[str, str], maximum: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "containerName": container,
        "controlledResources": list(trait.resources),
        **({} if trait.scale_limits else {"controlledValues": "RequestsOnly"}),
        **({"minAllowed": dict(minimum)} if minimum else {}),
        **({"maxAllowed": dict(maximum)} if maximum else {}),
    }
