"""A process that nobody reaches, and of which never two may run."""

from typing import ClassVar

from oamdsl.model.workload import workload
from oamdsl.workloads.worker import Worker


@workload
class SingletonWorker(Worker):
    """A `Worker` that is never replicated; an update stops the old pod before it starts the new one.

    Source: OAM v1alpha1, core workload SingletonWorker (no service endpoint, not replicable, daemonized).
    """

    single_instance: ClassVar[bool] = True
