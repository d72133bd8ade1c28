"""TrafficSplit and TrafficMirror by an Istio VirtualService for requests inside the mesh."""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.model.effect import Create, Effect, Read, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.mesh_route import refused_mirror, service_of
from oamdsl.platforms.service_port import mesh_port
from oamdsl.traits.traffic_mirror import TrafficMirror
from oamdsl.traits.traffic_split import TrafficSplit


@implements(TrafficSplit, requires=["mesh"])
def traffic_split(trait: TrafficSplit, workload: RenderedWorkload) -> Iterator[Effect]:
    """A VirtualService whose destinations have weights.

    Istio merges no two VirtualServices of one host in the mesh, so a component has one of them:
    `TrafficMirror` makes an object of the same name, and conflicts.

    Source: Istio, VirtualService; analyzer message IST0109.
    """
    port = mesh_port(workload, trait.port)
    if isinstance(port, Refuse):
        yield port
        return
    route = [
        {**_destination(service_of(one.component, workload), port), "weight": one.weight}
        for one in trait.shares
    ]
    yield Read(workload.service_ref / "spec" / "selector", why="its route is for all pods of the component")
    yield _virtual_service(workload, {"route": route})


@implements(TrafficMirror, requires=["mesh"])
def traffic_mirror(trait: TrafficMirror, workload: RenderedWorkload) -> Iterator[Effect]:
    """A VirtualService with a mirror; see `traffic_split` for why there is but one."""
    yield from refused_mirror(trait, workload)
    port = mesh_port(workload, trait.port)
    if isinstance(port, Refuse):
        yield port
        return
    yield Read(workload.service_ref / "spec" / "selector", why="its route is for all pods of the component")
    yield _virtual_service(
        workload,
        {
            "route": [_destination(workload.service_name, port)],
            "mirror": _destination(trait.component, port)["destination"],
            "mirrorPercentage": {"value": trait.percentage},
        },
    )


def _virtual_service(workload: RenderedWorkload, rule: Mapping[str, Any]) -> Create:
    """The rule for the requests inside the mesh."""
    spec = {"hosts": [workload.service_name], "gateways": ["mesh"], "http": [rule]}
    return Create("networking.istio.io/v1", "VirtualService", f"{workload.name}-mesh", {"spec": spec})


def _destination(service: str, port: int) -> dict[str, Any]:
    return {"destination": {"host": service, "port": {"number": port}}}
