"""DisruptionBudget by OpenKruise's PodUnavailableBudget."""

from collections.abc import Iterator

from oamdsl.model.effect import Create, Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.selected_pods import selected_by
from oamdsl.traits.disruption_budget import DisruptionBudget


@implements(DisruptionBudget)
def pod_unavailable_budget(trait: DisruptionBudget, workload: RenderedWorkload) -> Iterator[Effect]:
    """A PodUnavailableBudget, which counts deletions and updates in place besides evictions.

    Source: OpenKruise v1.9, PodUnavailableBudget, ``policy.kruise.io/v1alpha1``.
    """
    yield from selected_by(workload, workload.selector, "PodUnavailableBudget")
    if "evict_unhealthy" in trait.given and not trait.evict_unhealthy:
        yield Refuse(
            "evict_unhealthy",
            why="a PodUnavailableBudget counts only pods that are ready",
            help="leave `evict_unhealthy` out",
        )
    if trait.maximum_unavailable is None:
        bound = {"minAvailable": trait.minimum_available}
    else:
        bound = {"maxUnavailable": trait.maximum_unavailable}
    yield Create(
        "policy.kruise.io/v1alpha1",
        "PodUnavailableBudget",
        workload.name,
        {"spec": {**bound, "targetRef": workload.reference}},
    )
