import itertools

import pytest

from oamdsl.kubernetes.api import BUILTIN, DEFAULT_VERSION, Api, group_of, is_namespaced

HPA = Api("autoscaling/v2", "HorizontalPodAutoscaler")


def test_an_api_is_read_from_an_object_and_shown_as_people_write_it():
    api = Api.of({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": {}})
    assert api == HPA
    assert str(api) == "autoscaling/v2 HorizontalPodAutoscaler"
    assert (api.group, api.version) == ("autoscaling", "v2")


def test_the_core_group_has_no_name():
    service = Api("v1", "Service")
    assert (service.group, service.version) == ("", "v1")
    assert group_of("v1") == ""


@pytest.mark.parametrize(
    ("object", "message"),
    [
        ({"kind": "Pod"}, "the object has no apiVersion"),
        ({"apiVersion": "v1", "kind": ""}, "the object has no kind"),
        ({"apiVersion": 1, "kind": "Pod"}, "the object has no apiVersion"),
    ],
)
def test_an_object_without_an_api_is_refused(object, message):
    with pytest.raises(ValueError, match=message):
        Api.of(object)


def test_every_supported_minor_version_is_listed_and_loses_nothing():
    minors = list(BUILTIN)
    assert minors == ["1.33", "1.34", "1.35", "1.36", "1.37"]
    assert minors[-1] == DEFAULT_VERSION
    for before, after in itertools.pairwise(minors):
        assert BUILTIN[before] <= BUILTIN[after]


@pytest.mark.parametrize(
    ("api", "since"),
    [
        (HPA, "1.33"),
        (Api("networking.k8s.io/v1", "ServiceCIDR"), "1.33"),
        (Api("resource.k8s.io/v1", "DeviceClass"), "1.34"),
        (Api("storage.k8s.io/v1", "VolumeAttributesClass"), "1.34"),
        (Api("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy"), "1.36"),
        (Api("storagemigration.k8s.io/v1", "StorageVersionMigration"), "1.37"),
    ],
)
def test_an_api_is_served_since_its_first_stable_version(api, since):
    assert next(minor for minor, apis in BUILTIN.items() if api in apis) == since


def test_only_stable_versions_are_built_in():
    versions = {api.version for api in BUILTIN[DEFAULT_VERSION]}
    assert versions == {"v1", "v2"}


@pytest.mark.parametrize(
    "api",
    [
        Api("v1", "Namespace"),
        Api("rbac.authorization.k8s.io/v1", "ClusterRole"),
        Api("storage.k8s.io/v1", "StorageClass"),
        Api("gateway.networking.k8s.io/v1beta1", "GatewayClass"),
        Api("cert-manager.io/v1", "ClusterIssuer"),
        Api("external-secrets.io/v1", "ClusterSecretStore"),
        Api("keda.sh/v1alpha1", "ClusterTriggerAuthentication"),
    ],
)
def test_cluster_scoped_kinds_are_in_no_namespace(api):
    assert not is_namespaced(api)


@pytest.mark.parametrize(
    "api",
    [
        Api("v1", "Service"),
        Api("rbac.authorization.k8s.io/v1", "Role"),
        Api("example.com/v1", "Widget"),
        Api("example.com/v1", "Namespace"),
    ],
)
def test_all_other_kinds_are_in_a_namespace(api):
    assert is_namespaced(api)
