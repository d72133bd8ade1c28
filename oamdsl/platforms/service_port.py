"""The port of a component's Service that a route leads to."""

from oamdsl.model.effect import Refuse
from oamdsl.model.workload import RenderedWorkload


def service_port(workload: RenderedWorkload, wanted: int | None) -> int | Refuse:
    """The number of the Service's port: *wanted*, or the only one.

    Returns a refusal when the Service has no such port, or when it has several and none is wanted.
    """
    ports = [port["port"] for port in workload.service_ports]
    listed = ", ".join(str(port) for port in ports)
    if wanted is None:
        if len(ports) == 1:
            return int(ports[0])
        return Refuse(
            "port",
            why=f"`{workload.name}` has {len(ports)} ports, so a route must name one of {listed}",
            help=f"add `port={ports[0]}`" if ports else "give the component a port",
        )
    if wanted not in ports:
        return Refuse(
            "port",
            why=f"`{workload.name}` has no port {wanted}, only {listed}",
            help=f"use one of the ports {listed}",
        )
    return wanted
