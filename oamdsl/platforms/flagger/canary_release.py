"""CanaryRelease by Flagger."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.names import object_name
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.effect import (
    Create,
    Delegate,
    Derive,
    Effect,
    Refuse,
    Require,
    Reserve,
    Rewrite,
    Set,
    Where,
)
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.flagger.analysis import analysis, metric_templates
from oamdsl.platforms.one_at_a_time import refused_canary
from oamdsl.platforms.release_checks import refused_checks
from oamdsl.traits.canary_release import CanaryRelease

_FLAGGER: Final = "Flagger Canary"
_URI: Final = {"PathPrefix": "prefix", "Exact": "exact", "RegularExpression": "regex"}
_KINDS: Final = frozenset({"Deployment"})
_LABELS: Final = ("app", "name", "app.kubernetes.io/name")
"""The labels of a selector that Flagger knows, in the order that it looks for them."""
_SERVICE_FIELDS: Final = {
    "port": "port",
    "targetPort": "targetPort",
    "portName": "name",
    "appProtocol": "appProtocol",
}
"""What Flagger writes of the Service's port: ``{field of the Canary's service: field of the port}``."""
_SCALERS: Final = (
    Api("autoscaling/v2", "HorizontalPodAutoscaler"),
    Api("keda.sh/v1alpha1", "ScaledObject"),
)
"""What Flagger makes a copy of for the pods in production."""


def canary_by_gateway_api(*, prometheus: str = "") -> Implementation[CanaryRelease]:
    """A Canary, which takes over the HTTPRoute that Ingress makes, or makes one inside the mesh.

    Args:
        prometheus: Address of the Prometheus that measures what checks ask for, such as
            ``http://prometheus.monitoring:9090``; empty where there is none, so that checks are refused.
    """

    @implements(CanaryRelease)
    def flagger_canary_by_gateway_api(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
        """A Canary of Flagger's provider ``gatewayapi:v1``.

        Source: Flagger v1.44, Gateway API Canary Deployments; ``pkg/router/gateway_api.go``.
        """

        def inside(port: int) -> dict[str, Any]:
            parent = {"group": "", "kind": "Service", "name": workload.service_name, "port": port}
            return {"gatewayRefs": [parent]}

        route = _Route(
            "gatewayapi:v1",
            Api("gateway.networking.k8s.io/v1", "HTTPRoute"),
            {
                "hosts": ("hostnames", _same),
                "gatewayRefs": ("parentRefs", _same),
                "match": ("rules", _matches),
                "timeout": ("rules", _request_timeout),
                "rewrite": ("rules", _url_rewrite),
            },
            inside,
        )
        yield from _canary(trait, workload, prometheus, route)

    return flagger_canary_by_gateway_api


def canary_by_istio(*, prometheus: str = "") -> Implementation[CanaryRelease]:
    """A Canary, which takes over the VirtualService that Ingress makes, or makes one inside the mesh.

    Args:
        prometheus: As for `canary_by_gateway_api`.
    """

    @implements(CanaryRelease)
    def flagger_canary_by_istio(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Effect]:
        """A Canary of Flagger's provider ``istio``.

        Source: Flagger v1.44, Istio Canary Deployments; ``pkg/router/istio.go``.
        """
        route = _Route(
            "istio",
            Api("networking.istio.io/v1", "VirtualService"),
            {
                "hosts": ("hosts", _same),
                "gateways": ("gateways", _same),
                "match": ("http", _match),
                "timeout": ("http", _timeout),
                "rewrite": ("http", _rewrite),
            },
            lambda _: {},
        )
        yield from _canary(trait, workload, prometheus, route)
        for name in ("primary", "canary"):
            yield _reserved(
                workload, Api(route.api.api_version, "DestinationRule"), f"{workload.name}-{name}"
            )

    return flagger_canary_by_istio


@attrs.frozen
class _Route:
    """What leads requests to the component, and how Flagger makes it anew.

    Attributes:
        provider: Who shifts the traffic, as Flagger calls it.
        api: Its kind.
        fields: ``{field of the Canary's service: (field of the route's spec, how to write it)}``.
        inside: Fields of the Canary's service for requests inside the mesh, by the Service's port.
    """

    provider: str
    api: Api
    fields: dict[str, tuple[str, Callable[[Any], Any]]]
    inside: Callable[[int], dict[str, Any]]


def _canary(
    trait: CanaryRelease, workload: RenderedWorkload, prometheus: str, route: _Route
) -> Iterator[Effect]:
    """A Canary; Flagger runs a copy of the Deployment, and takes over its Service, route and replicas."""
    refusals = [
        *refused_canary(workload, _KINDS),
        *refused_checks(trait, prometheus),
        *_refusals(trait, workload),
    ]
    yield from refusals
    if refusals:
        return
    made = _canary_of(workload)
    port = workload.service_ports[0]
    service = {field: port[name] for field, name in _SERVICE_FIELDS.items() if name in port}
    spec = {
        "provider": route.provider,
        "targetRef": workload.reference,
        "service": {"name": workload.service_name, **service},
        "analysis": analysis(trait, workload),
    }
    yield Create(made.api.api_version, made.api.kind, made.name, {"spec": spec})
    yield from metric_templates(trait.checks, workload, prometheus)
    yield from _copied(workload)
    yield _scaled(workload, made)
    yield from _routed(workload, made, route)


def _copied(workload: RenderedWorkload) -> Iterator[Effect]:
    """The copy that runs in production: its pods have another value of the selector's label."""
    label, *_ = _selecting(workload)
    yield Rewrite(workload.pod_labels / label, by=_FLAGGER, in_pods=True)
    yield _reserved(workload, workload.ref.api, f"{workload.ref.name}-primary")
    for field in ("selector", "ports"):
        yield Rewrite(workload.service_ref / "spec" / field, by=_FLAGGER)
    for name in ("primary", "canary"):
        yield _reserved(workload, Api("v1", "Service"), f"{workload.service_name}-{name}")


