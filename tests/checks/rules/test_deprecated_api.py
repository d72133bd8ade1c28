import pytest

from oamdsl import Api, Component, Environment, KubernetesWorkload, Snapshot, component, parameter
from oamdsl.checks.rules.deprecated_api import deprecated_api
from oamdsl.compose.compose import compose
from oamdsl.diagnostics.finding import Severity
from oamdsl.kubernetes.shipped import shipped
from oamdsl.kubernetes.snapshot import Resource
from oamdsl.model.application import Application
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import messages, plan_with, told
from tests.clusters import definition
from tests.rule_examples import Web


@component
class Raw(Component):
    """An object as Kubernetes has it."""

    body: dict = parameter()

    def workload(self):
        return KubernetesWorkload(self.body)


def raw(api):
    return Raw("store", body={"apiVersion": api.api_version, "kind": api.kind})


def plan_on(snapshot, *components):
    environment = Environment("prod", platform=KUBERNETES, snapshot=snapshot)
    return compose(environment, [Application("shop", components)])


def test_an_api_that_kubernetes_deprecates_is_a_warning():
    (finding,) = deprecated_api(plan_with(Web("web"), raw(Api("v1", "Endpoints"))))
    assert finding.severity is Severity.WARNING
    assert told(finding) == {
        "message": (
            "component `store` needs the API `v1 Endpoints`, which is deprecated since Kubernetes 1.33"
        ),
        "subject": ("shop", "store", "Raw"),
        "seen": "v1 Endpoints",
        "places": [
            ("KubernetesWorkload(self.body)", "`Raw` makes Endpoints/store"),
            (
                'Raw("store", body={"apiVersion": api.api_version, "kind": api.kind})',
                "component `store` is built here",
            ),
        ],
        "help": "write it as `discovery.k8s.io/v1 EndpointSlice`",
    }


def test_an_api_without_a_replacement_is_told_so():
    (finding,) = deprecated_api(plan_with(raw(Api("v1", "ComponentStatus"))))
    assert finding.violation.help == "write it in a newer version, or as something else"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.34.0", []),
        (
            "1.36.0",
            [
                "component `store` needs the API `resource.k8s.io/v1beta1 ResourceClaim`,"
                " which is deprecated since Kubernetes 1.35 and gone from 1.38 on"
            ],
        ),
    ],
)
def test_the_clusters_version_decides(version, expected):
    api = Api("resource.k8s.io/v1beta1", "ResourceClaim")
    snapshot = Snapshot(version, {api: Resource("resourceclaims", namespaced=True)}, {})
    assert messages(deprecated_api, plan_on(snapshot, raw(api))) == expected


def test_an_api_that_the_cluster_does_not_serve_is_another_matter():
    api = Api("resource.k8s.io/v1beta1", "ResourceClaim")
    assert messages(deprecated_api, plan_with(raw(api))) == []


def test_a_custom_resource_is_deprecated_as_its_definition_says():
    crd = definition({}, deprecated=True, deprecationWarning="use v2")
    snapshot = Snapshot.of_definitions([crd], kubernetes=shipped("1.37"))
    (finding,) = deprecated_api(plan_on(snapshot, raw(Api("example.com/v1", "Thing")), Web("web")))
    assert finding.violation.message == (
        "component `store` needs the API `example.com/v1 Thing`, which is deprecated"
    )
    assert finding.violation.notes == ("the cluster says: use v2",)
