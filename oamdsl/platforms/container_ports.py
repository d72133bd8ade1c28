"""The ports of the developer's containers."""

from collections.abc import Iterator

import attrs

from oamdsl.kubernetes.tree import at, maps_in
from oamdsl.model.workload import RenderedWorkload


@attrs.frozen
class ContainerPort:
    """A port that a container declares.

    Attributes:
        container: Name of the container.
        name: Its name; empty for none.
        number: Its number.
    """

    container: str
    name: str
    number: int


def container_ports(workload: RenderedWorkload) -> tuple[ContainerPort, ...]:
    """The ports that the developer's containers declare, as far as their numbers are known."""
    return tuple(_ports(workload))


def _ports(workload: RenderedWorkload) -> Iterator[ContainerPort]:
    for container in maps_in(at(workload.body, (workload.pod_spec / "containers").path)):
        for port in maps_in(container.get("ports")):
            number = port.get("containerPort")
            if isinstance(number, int):
                yield ContainerPort(str(container.get("name")), str(port.get("name") or ""), number)
