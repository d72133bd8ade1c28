"""DisruptionBudget by Kubernetes' own PodDisruptionBudget."""

from collections.abc import Iterator

from oamdsl.model.effect import Create, Effect
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.selected_pods import selected_pods
from oamdsl.traits.disruption_budget import DisruptionBudget


@implements(DisruptionBudget)
def pod_disruption_budget(trait: DisruptionBudget, workload: RenderedWorkload) -> Iterator[Effect]:
    """A PodDisruptionBudget for the pods of the component."""
    yield from selected_pods(workload, "PodDisruptionBudget")
    if trait.maximum_unavailable is None:
        bound = {"minAvailable": trait.minimum_available}
    else:
        bound = {"maxUnavailable": trait.maximum_unavailable}
    policy = "AlwaysAllow" if trait.evict_unhealthy else "IfHealthyBudget"
    yield Create(
        "policy/v1",
        "PodDisruptionBudget",
        workload.name,
        {
            "spec": {
                **bound,
                "selector": {"matchLabels": workload.pod_selector},
                "unhealthyPodEvictionPolicy": policy,
            }
        },
    )
