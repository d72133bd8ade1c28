"""What the workloads that are written by their image and listen on ports have in common."""

import abc
from collections.abc import Sequence

from oamdsl.model.parameter import parameter
from oamdsl.model.workload import workload
from oamdsl.workloads.container import Port
from oamdsl.workloads.image import ImageWorkload


@workload
class ListeningWorkload(ImageWorkload, abc.ABC):
    """Base of the workloads that are written by the image they run, and by what it listens on.

    Attributes:
        port: The port that it listens on, 1 to 65535: short for ``ports=[Port(80)]``.
        ports: Further ports that it listens on.

    Source: KubeVela, built-in component types (port, ports).
    """

    port: int | None = parameter(default=None)
    ports: Sequence[Port] = parameter(default=())

    @property
    def main_ports(self) -> tuple[Port, ...]:
        """Ports of the container that runs the image, *port* first."""
        if self.port is None:
            return tuple(self.ports)
        return (Port(self.port).built_at(self.origin.of_argument("port")), *self.ports)
