import pytest

from oamdsl import (
    AutoScaler,
    CanaryRelease,
    Ingress,
    KubernetesWorkload,
    ManualScaler,
    Secret,
    Step,
)
from oamdsl.checks.rules.coarse_release import coarse_release
from oamdsl.diagnostics.finding import Severity
from tests.checks.composing import deployment_body, messages, plan_of, plan_with, told
from tests.platforms.catalogue import IMPLEMENTATIONS
from tests.rule_examples import PLATFORM, Web

CANARY = CanaryRelease(steps=[Step(20), Step(50)])


def released(*traits, by=("argo_rollouts.rollout",)):
    platform = PLATFORM.offering(*(IMPLEMENTATIONS[name] for name in by))
    return messages(coarse_release, plan_with(Web("web", traits=[CANARY, *traits]), platform=platform))


def test_a_step_of_less_than_a_pod_is_a_warning():
    canary = CanaryRelease(steps=[Step(20), Step(50)])
    scaler = ManualScaler(replicas=3)
    (finding,) = coarse_release(plan_with(Web("web", traits=[canary, scaler])))
    assert finding.severity is Severity.WARNING
    assert told(finding) == {
        "message": (
            "Rollout/web tries new releases of component `web` on 20 % of its pods,"
            " which is less than one pod of 3"
        ),
        "subject": ("shop", "web", "Rollout/web"),
        "seen": "3 pods",
        "allowed": "5 or more",
        "places": [
            ("CanaryRelease(steps=[Step(20), Step(50)])", "a step has 20 %"),
            ("ManualScaler(replicas=3)", "Rollout/web starts with 3 pods"),
            ('Web("web", traits=[canary, scaler])', "component `web` is built here"),
        ],
        "help": (
            "run at least 5 replicas, or use a platform whose `CanaryRelease` shifts the traffic of a route"
        ),
    }


@pytest.mark.parametrize(
    ("traits", "by", "expected"),
    [
        ([], ["argo_rollouts.rollout"], 1),
        ([], ["openkruise.batch_release"], 1),
        ([], ["openkruise.batch_release_by_ingress"], 1),
        ([ManualScaler(replicas=5)], ["argo_rollouts.rollout"], 0),
        ([ManualScaler(replicas=5)], ["openkruise.batch_release"], 0),
        ([ManualScaler(replicas=0)], ["argo_rollouts.rollout"], 0),
        ([AutoScaler(minimum=4, maximum=9)], ["argo_rollouts.rollout"], 1),
        ([AutoScaler(minimum=5, maximum=9)], ["argo_rollouts.rollout"], 0),
        # where a route shifts the load, one pod may have any part of it
        ([], ["argo_rollouts.rollout_by_istio"], 0),
        ([], ["flagger.canary_by_istio"], 0),
        (
            [Ingress(host="a.example.com")],
            ["openkruise.batch_release_by_ingress", "ack.application_load_balancer"],
            0,
        ),
    ],
)
def test_it_counts_where_the_load_follows_the_pods(traits, by, expected):
    assert len(released(*traits, by=by)) == expected


@pytest.mark.parametrize(
    "step", [{"setWeight": Secret(1)}, {"pause": {}}, {"replicas": 1}, {"replicas": "a%"}]
)
def test_what_is_no_known_share_of_the_pods_is_skipped(step):
    body = deployment_body({}, strategy={"canary": {"steps": [step]}})
    rollout = {**body, "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"}
    assert messages(coarse_release, plan_of(KubernetesWorkload(rollout))) == []
