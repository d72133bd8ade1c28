"""CanaryRelease by Argo Rollouts."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at
from oamdsl.model.effect import Amend, Create, Effect, Refuse, Replace, Require, Rewrite, Set, Where
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.argo_rollouts.analysis import analysis_step, analysis_template
from oamdsl.platforms.argo_rollouts.route import HttpRoute, Route, VirtualService
from oamdsl.platforms.one_at_a_time import refused_canary
from oamdsl.platforms.release_checks import refused_checks
from oamdsl.traits.canary_release import CanaryRelease

_ROLLOUT: Final = Replace("argoproj.io/v1alpha1", "Rollout", (Path(("spec", "strategy")),))
_KINDS: Final = frozenset({"Deployment", "Rollout"})
_ARGO: Final = "Argo Rollouts controller"


def rollout(*, prometheus: str = "") -> Implementation[CanaryRelease]:
    """A Rollout in place of the Deployment; the load follows the number of pods of each release.

    Args:
        prometheus: Address of the Prometheus that measures what checks ask for, such as
            ``http://prometheus.monitoring:9090``; empty where there is none, so that checks are refused.
    """

    @implements(CanaryRelease)
    def argo_rollout(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
        """A Rollout with a share of the pods at each step.

        Source: Argo Rollouts v1.9, Canary Deployment Strategy.
        """
        refusals = list(_refusals(trait, workload, prometheus))
        yield from refusals
        if refusals:
            return
        yield from _released(trait, workload, prometheus)
        yield _strategy(trait, workload, {})

    return argo_rollout


def rollout_by_gateway_api(*, prometheus: str = "") -> Implementation[CanaryRelease]:
    """A Rollout that shifts the weights of an HTTPRoute: the one of Ingress, or one inside the mesh.

    Needs Argo Rollouts' plugin ``argoproj-labs/gatewayAPI``.

    Args:
        prometheus: As for `rollout`.
    """

    @implements(CanaryRelease)
    def argo_rollout_by_gateway_api(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
        yield from _routed(trait, workload, prometheus, HttpRoute(workload))

    return argo_rollout_by_gateway_api


def rollout_by_istio(*, prometheus: str = "") -> Implementation[CanaryRelease]:
    """A Rollout that shifts the weights of a VirtualService: the one of Ingress, or one inside the mesh.

    Args:
        prometheus: As for `rollout`.
    """

    @implements(CanaryRelease)
    def argo_rollout_by_istio(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
        yield from _routed(trait, workload, prometheus, VirtualService(workload))

    return argo_rollout_by_istio


def _routed(
    trait: CanaryRelease, workload: RenderedWorkload, prometheus: str, route: Route
) -> Iterator[Effect]:
    """A Rollout, and a Service for the new release, which has a share of *route*."""
    refusals = [*_refusals(trait, workload, prometheus), *_unexposed(workload)]
    yield from refusals
    if refusals:
        return
    yield from _released(trait, workload, prometheus)
    yield from _services(workload, route.canary)
    of_ingress = route.called(workload.name)
    weights = of_ingress / "spec" / route.field
    yield Where(
        of_ingress,
        (
            _strategy(trait, workload, _routing(route, of_ingress.name)),
            Amend(weights, route.split),
            Rewrite(weights, by=_ARGO),
        ),
        otherwise=tuple(_inside_mesh(trait, workload, route)),
    )


def _inside_mesh(trait: CanaryRelease, workload: RenderedWorkload, route: Route) -> Iterator[Effect]:
    """A route of the component's own, for those who call it by its name."""
    spec = route.inside()
    if isinstance(spec, Refuse):
        yield spec
        return
    own = route.called(f"{workload.name}-mesh")
    yield Require("mesh")
    yield Create(own.api.api_version, own.api.kind, own.name, {"spec": spec})
    yield Rewrite(own / "spec" / route.field, by=_ARGO)
    yield _strategy(trait, workload, _routing(route, own.name))


def _services(workload: RenderedWorkload, name: str) -> Iterator[Effect]:
    """A Service *name* like that of the old release; the controller lets each find its own pods."""
    stable = workload.service_ref
    ports = [
        {field: value for field, value in port.items() if field != "nodePort"}
        for port in workload.service_ports
    ]
    selector = at(workload.service, Path(("spec", "selector")))
    yield Create("v1", "Service", name, {"spec": {"selector": selector, "ports": ports}})
    for service in (stable, ObjectRef(stable.api, name, stable.namespace)):
        yield Rewrite(service / "spec" / "selector", by=_ARGO)


def _released(trait: CanaryRelease, workload: RenderedWorkload, prometheus: str) -> Iterator[Effect]:
    yield _ROLLOUT
    yield from analysis_template(trait.checks, workload, prometheus)


def _strategy(trait: CanaryRelease, workload: RenderedWorkload, routing: Mapping[str, Any]) -> Set:
    steps = [
        part
        for step in trait.steps
        for part in (
            {"setWeight": step.weight},
            {"pause": {} if step.pause_seconds is None else {"duration": f"{step.pause_seconds}s"}},
            *analysis_step(trait.checks, workload),
        )
    ]
    return Set(workload / "spec" / "strategy", {"canary": {**routing, "steps": steps}})


def _routing(route: Route, name: str) -> Mapping[str, Any]:
    """How a Rollout shifts the route *name*."""
    return {
        "stableService": route.workload.service_name,
        "canaryService": route.canary,
        "trafficRouting": route.routing(name),
    }


def _refusals(trait: CanaryRelease, workload: RenderedWorkload, prometheus: str) -> Iterator[Refuse]:
    yield from refused_canary(workload, _KINDS)
    yield from refused_checks(trait, prometheus)


def _unexposed(workload: RenderedWorkload) -> Iterator[Refuse]:
    if workload.service is None:
        yield Refuse(
            "steps",
            why=f"`{workload.name}` has no port, so no route leads to it whose traffic could be shifted",
            help="give the component a port, or use a platform that releases by the number of pods,"
            " such as one with `argo_rollouts.rollout`",
        )
