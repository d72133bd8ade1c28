"""A port of the developer's containers, by its name."""

from collections.abc import Iterator

from oamdsl.kubernetes.tree import at, maps_in
from oamdsl.model.effect import Refuse
from oamdsl.model.workload import RenderedWorkload


def container_ports(workload: RenderedWorkload) -> dict[str, int]:
    """The ports of the developer's containers: {name: number}."""
    containers = maps_in(at(workload.body, (workload.pod_spec / "containers").path))
    return {
        str(port["name"]): int(port["containerPort"])
        for container in containers
        for port in maps_in(container.get("ports"))
        if "name" in port
    }


def refused_port(workload: RenderedWorkload, name: str, parameter: str) -> Iterator[Refuse]:
    """Why there is no port *name*; nothing when there is.

    Args:
        workload: The workload.
        name: Name of the port.
        parameter: The trait's parameter that names it.
    """
    known = container_ports(workload)
    if name not in known:
        listed = ", ".join(f"`{one}`" for one in known) or "none"
        yield Refuse(
            parameter,
            why=f"`{workload.name}` has no port called `{name}`, only {listed}",
            help=f"use one of {listed}" if known else "give the component a port",
        )
