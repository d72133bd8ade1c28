"""CanaryRelease by OpenKruise Rollouts."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Effect, Refuse, Reserve, Rewrite, Set, Where
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.one_at_a_time import refused_canary
from oamdsl.traits.canary_release import CanaryRelease, Step

_KINDS: Final = frozenset({"CloneSet", "Deployment", "StatefulSet"})
_KRUISE: Final = "OpenKruise Rollout"
_MOST_PODS: Final = 50
"""Percent of the pods that a step may update while it shifts traffic: the others bear the rest of it."""


@implements(CanaryRelease)
def batch_release(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    """A Rollout that updates a share of the pods at each step; the load follows the number of pods.

    While it releases, it pauses the Deployment and changes its strategy.

    Source: OpenKruise Rollouts v0.6, ``rollouts.kruise.io/v1beta1``; multi-batch update strategy.
    """
    refusals = list(_refusals(trait, workload))
    yield from refusals
    if not refusals:
        yield from _released(trait, workload)


def batch_release_by_ingress(*, class_type: str) -> Implementation[CanaryRelease]:
    """As `batch_release`, and where there is an Ingress, it shifts the traffic that comes in by it.

    Args:
        class_type: What OpenKruise calls the Ingress' controller: ``aliyun-alb``, ``higress``, ``mse`` or
            ``nginx``.
    """

    @implements(CanaryRelease)
    def kruise_batch_release_by_ingress(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
        """A Rollout, which makes a Service and an Ingress for the new release while it has a share.

        Source: OpenKruise Rollouts v0.6, Ingress traffic routing; ``pkg/trafficrouting``.
        """
        refusals = list(_refusals(trait, workload))
        yield from refusals
        if refusals:
            return
        yield from _released(trait, workload)
        if workload.service is not None:
            ingress = ObjectRef(
                Api("networking.k8s.io/v1", "Ingress"), workload.name, workload.context.namespace
            )
            yield Where(ingress, tuple(_shifted(trait, workload, ingress, class_type)))

    return kruise_batch_release_by_ingress


def _released(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    canary = {"steps": [_step(one, one.weight) for one in trait.steps]}
    yield Create(
        "rollouts.kruise.io/v1beta1",
        "Rollout",
        workload.name,
        {"spec": {"workloadRef": workload.reference, "strategy": {"canary": canary}}},
    )
    deployed = workload.ref.api.kind == "Deployment"
    for field in ("paused", "strategy") if deployed else ("updateStrategy",):
        yield Rewrite(workload / "spec" / field, by=_KRUISE)


def _shifted(
    trait: CanaryRelease, workload: RenderedWorkload, ingress: ObjectRef, class_type: str
) -> Iterator[Effect]:
    """The same steps with traffic, and what OpenKruise makes and changes meanwhile."""
    made = ObjectRef(Api("rollouts.kruise.io/v1beta1", "Rollout"), workload.name, ingress.namespace)
    service = workload.service_ref
    routing = {"service": service.name, "ingress": {"classType": class_type, "name": ingress.name}}
    steps = [{**_step(one, min(one.weight, _MOST_PODS)), "traffic": f"{one.weight}%"} for one in trait.steps]
    yield Set(made / "spec" / "strategy" / "canary", {"steps": steps, "trafficRoutings": [routing]})
    yield Rewrite(service / "spec" / "selector", by=_KRUISE)
    for one in (service, ingress):
        yield Reserve(one.api.api_version, one.api.kind, f"{one.name}-canary", by=_KRUISE, of=made)


def _step(step: Step, pods: int) -> Mapping[str, Any]:
    pause = {} if step.pause_seconds is None else {"duration": step.pause_seconds}
    return {"replicas": f"{pods}%", "pause": pause}


def _refusals(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Refuse]:
    yield from refused_canary(workload, _KINDS)
    if trait.checks:
        yield Refuse(
            "checks",
            why="OpenKruise measures nothing while it releases",
            help="remove `checks`, and let a step without `pause_seconds` wait until somebody has looked",
        )
