"""A process that runs to completion."""

from typing import Self

from oamdsl.model.workload import workload
from oamdsl.workloads.batch import BatchWorkload
from oamdsl.workloads.image import ImageWorkload


@workload
class Task(ImageWorkload, BatchWorkload):
    """An image that runs to completion: a Job, or with a schedule a CronJob.

    OAM calls it replicable: *parallelism* and *completions*, KubeVela's ``count``, say how often it runs. No
    trait scales it, as it has no replicas.

    Source: OAM v1alpha1, core workload Task (no service endpoint, replicable, not daemonized); KubeVela,
    component type ``task``.
    """

    @classmethod
    def example(cls) -> Self:
        """A migration of a database."""
        return cls(image="shop-migrate:1.4", args=["--to", "latest"])
