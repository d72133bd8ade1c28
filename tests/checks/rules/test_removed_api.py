import pytest

from oamdsl import (
    Api,
    AutoScaler,
    Component,
    Environment,
    KubernetesWorkload,
    Platform,
    Require,
    Snapshot,
    component,
    implements,
    parameter,
)
from oamdsl.checks.check import check
from oamdsl.checks.rules.removed_api import removed_api
from oamdsl.compose.compose import compose
from oamdsl.kubernetes.snapshot import Resource
from oamdsl.model.application import Application
from tests.checks.composing import messages, plan_with, shown, told
from tests.rule_examples import Web

BUDGET = Api("policy/v1beta1", "PodDisruptionBudget")


@component
class Raw(Component):
    """An object as Kubernetes has it."""

    body: dict = parameter()

    def workload(self):
        return KubernetesWorkload(self.body)


def raw(api):
    return Raw("store", body={"apiVersion": api.api_version, "kind": api.kind})


def test_an_api_that_is_gone_is_an_error_and_no_missing_api():
    (finding,) = check(plan_with(Web("web"), raw(BUDGET)))
    assert finding.code == "OAM417"
    assert told(finding) == {
        "message": (
            "component `store` needs the API `policy/v1beta1 PodDisruptionBudget`,"
            " which Kubernetes 1.25 removed"
        ),
        "subject": ("shop", "store", "Raw"),
        "seen": "policy/v1beta1 PodDisruptionBudget",
        "notes": ("environment `prod` has Kubernetes 1.37",),
        "places": [
            ("KubernetesWorkload(self.body)", "`Raw` makes PodDisruptionBudget/store"),
            (
                'Raw("store", body={"apiVersion": api.api_version, "kind": api.kind})',
                "component `store` is built here",
            ),
            ("raw(BUDGET)", "called from here"),
        ],
        "help": "write it as `policy/v1 PodDisruptionBudget`",
    }


def test_an_api_without_a_replacement_is_told_so():
    (finding,) = removed_api(plan_with(raw(Api("policy/v1beta1", "PodSecurityPolicy"))))
    assert finding.violation.help == "do without it; nothing replaces it"


def test_an_api_that_a_trait_requires_counts():
    @implements(AutoScaler)
    def old(trait, workload):
        yield Require(BUDGET)
        yield Require("metrics.k8s.io")

    platform = Platform("own", [old], features=["metrics.k8s.io"])
    (finding,) = removed_api(plan_with(Web("web", traits=[AutoScaler(maximum=3)]), platform=platform))
    assert shown(finding)[0] == ("AutoScaler(maximum=3)", "`AutoScaler` requires it")


@pytest.mark.parametrize(
    "served",
    [
        Environment("prod", platform=Platform("own", apis=[BUDGET])),
        Environment(
            "prod",
            platform=Platform("own"),
            snapshot=Snapshot("1.37.2", {BUDGET: Resource("poddisruptionbudgets", namespaced=True)}, {}),
        ),
        Environment("prod", platform=Platform("own"), snapshot=Snapshot("1.24.0", {}, {})),
    ],
)
def test_an_api_that_the_cluster_has_is_there(served):
    plan = compose(served, [Application("shop", [raw(BUDGET)])])
    assert messages(removed_api, plan) == []
