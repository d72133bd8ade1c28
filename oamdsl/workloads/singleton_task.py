"""A process that runs to completion, and of which never two may run."""

from typing import ClassVar

from oamdsl.model.workload import workload
from oamdsl.workloads.task import Task


@workload
class SingletonTask(Task):
    """A `Task` of which never two run: neither side by side, nor because a run is late or a pod ends slowly.

    Source: OAM v1alpha1, core workload SingletonTask (no service endpoint, not replicable, not daemonized);
    Kubernetes, Jobs, Pod replacement policy; CronJob, Concurrency policy.
    """

    single_instance: ClassVar[bool] = True

    parallelism: int = 1
    completions: int | None = None
    concurrency: str = ""
