import pytest

from oamdsl import (
    ContainerizedWorkload,
    KubernetesWorkload,
    Metadata,
    Opinions,
    PodSecurityLevel,
    SecurityPolicy,
)
from oamdsl.checks.rules.security_level_violated import security_level_violated
from tests.checks.composing import container, deployment_body, messages, plan_of, shown

BASELINE = Opinions(security=PodSecurityLevel.BASELINE)
RESTRICTED = Opinions(security=PodSecurityLevel.RESTRICTED)
HARDENED = SecurityPolicy(
    allow_privilege_escalation=False,
    run_as_non_root=True,
    drop_capabilities=["ALL"],
    seccomp_profile="RuntimeDefault",
)


def test_what_the_developer_writes_against_the_level_is_reported_with_the_opinion():
    workload = ContainerizedWorkload([container(security_context={"privileged": True})])
    (finding,) = security_level_violated(plan_of(workload, opinions=BASELINE))
    field = "spec.template.spec.containers[name=web].securityContext.privileged"
    assert finding.violation.message == (
        f"the developer (`Given`) sets `{field}` of Deployment/web to true,"
        " which component `web` with its security level baseline does not allow"
    )
    assert [label for _, label in shown(finding)] == [
        "it is set here",
        "`Given` demands the level baseline",
        "component `web` is built here",
    ]
    assert shown(finding)[1][0] == "security=PodSecurityLevel.BASELINE"
    assert finding.violation.help == "set it to false or unset"


def test_what_a_trait_sets_against_the_level_is_reported_with_the_trait():
    profile = SecurityPolicy(seccomp_profile="Unconfined")
    plan = plan_of(ContainerizedWorkload([container()]), profile, opinions=BASELINE)
    (finding,) = security_level_violated(plan)
    assert finding.violation.message.startswith("`SecurityPolicy` sets `spec.template.spec.containers")
    assert shown(finding)[0] == (
        'SecurityPolicy(seccomp_profile="Unconfined")',
        "it is set here",
    )
    assert finding.violation.seen == '"Unconfined"'


@pytest.mark.parametrize(
    ("field", "argument"),
    [
        ("allowPrivilegeEscalation", "allow_privilege_escalation=False"),
        ("capabilities.drop", 'drop_capabilities=["ALL"]'),
        ("runAsNonRoot", "run_as_non_root=True"),
        ("seccompProfile.type", 'seccomp_profile="RuntimeDefault"'),
    ],
)
def test_what_is_missing_is_reported_with_what_would_set_it(field, argument):
    plan = plan_of(ContainerizedWorkload([container()]), opinions=RESTRICTED)
    (finding,) = [one for one in security_level_violated(plan) if field in one.violation.message]
    assert finding.violation.message == (
        f"`spec.template.spec.containers[name=web].securityContext.{field}` of Deployment/web"
        " is not set, which component `web` with its security level restricted does not allow"
    )
    assert finding.violation.help == f"bind `SecurityPolicy({argument})`"
    assert shown(finding)[0][1] == "component `web` is built here"


def test_what_is_missing_is_reported_at_the_security_policy_that_is_bound():
    policy = SecurityPolicy(run_as_non_root=True)
    plan = plan_of(ContainerizedWorkload([container()]), Metadata(), policy, opinions=RESTRICTED)
    finding = next(iter(security_level_violated(plan)))
    assert shown(finding)[0] == ("SecurityPolicy(run_as_non_root=True)", "it does not set it")
    assert finding.violation.help.startswith("add `")
    assert finding.violation.help.endswith("` to `SecurityPolicy`")


def test_a_pod_that_keeps_its_level_is_fine():
    plan = plan_of(ContainerizedWorkload([container()]), HARDENED, opinions=RESTRICTED)
    assert messages(security_level_violated, plan) == []


def test_without_an_opinion_anything_goes():
    plan = plan_of(KubernetesWorkload(deployment_body({"hostNetwork": True})))
    assert messages(security_level_violated, plan) == []
