import pytest

from oamdsl import (
    AutoScaler,
    BatchWorkload,
    ContainerizedWorkload,
    Delegate,
    Ingress,
    KubernetesWorkload,
    ManualScaler,
    Metadata,
    Opinions,
    Set,
    SingletonTask,
    SingletonWorker,
    Trait,
    VolumeMounter,
    implements,
    trait,
)
from oamdsl.checks.rules.single_instance_scaled import single_instance_scaled
from oamdsl.model.value import Secret
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import container, deployment_body, messages, plan_of, shown

SINGLE = Opinions(single_instance=True)
RECREATE = {"strategy": {"type": "Recreate"}}


def test_a_trait_that_scales_a_single_instance_is_reported_with_the_opinion():
    plan = plan_of(ContainerizedWorkload([container()]), ManualScaler(replicas=3), opinions=SINGLE)
    (finding,) = single_instance_scaled(plan)
    assert finding.violation.message == (
        "`ManualScaler` scales component `web`, which must run as a single instance"
    )
    assert shown(finding)[:2] == [
        ("ManualScaler(replicas=3)", "`ManualScaler` is bound here"),
        ("single_instance=True", "`Given` must run as a single instance"),
    ]
    assert finding.violation.help == "remove `ManualScaler`"
    assert finding.violation.subject == ("shop", "web", "ManualScaler")


def test_a_trait_that_would_not_apply_anyway_is_left_to_another_rule():
    plan = plan_of(ContainerizedWorkload([container()]), Ingress(host="a.example"), opinions=SINGLE)
    assert list(single_instance_scaled(plan)) == []


def test_traits_of_a_batch_job_are_left_to_another_rule():
    opinions = Opinions(single_instance=True, batch=True)
    plan = plan_of(ContainerizedWorkload([container()]), AutoScaler(maximum=2), opinions=opinions)
    assert list(single_instance_scaled(plan)) == []


def test_a_component_without_the_opinion_may_be_scaled():
    plan = plan_of(KubernetesWorkload(deployment_body({}, replicas=3)))
    assert list(single_instance_scaled(plan)) == []


def test_several_replicas_are_reported_at_the_field():
    plan = plan_of(
        KubernetesWorkload(
            {
                **deployment_body({}, **RECREATE),
                "spec": {**RECREATE, "replicas": 3, "template": {"spec": {}}},
            }
        ),
        opinions=SINGLE,
    )
    (finding,) = single_instance_scaled(plan)
    assert finding.violation.message == (
        "Deployment/web of component `web`, which must run as a single instance, is scaled to 3 replicas"
    )
    assert shown(finding)[0][1] == "`spec.replicas` is 3 here"
    assert (finding.violation.seen, finding.violation.allowed) == ("3", "0 or 1")


@trait
class Swarm(Trait):
    """Scales whatever it is bound to."""


@implements(Swarm)
def swarm(trait, workload):
    """The replicas."""
    yield Delegate(workload.replicas, to="Swarm", initial=None)


def test_a_controller_that_decides_the_replicas_is_reported():
    plan = plan_of(
        ContainerizedWorkload([container()]),
        Swarm(),
        opinions=SINGLE,
        platform=KUBERNETES.offering(swarm),
    )
    (finding,) = single_instance_scaled(plan)
    assert finding.violation.message.endswith("is scaled by the Swarm")
    assert shown(finding)[0] == ("Swarm()", "`Swarm` leaves the number to the Swarm")


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({}, "no strategy, so RollingUpdate"),
        ({"strategy": {}}, "no strategy, so RollingUpdate"),
        ({"strategy": {"type": "RollingUpdate"}}, "'RollingUpdate'"),
        ({"strategy": None}, "no strategy, so RollingUpdate"),
    ],
)
def test_a_deployment_must_stop_the_old_pod_before_it_starts_the_new_one(fields, seen):
    plan = plan_of(KubernetesWorkload(deployment_body({}, **fields)), opinions=SINGLE)
    (finding,) = single_instance_scaled(plan)
    assert finding.violation.message == (
        "an update of Deployment/web of component `web`,"
        " which must run as a single instance, runs two pods at once"
    )
    assert (finding.violation.seen, finding.violation.allowed) == (seen, "Recreate")
    assert finding.violation.help == "set `spec.strategy.type` to Recreate"


