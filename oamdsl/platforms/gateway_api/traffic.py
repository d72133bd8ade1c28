"""TrafficSplit and TrafficMirror by a Gateway API HTTPRoute on the component's Service."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.model.effect import Create, Effect, Read, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.mesh_route import refused_mirror, service_of
from oamdsl.platforms.service_port import mesh_port
from oamdsl.traits.traffic_mirror import TrafficMirror
from oamdsl.traits.traffic_split import TrafficSplit

_MOST: Final = 16
"""Backends of one rule."""


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
    if len(trait.shares) > _MOST:
        yield Refuse(
            "shares",
            why=f"a rule of an HTTPRoute has {_MOST} backends at most, not {len(trait.shares)}",
            help="share the requests between fewer components",
        )
    backends = [
        {"name": service_of(one.component, workload), "port": port, "weight": one.weight}
        for one in trait.shares
    ]
    yield Read(workload.service_ref / "spec" / "selector", why="its route is for all pods of the component")
    yield _route(workload, port, {"backendRefs": backends})


@implements(TrafficMirror, requires=["mesh"])
def traffic_mirror(trait: TrafficMirror, workload: RenderedWorkload) -> Iterator[Effect]:
    """An HTTPRoute with a filter that mirrors; see `traffic_split` for why there is but one."""
    yield from refused_mirror(trait, workload)
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
