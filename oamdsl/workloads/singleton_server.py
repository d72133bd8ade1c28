"""A service that others reach, and of which never two may run."""

from typing import ClassVar

from oamdsl.model.workload import workload
from oamdsl.workloads.server import Server


@workload
class SingletonServer(Server):
    """A `Server` that is never replicated; an update stops the old pod before it starts the new one.

    Source: OAM v1alpha1, core workload SingletonServer (service endpoint, not replicable, daemonized).
    """

    single_instance: ClassVar[bool] = True
