import pytest

from oamdsl import BatchWorkload, ConfigFile, Container, Disk, Refuse
from tests.workloads.rendering import LABELS, bodies, characteristics, context, metadata

JOB = Container("job", image="job:1")
TEMPLATE = {
    "metadata": {"labels": LABELS},
    "spec": {"containers": [{"name": "job", "image": "job:1"}], "restartPolicy": "OnFailure"},
}


def test_without_a_schedule_it_is_a_job():
    rendered = BatchWorkload([JOB]).render(context())
    assert [one.body for one in rendered.objects] == [
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": metadata(),
            "spec": {"backoffLimit": 6, "template": TEMPLATE},
        }
    ]
    assert characteristics(rendered) == {"pod-templated", "batch"}


def test_a_job_has_every_number_that_it_is_given():
    numbers = {"parallelism": 2, "completions": 4, "retries": 0, "deadline_seconds": 60, "keep_seconds": 0}
    assert bodies(BatchWorkload([JOB], **numbers))[0]["spec"] == {
        "backoffLimit": 0,
        "parallelism": 2,
        "completions": 4,
        "activeDeadlineSeconds": 60,
        "ttlSecondsAfterFinished": 0,
        "template": TEMPLATE,
    }


def test_with_a_schedule_it_is_a_cron_job():
    workload = BatchWorkload(
        [JOB], schedule="30 3 * * *", time_zone="Europe/Berlin", concurrency="Forbid", retries=1
    )
    rendered = workload.render(context())
    assert [one.body for one in rendered.objects] == [
        {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": metadata(),
            "spec": {
                "schedule": "30 3 * * *",
                "timeZone": "Europe/Berlin",
                "concurrencyPolicy": "Forbid",
                "jobTemplate": {"spec": {"backoffLimit": 1, "template": TEMPLATE}},
            },
        }
    ]
    assert str(rendered.objects[0].origins[0][0]) == (
        "spec.jobTemplate.spec.template.spec.containers[name=job]"
    )


def test_a_schedule_alone_leaves_the_rest_to_the_cluster():
    spec = bodies(BatchWorkload([JOB], schedule="@daily"))[0]["spec"]
    assert set(spec) == {"schedule", "jobTemplate"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"time_zone": "Etc/UTC"},
        {"concurrency": "Forbid"},
        {"start_within_seconds": 60},
        {"keep_succeeded": 1},
        {"keep_failed": 1},
    ],
)
def test_what_a_schedule_alone_has_is_refused_without_one(parameters):
    (name,) = parameters
    (refusal,) = BatchWorkload([JOB], **parameters).refusals()
    assert refusal == Refuse(
        name,
        why="it has no schedule, so it runs once, when deployed",
        help=f"give `schedule`, or remove `{name}`",
    )
    assert not list(BatchWorkload([JOB], schedule="@daily", **parameters).refusals())


def test_a_schedule_has_every_number_that_it_is_given():
    numbers = {"start_within_seconds": 10, "keep_succeeded": 0, "keep_failed": 2, "suspended": True}
    spec = bodies(BatchWorkload([JOB], schedule="@daily", **numbers))[0]["spec"]
    assert {name: value for name, value in spec.items() if name not in {"schedule", "jobTemplate"}} == {
        "startingDeadlineSeconds": 10,
        "successfulJobsHistoryLimit": 0,
        "failedJobsHistoryLimit": 2,
        "suspend": True,
    }
    assert "suspend" not in spec["jobTemplate"]["spec"]


def test_a_job_may_wait_and_its_pods_may_be_left_as_they_failed():
    spec = bodies(BatchWorkload([JOB], suspended=True, restart_policy="Never"))[0]["spec"]
    assert spec["suspend"] is True
    assert spec["template"]["spec"]["restartPolicy"] == "Never"


def test_a_single_instance_waits_for_the_last_pod_and_the_last_run():
    job, scheduled = (
        bodies(BatchWorkload([JOB], schedule=schedule), single_instance=True)[0]["spec"]
        for schedule in ("", "@daily")
    )
    assert job["podReplacementPolicy"] == "Failed"
    assert scheduled["jobTemplate"]["spec"]["podReplacementPolicy"] == "Failed"
    assert scheduled["concurrencyPolicy"] == "Forbid"


@pytest.mark.parametrize(
    ("parameter", "wrong"),
    [
        ("schedule", "often"),
        ("time_zone", "Mars/Olympus"),
        ("parallelism", 0),
        ("retries", -1),
        ("start_within_seconds", 9),
    ],
)
def test_a_wrong_value_is_a_fault(parameter, wrong):
    assert [fault.parameter for fault in BatchWorkload([JOB], **{parameter: wrong}).faults] == [parameter]


def test_it_has_its_settings_and_claims():
    job = Container(
        "job", image="j", config=[ConfigFile("/a", "x")], volumes=[Disk("d", mount_path="/d", size="1Gi")]
    )
    assert [body["kind"] for body in bodies(BatchWorkload([job]))] == [
        "Job",
        "ConfigMap",
        "PersistentVolumeClaim",
    ]
