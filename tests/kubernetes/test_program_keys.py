"""What has owners of its own in one program, beside what the API server tells apart."""

import pytest

from oamdsl.kubernetes.entry import ITSELF
from oamdsl.kubernetes.list_keys import is_atomic_map, list_keys, server_side, shape
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.program_keys import in_patches, in_program

DEPLOYMENT = {"apiVersion": "apps/v1", "kind": "Deployment"}
CLONE_SET = {"apiVersion": "apps.kruise.io/v1alpha1", "kind": "CloneSet"}
KNATIVE = {"apiVersion": "serving.knative.dev/v1", "kind": "Service"}
ROLLOUT = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"}
WIDGET = {
    "apiVersion": "example.com/v1",
    "kind": "Widget",
    "spec": {"template": {"spec": {"containers": []}}},
}
INGRESS = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress"}
WITH_PODS = (DEPLOYMENT, CLONE_SET, KNATIVE, ROLLOUT, WIDGET)
POD = "spec.template.spec"


def keys(merging, path):
    return merging.lists.get(shape(Path.parse(path)))


@pytest.mark.parametrize("body", WITH_PODS, ids=lambda body: body["kind"])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("containers", ("name",)),
        ("containers[name=a].env", ("name",)),
        ("volumes", ("name",)),
        ("evictionResponders", ("name",)),
        ("topologySpreadConstraints", ("topologyKey", "whenUnsatisfiable")),
    ],
)
def test_a_keyed_list_of_a_pod_has_its_keys_whichever_kind_it_stands_in(body, path, expected):
    assert keys(in_program(body), f"{POD}.{path}") == expected
    assert keys(in_patches(body), f"{POD}.{path}") == expected


@pytest.mark.parametrize("body", WITH_PODS, ids=lambda body: body["kind"])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tolerations", ("key", "operator", "value", "effect")),
        ("containers[name=a].envFrom", ITSELF),
        ("initContainers[name=a].securityContext.capabilities.drop", ITSELF),
        ("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution", ITSELF),
    ],
)
def test_entries_that_add_to_each_other_are_told_apart_and_a_patch_replaces_them(body, path, expected):
    assert keys(in_program(body), f"{POD}.{path}") == expected
    assert keys(in_patches(body), f"{POD}.{path}") is None
    assert list_keys(body, Path.parse(f"{POD}.{path}")) is None


@pytest.mark.parametrize("body", [*WITH_PODS, INGRESS], ids=lambda body: body["kind"])
@pytest.mark.parametrize(
    "path",
    [
        f"{POD}.containers[name=a].args",
        f"{POD}.dnsConfig.nameservers",
        f"{POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
        "spec.rules",
    ],
)
def test_a_list_whose_entries_depend_on_each_other_is_one_field(body, path):
    assert keys(in_program(body), path) is None


def test_labels_of_nodes_add_to_each_other_and_a_selector_is_one_field():
    for body in WITH_PODS:
        assert shape(Path.parse(f"{POD}.nodeSelector")) not in in_program(body).atomic
        assert shape(Path.parse(f"{POD}.imagePullSecrets[*]")) in in_program(body).atomic
    assert ("spec", "selector") in in_program(DEPLOYMENT).atomic


def test_what_the_api_server_tells_apart_the_program_tells_apart_by_the_same_keys():
    for body in (*WITH_PODS, INGRESS, {"apiVersion": "v1", "kind": "Service"}):
        ours = in_program(body)
        for theirs in (server_side(body), in_patches(body)):
            assert theirs.lists.items() <= ours.lists.items()
    assert is_atomic_map(DEPLOYMENT, Path.parse(f"{POD}.nodeSelector"))
