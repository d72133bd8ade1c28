import pytest

from oamdsl import (
    Container,
    ContainerizedWorkload,
    Disk,
    KubernetesWorkload,
    Opinions,
    Scratch,
    Secret,
    StatefulWorkload,
    VolumeMounter,
)
from oamdsl.checks.rules.data_not_kept import data_not_kept
from tests.checks.composing import container, deployment_body, messages, plan_of, shown

KEEPS = Opinions(keeps_data=True)
WITHOUT_DISK = "component `web` must keep its data and mounts no persistent volume"


def disk(path="/data"):
    return Disk("data", mount_path=path, size="1Gi")


def test_a_component_with_scratch_space_alone_loses_its_data():
    workload = ContainerizedWorkload([container(volumes=[Scratch("tmp", mount_path="/data")])])
    (finding,) = data_not_kept(plan_of(workload, opinions=KEEPS))
    assert finding.violation.message == WITHOUT_DISK
    assert shown(finding)[:2] == [
        ('Scratch("tmp", mount_path="/data")', "this volume goes with its pod"),
        ("keeps_data=True", "`Given` keeps data"),
    ]
    assert finding.violation.help == "mount a `Disk` where the data is written"


@pytest.mark.parametrize(
    "workload",
    [
        ContainerizedWorkload([container(volumes=[disk()])]),
        StatefulWorkload([container(volumes=[disk()])]),
        KubernetesWorkload(
            deployment_body(
                {
                    "volumes": [{"name": "raw", "persistentVolumeClaim": {"claimName": "a"}}],
                    "containers": [{"volumeDevices": [{"name": "raw", "devicePath": "/dev/a"}]}],
                }
            )
        ),
        KubernetesWorkload(deployment_body({"volumes": Secret([])})),
        KubernetesWorkload(deployment_body({"containers": [{"volumeMounts": Secret([])}]})),
        KubernetesWorkload(deployment_body({"containers": [{"volumeMounts": [{"name": Secret("data")}]}]})),
        KubernetesWorkload({"apiVersion": "example.com/v1", "kind": "Database"}),
    ],
)
def test_a_component_with_a_disk_or_with_what_may_be_one_is_fine(workload):
    assert messages(data_not_kept, plan_of(workload, opinions=KEEPS)) == []


def test_a_disk_that_is_not_mounted_keeps_nothing():
    volume = {"name": "data", "persistentVolumeClaim": {"claimName": "a"}}
    body = deployment_body({"volumes": [volume], "containers": [{"name": "web"}]})
    assert messages(data_not_kept, plan_of(KubernetesWorkload(body), opinions=KEEPS)) == [WITHOUT_DISK]


def test_without_the_opinion_data_may_go():
    assert messages(data_not_kept, plan_of(ContainerizedWorkload([container()]))) == []


def mounting(path, disk_path="/data"):
    return plan_of(
        StatefulWorkload([container(volumes=[disk(disk_path)])]),
        VolumeMounter("more", mount_path=path, size="1Gi", shared=True),
        opinions=KEEPS,
    )


@pytest.mark.parametrize(
    ("path", "seen", "how"),
    [
        ("/data/", "/data", "over"),
        ("/", "/", "over"),
        ("/data/cache", "/data/cache", "inside"),
    ],
)
def test_a_trait_that_mounts_over_the_disk_or_inside_it_is_reported(path, seen, how):
    (finding,) = data_not_kept(mounting(path))
    assert finding.violation.message == (
        f"`VolumeMounter` mounts a volume at `{seen}`, {how} the disk at `/data`"
        " on which component `web` keeps its data"
    )
    assert [label for _, label in shown(finding)] == [
        "it is mounted here",
        "the disk is mounted here",
        "`Given` keeps data",
    ]
    assert shown(finding)[1][0] == 'Disk("data", mount_path=path, size="1Gi")'
    assert finding.violation.help == "mount it somewhere else"


@pytest.mark.parametrize("path", ["/database", "/other"])
def test_a_trait_that_mounts_elsewhere_is_fine(path):
    assert messages(data_not_kept, mounting(path)) == []


def test_developers_may_nest_their_own_mounts():
    volumes = [disk(), Scratch("tmp", mount_path="/data/tmp")]
    plan = plan_of(StatefulWorkload([container(volumes=volumes)]), opinions=KEEPS)
    assert messages(data_not_kept, plan) == []


def test_a_trait_may_mount_the_disk_itself_again():
    plan = plan_of(
        ContainerizedWorkload([container(volumes=[disk()])]),
        VolumeMounter("data", mount_path="/data/again", size="1Gi"),
        opinions=KEEPS,
    )
    assert messages(data_not_kept, plan) == []


def test_a_mount_whose_path_is_not_known_is_skipped():
    volume = {"name": "data", "persistentVolumeClaim": {"claimName": "a"}}
    mounts = [{"name": "data", "mountPath": Secret("/data")}]
    spec = {"volumes": [volume], "containers": [{"name": "web", "volumeMounts": mounts}]}
    plan = plan_of(
        KubernetesWorkload(deployment_body(spec)),
        opinions=KEEPS,
    )
    assert messages(data_not_kept, plan) == []


@pytest.mark.parametrize("field", ["whenDeleted", "whenScaled"])
def test_claims_that_go_with_their_stateful_set_are_reported(field):
    body = {
        **deployment_body(
            {"containers": [{"name": "web", "volumeMounts": [{"name": "data", "mountPath": "/a"}]}]},
            volumeClaimTemplates=[{"metadata": {"name": "data"}}],
            persistentVolumeClaimRetentionPolicy={field: "Delete"},
        ),
        "kind": "StatefulSet",
    }
    (finding,) = data_not_kept(plan_of(KubernetesWorkload(body), opinions=KEEPS))
    path = f"spec.persistentVolumeClaimRetentionPolicy.{field}"
    assert finding.violation.message == (
        f"`{path}` of StatefulSet/web deletes the data that component `web` must keep"
    )
    assert finding.violation.help == f"set `{path}` to Retain"
    assert (finding.violation.seen, finding.violation.allowed) == ("Delete", "Retain")


def test_two_containers_may_share_the_disk():
    workload = ContainerizedWorkload(
        [container(volumes=[disk()]), Container("log", image="log:1", volumes=[disk()])]
    )
    assert messages(data_not_kept, plan_of(workload, opinions=KEEPS)) == []
