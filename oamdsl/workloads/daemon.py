"""An agent on every node."""

from typing import Self

from oamdsl.model.workload import workload
from oamdsl.workloads.daemonized import DaemonWorkload
from oamdsl.workloads.listening import ListeningWorkload
from oamdsl.workloads.volume import HostPath


@workload
class Daemon(ListeningWorkload, DaemonWorkload):
    """An image that runs once on every node: a DaemonSet, and a Service when there are ports.

    Source: KubeVela, component type ``daemon``.
    """

    @classmethod
    def example(cls) -> Self:
        """A collector of the nodes' logs."""
        logs = HostPath("logs", mount_path="/var/log", path="/var/log", read_only=True)
        return cls(image="fluent-bit:4.2", volumes=[logs], every_node=True)
