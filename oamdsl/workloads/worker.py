"""A process that nobody reaches, in any number of replicas."""

from collections.abc import Iterator
from typing import Self

from oamdsl.model.effect import Refuse
from oamdsl.model.workload import workload
from oamdsl.workloads.containerized import ContainerizedWorkload
from oamdsl.workloads.image import ImageWorkload


@workload
class Worker(ImageWorkload, ContainerizedWorkload):
    """An image that runs until it is stopped and serves nobody: a Deployment.

    Source: OAM v1alpha1, core workload Worker (no service endpoint, replicable, daemonized): a port is an
    error; KubeVela, component type ``worker``.
    """

    @classmethod
    def example(cls) -> Self:
        """A consumer of a queue."""
        return cls(image="shop-mailer:1.4", env={"QUEUE": "mails"})

    def refusals(self) -> Iterator[Refuse]:
        """None of its containers has a port."""
        yield from super().refusals()
        for container in self.containers:
            if container.ports:
                yield Refuse(
                    "containers",
                    why=f"it serves nobody, and its container `{container.name}` has a port",
                    help=f"remove the port, or use `{'Singleton' if self.single_instance else ''}Server`",
                )
