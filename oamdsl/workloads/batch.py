"""Containers that run to completion, once or on a schedule."""

from typing import Any

from oamdsl.kubernetes.cron import cron, time_zone
from oamdsl.kubernetes.path import Path
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import parameter
from oamdsl.model.workload import Context, RenderedObject, RenderedWorkload, workload
from oamdsl.workloads.pod_workload import PodWorkload


@workload
class BatchWorkload(PodWorkload):
    """Containers that run to completion: a Job, or with a schedule a CronJob.

    Attributes:
        schedule: When to run, in cron's five fields; empty to run once, when deployed.
        time_zone: IANA name of the zone that the schedule is in; empty for the cluster's.
        concurrency: What happens when a run is due and the last one still runs.
        parallelism: Pods that run at once.
        completions: Pods that must succeed; None for as many as run at once.
        retries: How often failed pods are tried again before the job counts as failed.
        deadline_seconds: Time for the whole job; None for no limit.
        keep_seconds: How long a finished job is kept; None for ever.

    Source: Kubernetes, Jobs and CronJob; OAM v1alpha1, core workload Task.
    """

    schedule: str = parameter(default="", problem=lambda text: cron(text) if text else None)
    time_zone: str = parameter(default="", problem=lambda text: time_zone(text) if text else None)
    concurrency: str = parameter(default="Allow", choices=("Allow", "Forbid", "Replace"))
    parallelism: int = parameter(default=1, ge=1)
    completions: int | None = parameter(default=None, ge=1)
    retries: int = parameter(default=6, ge=0)
    deadline_seconds: int | None = parameter(default=None, ge=1)
    keep_seconds: int | None = parameter(default=None, ge=0)

    def render(self, context: Context) -> RenderedWorkload:
        """A Job or a CronJob, claims and settings.

        Raises:
            ValueError: A job that runs once is given what a schedule alone has.
        """
        of_schedules = sorted({"time_zone", "concurrency"} & self.given)
        if of_schedules and not self.schedule:
            message = f"{' and '.join(of_schedules)} without a schedule: the job runs once, when deployed"
            raise ValueError(message)
        pod = self.pod(context, restart_policy="OnFailure")
        job: dict[str, Any] = {
            "backoffLimit": self.retries,
            **({"parallelism": self.parallelism} if self.parallelism != 1 else {}),
            **({"completions": self.completions} if self.completions is not None else {}),
            **({"activeDeadlineSeconds": self.deadline_seconds} if self.deadline_seconds is not None else {}),
            **({"ttlSecondsAfterFinished": self.keep_seconds} if self.keep_seconds is not None else {}),
            "template": pod.template(),
        }
        if self.schedule:
            template = Path(("spec", "jobTemplate", "spec", "template"))
            kind = "CronJob"
            spec = {
                "schedule": self.schedule,
                **({"timeZone": self.time_zone} if self.time_zone else {}),
                **({"concurrencyPolicy": self.concurrency} if self.concurrency != "Allow" else {}),
                "jobTemplate": {"spec": job},
            }
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
