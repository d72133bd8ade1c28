import pytest

from oamdsl import AutoScaler, KubernetesWorkload, ManualScaler, VerticalScaler
from oamdsl.checks.rules.pods_never_renewed import pods_never_renewed
from oamdsl.diagnostics.finding import Severity
from tests.checks.composing import messages, plan_of, plan_with, told
from tests.rule_examples import PLATFORM, Web

MEMORY = VerticalScaler(resources=["memory"])


def web(*traits):
    return messages(pods_never_renewed, plan_with(Web("web", traits=traits)))


def test_an_autoscaler_that_waits_for_more_replicas_than_there_are_is_a_warning():
    (finding,) = pods_never_renewed(plan_with(Web("web", traits=[VerticalScaler()])))
    assert finding.severity is Severity.WARNING
    assert told(finding) == {
        "message": (
            "VerticalPodAutoscaler/web gives pods of component `web` other amounts only while 2 replicas run,"
            " and it has 1"
        ),
        "subject": ("shop", "web", "VerticalPodAutoscaler/web"),
        "seen": "1",
        "allowed": "2 or more",
        "places": [
            ("VerticalScaler()", "it waits for 2 replicas"),
            ("ContainerizedWorkload([web])", "`spec.replicas` is not set, so it is 1"),
            ('Web("web", traits=[VerticalScaler()])', "component `web` is built here"),
        ],
        "help": (
            "set `minimum_replicas` to 1, which lets the component be away for a moment, or run more replicas"
        ),
    }


def test_it_is_no_problem_with_enough_replicas_or_where_pods_stay_as_they_are():
    assert web(VerticalScaler(minimum_replicas=1)) == []
    assert web(MEMORY, ManualScaler(replicas=2)) == []
    assert web(MEMORY, AutoScaler(maximum=9)) == []
    for mode in ("recommend", "initial"):
        assert web(VerticalScaler(update=mode)) == []


def test_it_waits_to_change_a_running_pod_too():
    assert len(web(VerticalScaler(update="in-place"))) == 1


def test_an_autoscaler_of_replicas_that_never_runs_enough_counts():
    (message,) = web(MEMORY, AutoScaler(maximum=1))
    assert message.endswith("only while 2 replicas run, and it has 1")


def test_a_fixed_number_that_is_too_small_counts():
    (message,) = web(VerticalScaler(minimum_replicas=3), ManualScaler(replicas=2))
    assert message.endswith("only while 3 replicas run, and it has 2")


@pytest.mark.parametrize(("policy", "expected"), [({"updateMode": "Recreate"}, 1), ({}, 0)])
def test_a_raw_autoscaler_is_judged_by_what_it_says(policy, expected):
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"replicas": 1}}
    autoscaler = {
        "apiVersion": "autoscaling.k8s.io/v1",
        "kind": "VerticalPodAutoscaler",
        "spec": {"updatePolicy": policy},
    }
    plan = plan_of(KubernetesWorkload(deployment, objects=[autoscaler]), platform=PLATFORM)
    assert len(messages(pods_never_renewed, plan)) == expected


def test_a_workload_without_replicas_is_none_of_its_business():
    daemon = {"apiVersion": "apps/v1", "kind": "DaemonSet", "spec": {"template": {"spec": {}}}}
    plan = plan_of(KubernetesWorkload(daemon), VerticalScaler(), platform=PLATFORM)
    assert messages(pods_never_renewed, plan) == []