@pytest.mark.parametrize(
    "fields",
    [
        RECREATE,
        {"strategy": Secret({"type": "Recreate"})},
        {"strategy": {"type": Secret("Recreate")}},
        {**RECREATE, "replicas": 1},
        {**RECREATE, "replicas": Secret(3)},
        {**RECREATE, "replicas": True},
    ],
)
def test_one_replica_that_is_replaced_in_place_is_fine(fields):
    plan = plan_of(KubernetesWorkload(deployment_body({}, **fields)), opinions=SINGLE)
    assert list(single_instance_scaled(plan)) == []


def test_a_daemon_set_runs_more_than_once():
    body = {**deployment_body({}), "kind": "DaemonSet"}
    plan = plan_of(KubernetesWorkload(body), opinions=SINGLE)
    assert messages(single_instance_scaled, plan) == [
        "DaemonSet/web of component `web`, which must run as a single instance, runs a pod on every node"
    ]


def test_a_stateful_set_stops_its_pod_before_it_starts_another():
    body = {**deployment_body({}), "kind": "StatefulSet"}
    assert list(single_instance_scaled(plan_of(KubernetesWorkload(body), opinions=SINGLE))) == []


def test_what_a_trait_makes_is_no_instance_of_the_component():
    plan = plan_of(
        ContainerizedWorkload([container()]),
        VolumeMounter("data", mount_path="/data", size="1Gi", shared=True),
        opinions=SINGLE,
    )
    assert [one.rendered is None for one in plan.components[0].objects] == [False, True]
    assert list(single_instance_scaled(plan)) == []


@implements(Metadata)
def several(trait, workload):
    """Scales what does not say that it may be scaled."""
    yield Set(workload / "spec" / "replicas", 3)


def test_a_singleton_is_a_single_instance_by_its_class():
    plan = plan_of(SingletonWorker(image="w"), Metadata(), platform=KUBERNETES.offering(several))
    (first,) = single_instance_scaled(plan)
    assert first.violation.message == (
        "Deployment/web of component `web`, which must run as a single instance, is scaled to 3 replicas"
    )
    assert shown(first)[1] == (
        'SingletonWorker(image="w")',
        "`SingletonWorker` must run as a single instance",
    )
    assert messages(single_instance_scaled, plan_of(SingletonWorker(image="w"))) == []


@pytest.mark.parametrize("schedule", ["", "@daily"])
def test_a_job_that_runs_several_pods_is_reported(schedule):
    job = BatchWorkload([container()], schedule=schedule, parallelism=2)
    (finding,) = single_instance_scaled(plan_of(job, opinions=SINGLE))
    kind, path = ("CronJob", "spec.jobTemplate.spec") if schedule else ("Job", "spec")
    assert finding.violation.message == (
        f"{kind}/web of component `web`, which must run as a single instance, runs 2 pods at once"
    )
    assert (finding.violation.seen, finding.violation.allowed) == ("2", "1")
    assert finding.violation.help == f"set `{path}.parallelism` to 1"


CRON_JOB = {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"schedule": "@daily"}}


@pytest.mark.parametrize(
    ("workload", "seen", "label"),
    [
        (
            BatchWorkload([container()], schedule="@daily", concurrency="Replace"),
            "'Replace'",
            "`spec.concurrencyPolicy` is 'Replace' here",
        ),
        (
            KubernetesWorkload(CRON_JOB),
            "no policy, so Allow",
            "`spec.concurrencyPolicy` is not set here",
        ),
    ],
)
def test_a_run_that_may_start_beside_the_last_one_is_reported(workload, seen, label):
    (finding,) = single_instance_scaled(plan_of(workload, opinions=SINGLE))
    assert finding.violation.message == (
        "CronJob/web of component `web`, which must run as a single instance,"
        " starts a run while the last one may still run"
    )
    assert finding.violation.seen == seen
    assert shown(finding)[0][1] == label
    assert finding.violation.help == "set `spec.concurrencyPolicy` to Forbid"


@pytest.mark.parametrize(
    "workload",
    [
        SingletonTask(image="w"),
        SingletonTask(image="w", schedule="@daily"),
        KubernetesWorkload({**CRON_JOB, "spec": {"concurrencyPolicy": Secret("x")}}),
    ],
)
def test_jobs_of_which_never_two_run_are_fine(workload):
    assert messages(single_instance_scaled, plan_of(workload, opinions=SINGLE)) == []
