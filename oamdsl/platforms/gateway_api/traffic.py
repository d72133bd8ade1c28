"""TrafficSplit and TrafficMirror by a Gateway API HTTPRoute on the component's Service."""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.model.effect import Create, Effect, Read, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.service_port import mesh_port
from oamdsl.traits.traffic_mirror import TrafficMirror
from oamdsl.traits.traffic_split import TrafficSplit


@implements(TrafficSplit, requires=["mesh"])
def traffic_split(trait: TrafficSplit, workload: RenderedWorkload) -> Iterator[Effect]:
    """An HTTPRoute whose backends have weights, for a mesh that knows routes of Services.

    Two routes of one Service would split its requests by rules of precedence, so a component has one of them:
    `TrafficMirror` makes an object of the same name, and conflicts.

    Source: Gateway API, GAMMA, "Connecting a Route to a Service".
    """
    port = mesh_port(workload, trait.port)
    if isinstance(port, Refuse):
        yield port
        return
    backends = [{"name": one.component, "port": port, "weight": one.weight} for one in trait.shares]
    yield Read(workload.service_ref / "spec" / "selector", why="its route is for all pods of the component")
    yield _route(workload, port, {"backendRefs": backends})


@implements(TrafficMirror, requires=["mesh"])
def traffic_mirror(trait: TrafficMirror, workload: RenderedWorkload) -> Iterator[Effect]:
    """An HTTPRoute with a filter that mirrors; see `traffic_split` for why there is but one."""
    port = mesh_port(workload, trait.port)
    if isinstance(port, Refuse):
        yield port
        return
    yield Read(workload.service_ref / "spec" / "selector", why="its route is for all pods of the component")
    mirror = {"backendRef": {"name": trait.component, "port": port}, "percent": trait.percentage}
    yield _route(
        workload,
        port,
        {
            "filters": [{"type": "RequestMirror", "requestMirror": mirror}],
            "backendRefs": [{"name": workload.service_name, "port": port}],
        },
    )


def _route(workload: RenderedWorkload, port: int, rule: Mapping[str, Any]) -> Create:
    """The rule for the requests to the component's Service."""
    parent = {"group": "", "kind": "Service", "name": workload.service_name, "port": port}
    return Create(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        f"{workload.name}-mesh",
        {"spec": {"parentRefs": [parent], "rules": [rule]}},
    )
