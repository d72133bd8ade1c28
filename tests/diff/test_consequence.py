"""What a change does to what runs."""

import pytest

from oamdsl.kubernetes.immutable import is_immutable
from oamdsl.kubernetes.path import Path
from tests.diff.states import change, claim, component, consequences, deployment

DATA = "the claim is made anew, and its volume with it"


def test_a_changed_pod_template_restarts_the_pods():
    assert consequences(component(deployment("web:1")), component(deployment("web:2"))) == [
        ("restarts pods", "Deployment/web", "spec.template.spec.containers[name=web].image")
    ]


def test_a_change_beside_the_pod_template_does_nothing_to_what_runs():
    assert consequences(component(deployment(replicas=2)), component(deployment(replicas=3))) == []


def test_a_field_that_the_server_refuses_to_change_replaces_the_object():
    selector = {"matchLabels": {"app": "other"}}
    assert consequences(
        component(deployment("web:1")), component(deployment("web:2", selector=selector))
    ) == [("replaces", "Deployment/web", "spec.selector")]


def test_another_namespace_replaces_every_object_and_loses_what_claims_hold():
    before, after = (
        component(deployment(namespace=namespace), claim(namespace=namespace)) for namespace in ("a", "b")
    )
    assert consequences(before, after) == [
        ("loses data", "PersistentVolumeClaim/web-data", DATA),
        ("replaces", "Deployment/web", "metadata.namespace"),
        ("replaces", "PersistentVolumeClaim/web-data", "metadata.namespace"),
    ]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("2Gi", []),
        (
            "500Mi",
            [
                ("loses data", "PersistentVolumeClaim/web-data", DATA),
                ("replaces", "PersistentVolumeClaim/web-data", "a claim may grow, and never shrink"),
            ],
        ),
        ("[secret]", []),
    ],
)
def test_a_claim_may_grow_and_not_shrink(size, expected):
    assert consequences(component(claim("1Gi")), component(claim(size))) == expected


def test_a_claim_of_another_class_is_made_anew_unless_its_data_are_kept():
    before, after = component(claim()), component(claim(storage_class="slow"))
    assert consequences(before, after)[0] == ("loses data", "PersistentVolumeClaim/web-data", DATA)
    kept = component(claim(), keeps_data=True)
    assert consequences(kept, after) == [
        ("replaces", "PersistentVolumeClaim/web-data", "spec.storageClassName")
    ]


def test_a_claim_that_is_removed_loses_its_data_unless_they_are_kept():
    removed = "the claim is removed, and its volume with it"
    assert consequences(component(deployment(), claim()), component(deployment())) == [
        ("loses data", "PersistentVolumeClaim/web-data", removed)
    ]
    assert consequences(component(deployment(), claim(), keeps_data=True), component(deployment())) == []


def test_a_workload_that_becomes_another_kind_is_replaced():
    assert consequences(component(deployment()), component(deployment(kind="Rollout"))) == [
        ("replaces", "Deployment/web", "it becomes Rollout/web")
    ]


def test_a_component_that_is_removed_stops():
    assert change(component(deployment()), None).sign == "-"
    assert consequences(component(deployment()), None) == [("stops", "Deployment/web", "it is removed")]


def test_an_object_that_is_removed_beside_the_workload_stops_nothing():
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {}}
    assert consequences(component(deployment(), service), component(deployment())) == []


def test_a_namespace_takes_everything_with_it():
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}
    before = component(namespace, name="")
    assert consequences(before, None) == [
        ("loses data", "Namespace/prod", "everything in it is removed with it")
    ]


def test_a_namespace_with_data_that_must_survive_is_left_behind():
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}
    assert consequences(component(namespace, name="", keeps_data=True), None) == []


@pytest.mark.parametrize(
    ("policy", "lost"), [({}, False), ({"whenDeleted": "Retain"}, False), ({"whenDeleted": "Delete"}, True)]
)
def test_a_stateful_set_loses_its_claims_where_it_says_so(policy, lost):
    stateful = deployment(
        kind="StatefulSet", volumeClaimTemplates=[claim()], persistentVolumeClaimRetentionPolicy=policy
    )
    assert ("loses data" in [impact for impact, *_ in consequences(component(stateful), None)]) is lost


def test_pods_of_a_schedule_are_not_restarted():
    def job(image):
        template = {"spec": {"containers": [{"name": "web", "image": image}]}}
        return {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": {"name": "web"},
            "spec": {"schedule": "@daily", "jobTemplate": {"spec": {"template": template}}},
        }

    assert consequences(component(job("a")), component(job("b"))) == []


@pytest.mark.parametrize(
    ("api_version", "kind", "path", "expected"),
    [
        ("apps/v1", "StatefulSet", "spec.volumeClaimTemplates", True),
        ("apps/v1", "StatefulSet", "spec.template.spec", False),
        ("batch/v1", "Job", "spec.template.spec", True),
        ("batch/v1", "Job", "spec.suspend", False),
        ("batch/v1", "Job", "metadata.labels", False),
        ("v1", "Secret", "type", True),
        ("v1", "Secret", "data.key", False),
        ("v1", "Service", "spec.clusterIP", True),
        ("example.com/v1", "Deployment", "spec.selector", False),
        ("example.com/v1", "Any", "metadata.name", True),
        ("", "", "kind", True),
    ],
)
def test_which_fields_never_change(api_version, kind, path, expected):
    assert is_immutable({"apiVersion": api_version, "kind": kind}, Path.parse(path)) is expected
