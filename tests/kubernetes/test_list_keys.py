import pytest

from oamdsl.kubernetes.list_keys import is_atomic_map, list_keys
from oamdsl.kubernetes.path import Path

DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment"}
CRON_JOB = {"apiVersion": "batch/v1", "kind": "CronJob"}
POD = {"apiVersion": "v1", "kind": "Pod"}
SERVICE = {"apiVersion": "v1", "kind": "Service"}
ROLLOUT = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"}
CLONE_SET = {"apiVersion": "apps.kruise.io/v1alpha1", "kind": "CloneSet"}
KNATIVE = {"apiVersion": "serving.knative.dev/v1", "kind": "Service"}
GATEWAY = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway"}
RULES = {"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule"}
INGRESS = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress"}
WIDGET = {
    "apiVersion": "example.com/v1",
    "kind": "Widget",
    "spec": {"template": {"spec": {"containers": []}}},
}


@pytest.mark.parametrize(
    ("object", "path", "keys"),
    [
        (DEPLOYMENT, "spec.template.spec.containers", ("name",)),
        (DEPLOYMENT, "spec.template.spec.initContainers", ("name",)),
        (DEPLOYMENT, "spec.template.spec.containers[name=a].env", ("name",)),
        (DEPLOYMENT, "spec.template.spec.containers[*].volumeMounts", ("mountPath",)),
        (DEPLOYMENT, "spec.template.spec.containers[name=a].volumeDevices", ("devicePath",)),
        (DEPLOYMENT, "spec.template.spec.containers[name=a].resources.claims", ("name",)),
        (
            DEPLOYMENT,
            "spec.template.spec.containers[name=a].ports",
            ("containerPort", "protocol"),
        ),
        (
            DEPLOYMENT,
            "spec.template.spec.topologySpreadConstraints",
            ("topologyKey", "whenUnsatisfiable"),
        ),
        (DEPLOYMENT, "spec.template.spec.hostAliases", ("ip",)),
        (DEPLOYMENT, "spec.template.spec.imagePullSecrets", ("name",)),
        (DEPLOYMENT, "spec.template.spec.resourceClaims", ("name",)),
        (DEPLOYMENT, "metadata.ownerReferences", ("uid",)),
        (DEPLOYMENT, "status.conditions", ("type",)),
        (CRON_JOB, "spec.jobTemplate.spec.template.spec.volumes", ("name",)),
        (POD, "spec.volumes", ("name",)),
        (SERVICE, "spec.ports", ("port", "protocol")),
        (ROLLOUT, "spec.template.spec.containers", ("name",)),
        (ROLLOUT, "spec.template.spec.volumes", ("name",)),
        (KNATIVE, "spec.template.spec.volumes", ("name",)),
        (GATEWAY, "spec.listeners", ("name",)),
        (RULES, "spec.groups", ("name",)),
        (WIDGET, "metadata.ownerReferences", ("uid",)),
    ],
)
def test_a_keyed_list_has_keys(object, path, keys):
    assert list_keys(object, Path.parse(path)) == keys


@pytest.mark.parametrize(
    ("object", "path"),
    [
        (DEPLOYMENT, "spec.template.spec.tolerations"),
        (DEPLOYMENT, "spec.template.spec.containers[name=a].envFrom"),
        (DEPLOYMENT, "spec.template.spec.containers[name=a].command"),
        (DEPLOYMENT, "spec.template.spec.containers[name=a]"),
        (DEPLOYMENT, "spec.template.spec.containers[*]"),
        (DEPLOYMENT, "spec.template.spec.containers.ports"),
        (DEPLOYMENT, "metadata.finalizers"),
        (DEPLOYMENT, "spec.containers"),
        (DEPLOYMENT, ""),
        (INGRESS, "spec.rules"),
        (CLONE_SET, "spec.template.spec.containers"),
        (KNATIVE, "spec.template.spec.containers"),
        (WIDGET, "spec.template.spec.containers"),
        ({}, "spec.ports"),
    ],
)
def test_all_other_lists_are_atomic(object, path):
    assert list_keys(object, Path.parse(path)) is None


@pytest.mark.parametrize(
    ("object", "path"),
    [
        (DEPLOYMENT, "spec.selector"),
        (DEPLOYMENT, "spec.template.spec.nodeSelector"),
        (DEPLOYMENT, "spec.template.spec.containers[name=a].env[name=B].valueFrom.secretKeyRef"),
        (DEPLOYMENT, "spec.template.spec.containers[name=a].env[*].valueFrom.fieldRef"),
        (DEPLOYMENT, "metadata.ownerReferences[uid=a]"),
        (SERVICE, "spec.selector"),
        (ROLLOUT, "spec.selector"),
        (POD, "spec.nodeSelector"),
        (INGRESS, "spec.defaultBackend.service.port"),
    ],
)
def test_some_maps_are_one_field(object, path):
    assert is_atomic_map(object, Path.parse(path))


@pytest.mark.parametrize(
    ("object", "path"),
    [
        (DEPLOYMENT, "spec.selector.matchLabels"),
        (DEPLOYMENT, "metadata.labels"),
        (DEPLOYMENT, "spec.template.spec.containers[name=a]"),
        (CLONE_SET, "spec.template.spec.nodeSelector"),
        (WIDGET, "spec.selector"),
        ({}, "spec.selector"),
    ],
)
def test_all_other_maps_are_merged(object, path):
    assert not is_atomic_map(object, Path.parse(path))
