"""CanaryRelease by Flagger."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Delegate, Derive, Effect, Refuse, Reserve, Rewrite
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.one_at_a_time import refused_canary
from oamdsl.traits.canary_release import CanaryRelease

_FLAGGER: Final = "Flagger Canary"
_URI: Final = {"PathPrefix": "prefix", "Exact": "exact", "RegularExpression": "regex"}
_KINDS: Final = frozenset({"Deployment"})
_FAILED_CHECKS: Final = 5
"""In a row, after which Flagger goes back to the old release."""


@implements(CanaryRelease)
def canary_by_gateway_api(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    """A Canary, which takes over the HTTPRoute that Ingress makes.

    Source: Flagger v1.44, Gateway API Canary Deployments; ``pkg/router/gateway_api.go``.
    """
    route = Api("gateway.networking.k8s.io/v1", "HTTPRoute")
    fields = {
        "hosts": ("hostnames", _same),
        "gatewayRefs": ("parentRefs", _same),
        "match": ("rules", _matches),
    }
    yield from _canary(trait, workload, "gatewayapi:v1", (route, fields))


@implements(CanaryRelease)
def canary_by_istio(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
    """A Canary, which takes over the VirtualService that Ingress makes.

    Source: Flagger v1.44, Istio Canary Deployments; ``pkg/router/istio.go``.
    """
    route = Api("networking.istio.io/v1", "VirtualService")
    fields = {"hosts": ("hosts", _same), "gateways": ("gateways", _same), "match": ("http", _match)}
    yield from _canary(trait, workload, "istio", (route, fields))
    for name in ("primary", "canary"):
        yield Reserve(route.api_version, "DestinationRule", f"{workload.name}-{name}", by=_FLAGGER)


def _canary(
    trait: CanaryRelease,
    workload: RenderedWorkload,
    provider: str,
    route: tuple[Api, Mapping[str, tuple[str, Callable[[Any], Any]]]],
) -> Iterator[Effect]:
    """A Canary; Flagger runs a copy of the Deployment, and takes over its Service, route and replicas.

    Args:
        trait: The trait.
        workload: What is released.
        provider: Who shifts the traffic, as Flagger calls it.
        route: What leads the traffic to it, and by what in its spec Flagger makes it anew:
            ``{field of the Canary's service: (field of the route, how to write it)}``.
    """
    refusals = [*refused_canary(workload, _KINDS), *_refusals(trait, workload)]
    yield from refusals
    if refusals:
        return
    yield Delegate(workload.replicas, to=_FLAGGER, initial=1)
    service = next(one.ref for one in workload.objects if one.ref.api.kind == "Service")
    for field in ("selector", "ports"):
        yield Rewrite(service / "spec" / field, by=_FLAGGER)
    port = workload.service_ports[0]
    made = ObjectRef(Api("flagger.app/v1beta1", "Canary"), workload.name, workload.context.namespace)
    yield Create(
        made.api.api_version,
        made.api.kind,
        made.name,
        {
            "spec": {
                "provider": provider,
                "targetRef": workload.reference,
                "service": {"port": port["port"], "targetPort": port["targetPort"]},
                "analysis": {
                    "interval": f"{trait.steps[0].pause_seconds}s",
                    "threshold": _FAILED_CHECKS,
                    "stepWeights": [step.weight for step in trait.steps],
                },
            }
        },
    )
    api, fields = route
    taken = ObjectRef(api, workload.name, workload.context.namespace)
    for name, (source, make) in fields.items():
        yield Derive(
            made / "spec" / "service" / name,
            source=taken / "spec" / source,
            make=make,
            why=f"Flagger writes the {api.kind} anew from it",
        )
    yield Rewrite(taken / "spec", by=_FLAGGER)
    yield Reserve("apps/v1", "Deployment", f"{workload.name}-primary", by=_FLAGGER)
    for name in ("primary", "canary"):
        yield Reserve("v1", "Service", f"{workload.name}-{name}", by=_FLAGGER)


def _same(value: Any) -> Any:
    return value


def _matches(rules: list[dict[str, Any]]) -> list[Any]:
    """What an HTTPRoute matches, in the words of Istio, which are Flagger's for all providers."""
    paths = [match["path"] for rule in rules for match in rule["matches"]]
    return [{"uri": {_URI[path["type"]]: path["value"]}} for path in paths]


def _match(routes: list[dict[str, Any]]) -> list[Any]:
    """What a VirtualService matches."""
    return [match for route in routes for match in route["match"]]


def _refusals(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Refuse]:
    if len(workload.service_ports) != 1:
        yield Refuse(
            "steps",
            why=f"Flagger shifts the traffic of one port, not of {len(workload.service_ports)}",
            help="give the component one port",
        )
    pauses = {step.pause_seconds for step in trait.steps}
    if None in pauses or len(pauses) > 1:
        yield Refuse(
            "steps",
            why="Flagger takes the same time for each step, and waits for nobody",
            help="give each step the same `pause_seconds`",
        )
