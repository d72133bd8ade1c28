import pytest

from oamdsl import (
    AutoScaler,
    ContainerizedWorkload,
    Daemon,
    Delegate,
    KubernetesWorkload,
    ManualScaler,
    Metadata,
    Resources,
    Secret,
    StatefulWorkload,
    VolumeMounter,
    implements,
)
from oamdsl.checks.rules.exclusive_volume_scaled import exclusive_volume_scaled
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import container, deployment_body, messages, plan_of, shown

SHARE = "and they share PersistentVolumeClaim/web-data, which one node alone may mount"
WORKLOAD = ContainerizedWorkload([container(resources=Resources(cpu="1"))])


def mounter(*, shared=False):
    return VolumeMounter("data", mount_path="/data", size="1Gi", shared=shared)


def test_several_replicas_and_the_disk_that_they_share_are_reported():
    (finding,) = exclusive_volume_scaled(plan_of(WORKLOAD, ManualScaler(replicas=3), mounter()))
    assert finding.violation.message == (f"Deployment/web of component `web` has 3 replicas, {SHARE}")
    assert shown(finding)[:3] == [
        ("ManualScaler(replicas=3)", "`spec.replicas` is 3 here"),
        (
            'VolumeMounter("data", mount_path="/data", size="1Gi", shared=shared)',
            "the disk is mounted here",
        ),
        (
            'VolumeMounter("data", mount_path="/data", size="1Gi", shared=shared)',
            "its access mode is ReadWriteOnce",
        ),
    ]
    assert finding.violation.seen == "ReadWriteOnce"
    assert finding.violation.help.startswith("make the disk shared, run a single replica")


def test_a_controller_may_scale_any_time():
    (finding,) = exclusive_volume_scaled(plan_of(WORKLOAD, AutoScaler(maximum=9), mounter()))
    assert finding.violation.message == (
        "Deployment/web of component `web` has as many replicas"
        f" as the HorizontalPodAutoscaler decides, {SHARE}"
    )
    assert shown(finding)[0] == (
        "AutoScaler(maximum=9)",
        "the HorizontalPodAutoscaler decides `spec.replicas`",
    )


@implements(Metadata)
def rolling(trait, workload):
    """A controller that decides another field."""
    yield Delegate(workload / "spec" / "minReadySeconds", to="Roller", initial=3)


def test_a_controller_of_another_field_does_not_scale():
    platform = KUBERNETES.offering(rolling)
    plan = plan_of(WORKLOAD, Metadata(), mounter(), platform=platform)
    assert messages(exclusive_volume_scaled, plan) == []


@pytest.mark.parametrize(
    ("workload", "traits"),
    [
        (WORKLOAD, [mounter()]),
        (WORKLOAD, [ManualScaler(replicas=1), mounter()]),
        (WORKLOAD, [AutoScaler(minimum=1, maximum=1), mounter()]),
        (WORKLOAD, [ManualScaler(replicas=3), mounter(shared=True)]),
        (StatefulWorkload([container()]), [ManualScaler(replicas=3)]),
    ],
)
def test_one_replica_or_a_shared_disk_is_fine(workload, traits):
    assert messages(exclusive_volume_scaled, plan_of(workload, *traits)) == []


def raw(modes, claim="data", kind="Deployment", replicas=2):
    source = {"persistentVolumeClaim": {"claimName": claim}}
    body = deployment_body({"volumes": [{"name": "a", **source}]}, replicas=replicas)
    pvc = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data"},
        "spec": {"accessModes": modes},
    }
    return plan_of(KubernetesWorkload({**body, "kind": kind}, objects=[pvc]))


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"modes": ["ReadWriteOncePod"]}, 1),
        ({"modes": ["ReadWriteOnce"], "kind": "StatefulSet"}, 1),
        ({"modes": ["ReadWriteOnce", "ReadWriteMany"]}, 0),
        ({"modes": [Secret("ReadWriteOnce")]}, 0),
        ({"modes": []}, 0),
        ({"modes": None}, 0),
        ({"modes": ["ReadWriteOnce"], "claim": "other"}, 0),
        ({"modes": ["ReadWriteOnce"], "claim": Secret("data")}, 0),
        ({"modes": ["ReadWriteOnce"], "kind": "DaemonSet", "replicas": None}, 1),
        ({"modes": ["ReadWriteOnce"], "kind": "ReplicaSet", "replicas": None}, 0),
        ({"modes": ["ReadWriteOnce"], "replicas": Secret(3)}, 0),
    ],
)
def test_raw_objects_are_read(fields, count):
    assert len(messages(exclusive_volume_scaled, raw(**fields))) == count


def test_the_pods_of_all_nodes_share_no_disk_of_one_node():
    (finding,) = exclusive_volume_scaled(plan_of(Daemon(image="agent:1"), mounter()))
    assert finding.violation.message == f"DaemonSet/web of component `web` runs a pod on every node, {SHARE}"
    assert shown(finding)[0] == ('Daemon(image="agent:1")', "it runs on every node")
    assert finding.violation.help == (
        "make the disk shared, or use a `HostPath`, which each node has for itself"
    )
    assert messages(exclusive_volume_scaled, plan_of(Daemon(image="agent:1"), mounter(shared=True))) == []


@pytest.mark.parametrize(
    ("spec", "count"),
    [
        ({"nodeSelector": {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}}, 1),
        ({"nodeSelector": {"kubernetes.io/hostname": "edge-1"}}, 0),
        ({"affinity": {"nodeAffinity": {}}}, 0),
        ({"affinity": {}}, 1),
    ],
)
def test_a_daemon_set_may_be_kept_to_one_node(spec, count):
    workload = KubernetesWorkload(
        {**deployment_body({"containers": [{"name": "web", "image": "w"}], **spec}), "kind": "DaemonSet"}
    )
    assert len(messages(exclusive_volume_scaled, plan_of(workload, mounter()))) == count
