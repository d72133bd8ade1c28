"""CanaryRelease by Argo Rollouts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Amend, Create, Effect, Refuse, Replace, Rewrite, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.one_at_a_time import refused_canary
from oamdsl.traits.canary_release import CanaryRelease

_ROLLOUT: Final = Replace("argoproj.io/v1alpha1", "Rollout", (Path(("spec", "strategy")),))
_KINDS: Final = frozenset({"Deployment", "Rollout"})
_ARGO: Final = "Argo Rollouts controller"


@implements(CanaryRelease)
def rollout(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    """A Rollout in place of the Deployment; the load follows the number of pods of each release.

    Source: Argo Rollouts v1.9, Canary Deployment Strategy.
    """
    yield from _rollout(trait, workload, {})


@implements(CanaryRelease)
def rollout_by_gateway_api(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    """A Rollout that shifts the weights of the HTTPRoute which Ingress makes.

    Needs Argo Rollouts' plugin ``argoproj-labs/gatewayAPI``.

    Source: argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi.
    """
    route = ObjectRef(
        Api("gateway.networking.k8s.io/v1", "HTTPRoute"), workload.name, workload.context.namespace
    )
    plugin = {"httpRoute": route.name, "namespace": route.namespace}
    routing = {"plugins": {"argoproj-labs/gatewayAPI": plugin}}

    def split(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**rule, "backendRefs": _split(rule["backendRefs"])} for rule in rules]

    def _split(backends: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            one
            for backend in backends
            for one in (
                {**backend, "weight": 100},
                {**backend, "name": _canary(workload), "weight": 0},
            )
        ]

    yield from _rollout(trait, workload, routing, (route, "rules", split))


@implements(CanaryRelease)
def rollout_by_istio(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    """A Rollout that shifts the weights of the VirtualService which Ingress makes.

    Source: Argo Rollouts v1.9, Traffic Management, Istio, "Host-level Traffic Splitting".
    """
    route = ObjectRef(
        Api("networking.istio.io/v1", "VirtualService"), workload.name, workload.context.namespace
    )
    routing = {"istio": {"virtualService": {"name": route.name}}}

    def split(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                **rule,
                "route": [
                    {**one, "weight": weight, "destination": {**one["destination"], "host": host}}
                    for one in rule["route"]
                    for host, weight in ((one["destination"]["host"], 100), (_canary(workload), 0))
                ],
            }
            for rule in rules
        ]

    yield from _rollout(trait, workload, routing, (route, "http", split))


def _rollout(
    trait: CanaryRelease,
    workload: RenderedWorkload,
    routing: Mapping[str, Any],
    route: tuple[ObjectRef, str, Callable[[Any], Any]] | None = None,
) -> Iterator[Effect]:
    refusals = [*refused_canary(workload, _KINDS), *(_unexposed(workload) if route else ())]
    yield from refusals
    if refusals:
        return
    yield _ROLLOUT
    services = {"stableService": workload.service_name, "canaryService": _canary(workload)} if route else {}
    canary = {
        **services,
        **({"trafficRouting": routing} if routing else {}),
        "steps": [step for one in trait.steps for step in _steps(one.weight, one.pause_seconds)],
    }
    yield Set(workload / "spec" / "strategy", {"canary": canary})
    if route is not None:
        yield from _split_traffic(workload, *route)


def _steps(weight: int, pause: int | None) -> Iterator[dict[str, Any]]:
    yield {"setWeight": weight}
    yield {"pause": {} if pause is None else {"duration": f"{pause}s"}}


def _split_traffic(
    workload: RenderedWorkload, route: ObjectRef, field: str, split: Callable[[Any], Any]
) -> Iterator[Effect]:
    """A Service for the new release, and its share of the route."""
    service = next(one.ref for one in workload.objects if one.ref.api.kind == "Service")
    ports = [dict(port) for port in workload.service_ports]
    selector = workload.context.selector
    yield Create("v1", "Service", _canary(workload), {"spec": {"selector": selector, "ports": ports}})
    yield Amend(route / "spec" / field, split)
    canary = ObjectRef(service.api, _canary(workload), service.namespace)
    for rewritten in (
        service / "spec" / "selector",
        canary / "spec" / "selector",
        route / "spec" / field,
    ):
        yield Rewrite(rewritten, by=_ARGO)


def _unexposed(workload: RenderedWorkload) -> Iterator[Refuse]:
    if workload.service is None:
        yield Refuse(
            "steps",
            why=f"`{workload.name}` has no port, so no route leads to it whose traffic could be shifted",
            help="give the component a port, or release it by the number of its pods",
        )


def _canary(workload: RenderedWorkload) -> str:
    return f"{workload.name}-canary"