def _canary_of(workload: RenderedWorkload) -> ObjectRef:
    return ObjectRef(Api("flagger.app/v1beta1", "Canary"), workload.name, workload.context.namespace)


def _reserved(workload: RenderedWorkload, api: Api, name: str) -> Reserve:
    """What Flagger makes of the Canary."""
    return Reserve(api.api_version, api.kind, name, by=_FLAGGER, of=_canary_of(workload))


def _scaled(workload: RenderedWorkload, canary: ObjectRef) -> Effect:
    """The replicas, which Flagger decides unless there is an autoscaler, of which it makes a copy then."""
    decided: Effect = Delegate(
        workload.replicas,
        to=_FLAGGER,
        initial=1,
        help="leave the replicas to an `AutoScaler`, of which Flagger makes a copy for production:"
        " `AutoScaler(minimum=N, maximum=N)` for the fixed number N",
    )
    for api in _SCALERS:
        scaler = ObjectRef(api, workload.name, workload.context.namespace)
        reference = {"apiVersion": api.api_version, "kind": api.kind, "name": scaler.name}
        referring = Set(canary / "spec" / "autoscalerRef", reference)
        decided = Where(scaler, (referring,), otherwise=(decided,))
    return decided


def _routed(workload: RenderedWorkload, canary: ObjectRef, route: _Route) -> Iterator[Effect]:
    """The route, which Flagger takes over where there is one, and makes where there is none."""
    taken = ObjectRef(route.api, workload.name, workload.context.namespace)
    service = canary / "spec" / "service"
    inside = route.inside(workload.service_ports[0]["port"])
    yield Where(
        taken,
        (
            *(
                Derive(
                    service / name,
                    source=taken / "spec" / source,
                    make=make,
                    why=f"Flagger writes the {route.api.kind} anew from it",
                )
                for name, (source, make) in route.fields.items()
            ),
            Rewrite(taken / "spec", by=_FLAGGER),
        ),
        otherwise=(
            Require("mesh"),
            _reserved(workload, route.api, taken.name),
            *(Set(service / name, value) for name, value in inside.items()),
        ),
    )


