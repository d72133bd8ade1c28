"""A service whose pods keep their names and their disks."""

from typing import Self

from oamdsl.model.workload import workload
from oamdsl.workloads.listening import ListeningWorkload
from oamdsl.workloads.stateful import StatefulWorkload
from oamdsl.workloads.volume import Disk


@workload
class StatefulSet(ListeningWorkload, StatefulWorkload):
    """An image whose pods keep their names and their disks: a StatefulSet with a headless Service.

    Source: KubeVela, component type ``statefulset``.
    """

    @classmethod
    def example(cls) -> Self:
        """A database."""
        disk = Disk("database", mount_path="/var/lib/postgresql", size="10Gi")
        return cls(image="postgres:18", port=5432, volumes=[disk])
