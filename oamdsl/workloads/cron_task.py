"""A process that runs to completion, on a schedule."""

from typing import Self

from oamdsl.kubernetes.cron import cron
from oamdsl.model.parameter import parameter
from oamdsl.model.workload import workload
from oamdsl.workloads.task import Task


@workload
class CronTask(Task):
    """A `Task` on a schedule: a CronJob.

    Attributes:
        schedule: When to run, in cron's five fields.

    Source: KubeVela, component type ``cron-task``.
    """

    schedule: str = parameter(problem=cron)

    @classmethod
    def example(cls) -> Self:
        """A report every night."""
        return cls(image="shop-report:1.4", schedule="30 3 * * *")
