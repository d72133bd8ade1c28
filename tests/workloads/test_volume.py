import pytest

from oamdsl import ConfigMapFiles, Container, ContainerizedWorkload, Disk, ExistingClaim, Scratch, SecretFiles
from oamdsl.kubernetes.waiting import DO_NOT_WAIT
from tests.workloads.rendering import Later, bodies, metadata, pod_of

LATER = Later()


@pytest.mark.parametrize(
    ("volume", "source"),
    [
        (Disk("v", mount_path="/v", size="1Gi"), {"persistentVolumeClaim": {"claimName": "web-v"}}),
        (Scratch("v", mount_path="/v"), {"emptyDir": {}}),
        (Scratch("v", mount_path="/v", size=1024), {"emptyDir": {"sizeLimit": "1024"}}),
        (
            Scratch("v", mount_path="/v", size="1Gi", in_memory=True),
            {"emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
        ),
        (ExistingClaim("v", mount_path="/v", claim=LATER), {"persistentVolumeClaim": {"claimName": LATER}}),
        (ConfigMapFiles("v", mount_path="/v", config_map="c"), {"configMap": {"name": "c"}}),
        (SecretFiles("v", mount_path="/v", secret=LATER), {"secret": {"secretName": LATER}}),
    ],
)
def test_a_volume_is_in_the_pod_and_mounted(volume, source):
    spec = pod_of(Container("web", image="w", volumes=[volume]))
    assert spec["volumes"] == [{"name": "v", **source}]
    assert spec["containers"][0]["volumeMounts"] == [{"name": "v", "mountPath": "/v"}]


def test_a_mount_may_be_of_a_part_and_for_reading_alone():
    volume = SecretFiles("v", mount_path="/v", secret=LATER, read_only=True, sub_path="key.pem")
    assert pod_of(Container("web", image="w", volumes=[volume]))["containers"][0]["volumeMounts"] == [
        {"name": "v", "mountPath": "/v", "readOnly": True, "subPath": "key.pem"}
    ]


def test_containers_share_a_volume_by_its_name():
    one, other = Scratch("v", mount_path="/a"), Scratch("v", mount_path="/b", read_only=True)
    spec = pod_of(Container("a", image="a", volumes=[one]), Container("b", image="b", volumes=[other]))
    assert spec["volumes"] == [{"name": "v", "emptyDir": {}}]
    assert [each["volumeMounts"][0]["mountPath"] for each in spec["containers"]] == ["/a", "/b"]


@pytest.mark.parametrize(
    ("parameters", "spec"),
    [
        (
            {"size": "10Gi"},
            {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}},
        ),
        (
            {"size": 5, "storage_class": "fast", "shared": True},
            {
                "accessModes": ["ReadWriteMany"],
                "resources": {"requests": {"storage": "5"}},
                "storageClassName": "fast",
            },
        ),
    ],
)
def test_a_disk_has_a_claim(parameters, spec):
    disk = Disk("data", mount_path="/data", **parameters)
    claim = bodies(ContainerizedWorkload([Container("web", image="w", volumes=[disk])]))[-1]
    assert claim == {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": metadata("web-data", annotations=DO_NOT_WAIT),
        "spec": spec,
    }
