"""A service that others reach, in any number of replicas."""

from collections.abc import Iterator
from typing import Self

from oamdsl.model.effect import Refuse
from oamdsl.model.workload import workload
from oamdsl.workloads.containerized import ContainerizedWorkload
from oamdsl.workloads.listening import ListeningWorkload


@workload
class Server(ListeningWorkload, ContainerizedWorkload):
    """An image that runs until it is stopped and serves on ports: a Deployment and a Service.

    Source: OAM v1alpha1, core workload Server (service endpoint, replicable, daemonized): "if a Server does
    not provide at least one port on at least one container, implementations SHOULD emit an error".
    """

    @classmethod
    def example(cls) -> Self:
        """A web server."""
        return cls(image="nginx:1.29.3", port=80)

    def refusals(self) -> Iterator[Refuse]:
        """It has a port."""
        yield from super().refusals()
        if not self.main_ports and not any(container.ports for container in self.containers):
            yield Refuse(
                "port",
                why="it serves others, and no container of it has a port",
                help=f"give `port`, or use `{'Singleton' if self.single_instance else ''}Worker`",
            )
