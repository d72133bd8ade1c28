import pytest

from oamdsl import KubernetesWorkload
from tests.workloads.rendering import bodies, characteristics, context

SPEC = {"template": {"spec": {"containers": [{"name": "web", "image": "web:1"}]}}}
DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": SPEC}
SERVICE = {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 80}]}}


def test_objects_are_named_and_placed_and_otherwise_as_they_are():
    rendered = KubernetesWorkload(DEPLOYMENT, objects=[SERVICE]).render(context())
    metadata = {"name": "web", "namespace": "prod"}
    assert [one.body for one in rendered.objects] == [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": SPEC},
        {**SERVICE, "metadata": metadata},
    ]
    assert list(rendered.body) == ["apiVersion", "kind", "metadata", "spec"]
    assert characteristics(rendered) == {"pod-templated", "long-running", "replicable", "exposed"}
    assert rendered.service_ports == ({"port": 80},)


def test_a_name_a_namespace_and_labels_that_are_given_are_kept():
    metadata = {"name": "mine", "namespace": "elsewhere", "labels": {"a": "b"}}
    assert bodies(KubernetesWorkload({**DEPLOYMENT, "metadata": metadata}))[0]["metadata"] == metadata


def test_an_object_of_the_whole_cluster_has_no_namespace():
    body = {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "value": 9}
    assert bodies(KubernetesWorkload(body))[0]["metadata"] == {"name": "web"}


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("example.com/v1", "App", set()),
        ("apps/v1", "DaemonSet", {"pod-templated", "long-running"}),
        ("batch/v1", "Job", {"pod-templated", "batch"}),
        ("batch/v1", "CronJob", {"pod-templated", "batch"}),
        ("argoproj.io/v1alpha1", "Rollout", {"pod-templated", "long-running", "replicable"}),
        ("v1", "Service", {"exposed"}),
        ("serving.knative.dev/v1", "Service", {"long-running"}),
    ],
)
def test_what_it_is_like_is_read_off_its_kind(api_version, kind, expected):
    rendered = KubernetesWorkload({"apiVersion": api_version, "kind": kind}).render(context())
    assert characteristics(rendered) == expected


def test_an_object_without_a_kind_cannot_be_rendered():
    with pytest.raises(ValueError, match="the object has no kind"):
        bodies(KubernetesWorkload({"apiVersion": "v1"}))


@pytest.mark.parametrize("field", ["name", "namespace"])
def test_an_object_whose_name_or_namespace_is_no_text_cannot_be_rendered(field):
    with pytest.raises(ValueError, match=f"the object's metadata.{field} is no text"):
        bodies(KubernetesWorkload({**SERVICE, "metadata": {field: 3}}))


def test_the_object_that_was_given_is_not_changed():
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": {}}}
    bodies(KubernetesWorkload(body))
    assert body == {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"labels": {}}}
