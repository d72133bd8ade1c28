"""The port of a component's Service that a route leads to."""

from collections.abc import Callable, Mapping
from typing import Any

from oamdsl.kubernetes.spoken import hidden_from_meshes, not_http
from oamdsl.model.effect import Refuse
from oamdsl.model.workload import RenderedWorkload


def http_port(workload: RenderedWorkload, wanted: int | None) -> int | Refuse:
    """The number of the Service's port that takes HTTP requests: *wanted*, or the only one.

    Returns a refusal when the Service has no such port, when it has several and none is wanted, or when the
    port takes no HTTP requests.
    """
    return _port(workload, wanted, not_http)


def mesh_port(workload: RenderedWorkload, wanted: int | None) -> int | Refuse:
    """The same for requests inside a mesh, which must see that they are HTTP requests."""
    return _port(workload, wanted, hidden_from_meshes)


def _port(
    workload: RenderedWorkload, wanted: int | None, unfit: Callable[[Mapping[str, Any]], str | None]
) -> int | Refuse:
    ports = {
        number: unfit(port)
        for port in sorted(workload.service_ports, key=_is_tcp)
        for number in (port.get("port"),)
        if isinstance(number, int)
    }
    listed = ", ".join(map(str, ports))
    if wanted is None and len(ports) != 1:
        return Refuse(
            "port",
            why=f"`{workload.name}` has {len(ports)} ports, so a route must name one of {listed}",
            help=f"add `port={next(iter(ports))}`" if ports else "give the component a port",
        )
    number = next(iter(ports)) if wanted is None else wanted
    if number not in ports:
        return Refuse(
            "port",
            why=f"`{workload.name}` has no port {number}, only {listed}",
            help=f"use one of the ports {listed}",
        )
    problem = ports[number]
    if problem is not None:
        return Refuse(
            "port",
            why=f"port {number} of `{workload.name}` {problem}, so no HTTP requests can be routed there",
            help=(
                "use a port that speaks HTTP; if this one does, have the developer declare it:"
                f' `Port({number}, app_protocol="http")`'
            ),
        )
    return number


def _is_tcp(port: Mapping[str, Any]) -> bool:
    """So that of two ports with one number, that of TCP counts."""
    return (port.get("protocol") or "TCP") == "TCP"
