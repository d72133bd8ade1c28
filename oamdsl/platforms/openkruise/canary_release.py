"""CanaryRelease by OpenKruise Rollouts."""

from collections.abc import Iterator
from typing import Final

from oamdsl.model.effect import Create, Effect, Rewrite
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.one_at_a_time import refused_canary
from oamdsl.traits.canary_release import CanaryRelease

_KINDS: Final = frozenset({"Deployment", "StatefulSet"})


@implements(CanaryRelease)
def batch_release(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    """A Rollout that updates a share of the pods at each step; the load follows the number of pods.

    While it releases, it pauses the Deployment and changes its strategy.

    Source: OpenKruise Rollouts v0.6, ``rollouts.kruise.io/v1beta1``; multi-batch update strategy.
    """
    refusals = list(refused_canary(workload, _KINDS))
    yield from refusals
    if refusals:
        return
    steps = [
        {
            "replicas": f"{step.weight}%",
            "pause": {} if step.pause_seconds is None else {"duration": step.pause_seconds},
        }
        for step in trait.steps
    ]
    yield Create(
        "rollouts.kruise.io/v1beta1",
        "Rollout",
        workload.name,
        {"spec": {"workloadRef": workload.reference, "strategy": {"canary": {"steps": steps}}}},
    )
    if workload.ref.api.kind == "Deployment":
        for field in ("paused", "strategy"):
            yield Rewrite(workload / "spec" / field, by="OpenKruise Rollout")
