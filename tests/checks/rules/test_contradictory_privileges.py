import pytest

from oamdsl import KubernetesWorkload, SecurityPolicy
from oamdsl.checks.rules.contradictory_privileges import contradictory_privileges
from tests.checks.composing import deployment_body, messages, plan_of, told

NOTHING_GAINED = SecurityPolicy(allow_privilege_escalation=False)


def workload(context):
    container = {"name": "web", "image": "w:1", "securityContext": context}
    return KubernetesWorkload(deployment_body({"containers": [container]}))


def test_a_privileged_container_that_may_gain_nothing_is_reported_with_both_lines():
    (finding,) = contradictory_privileges(plan_of(workload({"privileged": True}), NOTHING_GAINED))
    assert told(finding) == {
        "message": (
            "container `web` of Deployment/web of component `web` is privileged, and may gain no privileges"
        ),
        "subject": ("shop", "web", "Deployment/web"),
        "places": [
            (
                'KubernetesWorkload(deployment_body({"containers": [container]}))',
                "it is privileged by this",
            ),
            ("SecurityPolicy(allow_privilege_escalation=False)", "it may gain no privileges by this"),
            ("Given(name, traits=traits)", "component `web` is built here"),
        ],
        "help": "take the privilege away, or let it gain privileges",
    }


def test_the_capability_that_is_nearly_all_counts():
    add = {"capabilities": {"add": ["NET_ADMIN", "CAP_SYS_ADMIN"]}}
    (message,) = messages(contradictory_privileges, plan_of(workload(add), NOTHING_GAINED))
    assert "has the capability CAP_SYS_ADMIN" in message


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"privileged": False},
        {"capabilities": {"add": ["SYS_ADMIN"]}},  # the API server knows it by its full name alone
        {"capabilities": {"add": "CAP_SYS_ADMIN"}},
        {"capabilities": None},
    ],
)
def test_others_may_be_kept_from_gaining_privileges(context):
    assert messages(contradictory_privileges, plan_of(workload(context), NOTHING_GAINED)) == []


def test_a_privileged_container_may_gain_privileges():
    for policy in (SecurityPolicy(allow_privilege_escalation=True), SecurityPolicy(run_as_user=0)):
        assert messages(contradictory_privileges, plan_of(workload({"privileged": True}), policy)) == []
