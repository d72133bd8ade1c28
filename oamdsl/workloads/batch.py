"""Containers that run to completion, once or on a schedule."""

from collections.abc import Iterator
from typing import Any, Final, Self

from oamdsl.kubernetes.cron import cron, time_zone
from oamdsl.kubernetes.path import Path
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.workload import Context, RenderedObject, RenderedWorkload, workload
from oamdsl.workloads.container import Container, unread_protocols
from oamdsl.workloads.pod_workload import PodWorkload

_OF_SCHEDULES: Final = (
    "time_zone",
    "concurrency",
    "start_within_seconds",
    "keep_succeeded",
    "keep_failed",
)
"""Parameters that mean something with a schedule alone."""


@workload
class BatchWorkload(PodWorkload):
    """Containers that run to completion: a Job, or with a schedule a CronJob.

    Attributes:
        schedule: When to run, in cron's five fields; empty to run once, when deployed.
        time_zone: IANA name of the zone that the schedule is in; empty for the cluster's.
        concurrency: What happens when a run is due and the last one still runs; empty for ``Allow``, or
            ``Forbid`` where never two may run at once.
        start_within_seconds: How late a run may start before it is left out, at least 10; None for any time.
        keep_succeeded: Finished runs to keep; None for Kubernetes' default, 3.
        keep_failed: Failed runs to keep; None for Kubernetes' default, 1.
        suspended: Whether it waits until somebody resumes it.
        parallelism: Pods that run at once.
        completions: Pods that must succeed; None for any one of those that run at once.
        restart_policy: Whether a container that fails is started again in its pod, or in a new one.
        retries: How often failed pods are tried again before the job counts as failed.
        deadline_seconds: Time for the whole job; None for no limit.
        keep_seconds: How long a finished job is kept; None for ever.

    Source: Kubernetes, Jobs and CronJob; OAM v1alpha1, core workload Task; KubeVela, ``cron-task``.
    """

    schedule: str = parameter(default="", problem=lambda text: cron(text) if text else None)
    time_zone: str = parameter(default="", problem=lambda text: time_zone(text) if text else None)
    concurrency: str = parameter(default="", choices=("", "Allow", "Forbid", "Replace"))
    start_within_seconds: int | None = parameter(default=None, ge=10)
    keep_succeeded: int | None = parameter(default=None, ge=0)
    keep_failed: int | None = parameter(default=None, ge=0)
    suspended: bool = parameter(default=False)
    parallelism: int = parameter(default=1, ge=1)
    completions: int | None = parameter(default=None, ge=1)
    restart_policy: str = parameter(default="OnFailure", choices=("OnFailure", "Never"))
    retries: int = parameter(default=6, ge=0)
    deadline_seconds: int | None = parameter(default=None, ge=1)
    keep_seconds: int | None = parameter(default=None, ge=0)

    @classmethod
    def example(cls) -> Self:
        """A report every night."""
        return cls([Container("report", image="shop-report:1.4")], schedule="30 3 * * *")

    def refusals(self) -> Iterator[Refuse]:
        """What a schedule alone has comes with a schedule, and its ports are nobody's to reach."""
        yield from super().refusals()
        yield from unread_protocols(self.containers, "containers")
        for name in _OF_SCHEDULES:
            if name in self.given and not self.schedule:
                yield Refuse(
                    name,
                    why="it has no schedule, so it runs once, when deployed",
                    help=f"give `schedule`, or remove `{name}`",
                )

    def render(self, context: Context) -> RenderedWorkload:
        """A Job or a CronJob, claims and settings."""
        one_at_a_time = self.single_instance or context.opinions.single_instance
        pod = self.pod(context, restart_policy=self.restart_policy)
        job: dict[str, Any] = {
            **({"suspend": True} if self.suspended and not self.schedule else {}),
            "backoffLimit": self.retries,
            **({"parallelism": self.parallelism} if self.parallelism != 1 else {}),
            **({"completions": self.completions} if self.completions is not None else {}),
            **({"podReplacementPolicy": "Failed"} if one_at_a_time else {}),
            **({"activeDeadlineSeconds": self.deadline_seconds} if self.deadline_seconds is not None else {}),
            **({"ttlSecondsAfterFinished": self.keep_seconds} if self.keep_seconds is not None else {}),
            "template": pod.template(),
        }
        if self.schedule:
            template = Path(("spec", "jobTemplate", "spec", "template"))
            kind = "CronJob"
            spec = self._scheduled(job, "Forbid" if one_at_a_time else "")
        else:
            template, kind, spec = Path(("spec", "template")), "Job", job
        body = {
            "apiVersion": "batch/v1",
            "kind": kind,
            "metadata": context.metadata(),
            "spec": spec,
        }
        return RenderedWorkload(
            context=context,
            objects=(
                RenderedObject(body, self.origin, pod.origins(template)),
                *pod.settings(),
                *pod.claims(),
            ),
            characteristics=frozenset({Characteristic.POD_TEMPLATED, Characteristic.BATCH}),
        )

    def _scheduled(self, job: dict[str, Any], concurrency: str) -> dict[str, Any]:
        """``spec`` of a CronJob that runs *job*, with *concurrency* unless the user says otherwise."""
        optional = {
            "timeZone": self.time_zone or None,
            "concurrencyPolicy": self.concurrency or concurrency or None,
            "startingDeadlineSeconds": self.start_within_seconds,
            "successfulJobsHistoryLimit": self.keep_succeeded,
            "failedJobsHistoryLimit": self.keep_failed,
            "suspend": self.suspended or None,
        }
        return {
            "schedule": self.schedule,
            **{name: value for name, value in optional.items() if value is not None},
            "jobTemplate": {"spec": job},
        }