def _same(value: Any) -> Any:
    return value


def _matches(rules: list[dict[str, Any]]) -> list[Any]:
    """What an HTTPRoute matches, in the words of Istio, which are Flagger's for all providers."""
    paths = [match["path"] for rule in rules for match in rule["matches"]]
    return [{"uri": {_URI[path["type"]]: path["value"]}} for path in paths]


def _match(routes: list[dict[str, Any]]) -> list[Any]:
    """What a VirtualService matches.

    Flagger puts one thing in place of all of it: where a path is rewritten otherwise than those below it, one
    prefix stands for both.
    """
    matches = [match for route in routes for match in route["match"]]
    if all(route.get("rewrite") == routes[0].get("rewrite") for route in routes):
        return matches
    return [{"uri": {"prefix": match["uri"]["exact"]}} for match in matches if "exact" in match["uri"]]


def _request_timeout(rules: list[dict[str, Any]]) -> str | None:
    """The timeout of an HTTPRoute, one for all of its rules; None for none."""
    return next((rule["timeouts"]["request"] for rule in rules if "timeouts" in rule), None)


def _url_rewrite(rules: list[dict[str, Any]]) -> dict[str, str] | None:
    """What an HTTPRoute puts in place of its first path; None for nothing."""
    for rule in rules:
        for one in rule.get("filters", ()):
            path = one["urlRewrite"]["path"]
            kind = path["type"]
            return {"type": kind, "uri": path[kind[0].lower() + kind[1:]]}
    return None


def _timeout(routes: list[dict[str, Any]]) -> str | None:
    """The timeout of a VirtualService, one for all of its routes; None for none."""
    return next((route["timeout"] for route in routes if "timeout" in route), None)


def _rewrite(routes: list[dict[str, Any]]) -> dict[str, str] | None:
    """What a VirtualService puts in place of its first path; None for nothing."""
    return next((route["rewrite"] for route in routes if "rewrite" in route), None)


def _selecting(workload: RenderedWorkload) -> list[str]:
    """The labels of the Deployment's selector that Flagger knows."""
    selected = as_map(at(workload.body, Path(("spec", "selector", "matchLabels"))))
    return [label for label in _LABELS if label in selected]


def _refusals(trait: CanaryRelease, workload: RenderedWorkload) -> Iterator[Refuse]:
    if not _selecting(workload):
        known = ", ".join(f"`{label}`" for label in _LABELS)
        yield Refuse(
            "steps",
            why=f"Flagger renames the pods in production by one of the labels {known},"
            f" and {workload.ref} selects its pods by none of them",
            help=f"select the pods by the label `{_LABELS[0]}`",
        )
    if len(workload.service_ports) != 1:
        yield Refuse(
            "steps",
            why=f"Flagger shifts the traffic of one port, not of {len(workload.service_ports)}",
            help="give the component one port",
        )
    else:
        yield from _misnamed(workload)
    pauses = {step.pause_seconds for step in trait.steps}
    if None in pauses or len(pauses) > 1:
        yield Refuse(
            "steps",
            why="Flagger takes the same time for each step, and waits for nobody",
            help="give each step the same `pause_seconds`",
        )


def _misnamed(workload: RenderedWorkload) -> Iterator[Refuse]:
    name = workload.service_name
    problem = object_name("Service", f"{name}-primary")
    if name != workload.name:
        yield Refuse(
            "steps",
            why=f"Flagger takes over the route that is called like the Service, `{name}`, and the one of"
            f" component `{workload.name}` is called like the component",
            help=f"call the Service `{workload.name}`",
        )
    elif problem is not None:
        yield Refuse(
            "steps",
            why=f"Flagger makes the Service `{name}-primary`, whose name {problem}",
            help="give the component a shorter name",
        )
