"""The developers' file: what runs, and what operators may change about it."""

from oamdsl import Component, Container, ContainerizedWorkload, Port, Resources, component, parameter


@component
class Nginx(Component):
    """A web server.

    Attributes:
        connections: Connections one worker may hold open, 1 to 65535. Operators may override it.
    """

    connections: int = parameter(default=1024, ge=1, le=65535)

    def workload(self) -> ContainerizedWorkload:
        """One nginx container on port 80."""
        nginx = Container(
            "nginx",
            image="nginx:1.29.3",
            ports=[Port(80)],
            env={"WORKER_CONNECTIONS": self.connections},
            resources=Resources(cpu="100m", memory="64Mi"),
        )
        return ContainerizedWorkload([nginx])
