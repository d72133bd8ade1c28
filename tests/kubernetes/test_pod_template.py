import pytest

from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import pod_template, replicas

PODS = {"template": {"spec": {"containers": [{"name": "a"}]}}}


@pytest.mark.parametrize(
    ("api_version", "kind", "path"),
    [
        ("apps/v1", "Deployment", "spec.template"),
        ("apps/v1", "StatefulSet", "spec.template"),
        ("apps/v1", "DaemonSet", "spec.template"),
        ("apps/v1", "ReplicaSet", "spec.template"),
        ("v1", "ReplicationController", "spec.template"),
        ("batch/v1", "Job", "spec.template"),
        ("batch/v1", "CronJob", "spec.jobTemplate.spec.template"),
        ("v1", "Pod", ""),
        ("v1", "PodTemplate", "template"),
        ("argoproj.io/v1alpha1", "Rollout", "spec.template"),
        ("apps.kruise.io/v1alpha1", "CloneSet", "spec.template"),
        ("apps.kruise.io/v1beta1", "StatefulSet", "spec.template"),
        ("apps.kruise.io/v1beta1", "AdvancedCronJob", "spec.template.jobTemplate.spec.template"),
        ("keda.sh/v1alpha1", "ScaledJob", "spec.jobTargetRef.template"),
        ("serving.knative.dev/v1", "Service", "spec.template"),
    ],
)
def test_a_known_kind_has_its_template_at_a_known_place(api_version, kind, path):
    assert pod_template({"apiVersion": api_version, "kind": kind}) == Path.parse(path)


def test_an_unknown_kind_with_containers_has_its_template_where_deployments_do():
    widget = {"apiVersion": "example.com/v1", "kind": "Widget", "spec": PODS}
    assert pod_template(widget) == Path.parse("spec.template")


@pytest.mark.parametrize(
    "object",
    [
        {"apiVersion": "v1", "kind": "Service", "spec": {"ports": []}},
        {"apiVersion": "v1", "kind": "ConfigMap"},
        {"apiVersion": "example.com/v1", "kind": "Widget", "spec": {"template": "x"}},
        {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Rollout",
            "spec": {"workloadRef": {"a": 1}},
        },
        {"apiVersion": "rollouts.kruise.io/v1beta1", "kind": "Rollout", "spec": {}},
        {},
    ],
)
def test_other_objects_have_no_template(object):
    assert pod_template(object) is None


@pytest.mark.parametrize(
    "object",
    [
        {"apiVersion": "apps/v1", "kind": "Deployment"},
        {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"},
        {"apiVersion": "apps.kruise.io/v1alpha1", "kind": "CloneSet", "spec": {}},
        {"apiVersion": "example.com/v1", "kind": "Widget", "spec": {"replicas": 2}},
    ],
)
def test_scalable_objects_have_their_replicas_in_the_spec(object):
    assert replicas(object) == Path.parse("spec.replicas")


@pytest.mark.parametrize(
    "object",
    [
        {"apiVersion": "apps/v1", "kind": "DaemonSet", "spec": PODS},
        {"apiVersion": "example.com/v1", "kind": "Widget", "spec": {"replicas": True}},
        {"apiVersion": "example.com/v1", "kind": "Widget", "spec": {"replicas": "2"}},
        {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "spec": PODS},
    ],
)
def test_other_objects_have_no_replicas(object):
    assert replicas(object) is None
