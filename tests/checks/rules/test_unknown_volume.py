import pytest

from oamdsl import Add, Disk, KubernetesWorkload, Metadata, Scratch, Secret, StatefulWorkload, implements
from oamdsl.checks.rules.unknown_volume import unknown_volume
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import (
    container,
    deployment,
    deployment_body,
    messages,
    plan_of,
    service,
    shown,
)

MOUNT = {"name": "date", "mountPath": "/data"}
DATA = {"name": "data", "emptyDir": {}}


def test_a_mount_of_no_volume_is_reported_with_the_volume_that_was_meant():
    (finding,) = unknown_volume(deployment({"name": "web", "volumeMounts": [MOUNT]}, volumes=[DATA]))
    assert finding.violation.message == (
        "container `web` of Deployment/web of component `web` mounts volume `date`,"
        " which its pod does not have"
    )
    assert (finding.violation.seen, finding.violation.allowed) == ("'date'", "data")
    assert finding.violation.notes == ("did you mean `data`?",)
    assert finding.violation.help == "give the pod a volume `date`, or mount one that it has"
    assert shown(finding)[0][1] == "it is mounted here"


def test_without_any_volume_there_is_nothing_to_suggest():
    device = {"name": "raw", "devicePath": "/dev/a"}
    (finding,) = unknown_volume(deployment({"volumeDevices": [device]}))
    assert finding.violation.message.startswith("a container of Deployment/web")
    assert (finding.violation.allowed, finding.violation.notes) == ("", ())


@implements(Metadata)
def mounting(trait, workload):
    """A mount without its volume."""
    yield Add(workload.container("web") / "volumeMounts", None, MOUNT)


def test_the_trait_that_mounts_is_named():
    plan = plan_of(StatefulWorkload([container()]), Metadata(), platform=KUBERNETES.offering(mounting))
    (finding,) = unknown_volume(plan)
    assert shown(finding)[0] == ("Metadata()", "it is mounted here")


@pytest.mark.parametrize(
    "volumes",
    [Secret([]), [{"name": Secret("date"), "emptyDir": {}}], [Secret({})]],
)
def test_a_volume_that_may_have_the_name_is_enough(volumes):
    plan = deployment({"name": "web", "volumeMounts": [MOUNT]}, volumes=volumes)
    assert messages(unknown_volume, plan) == []


def test_a_claim_template_that_may_have_the_name_is_enough():
    spec = {"containers": [{"name": "web", "volumeMounts": [MOUNT]}]}
    body = {**deployment_body(spec, volumeClaimTemplates=Secret([])), "kind": "StatefulSet"}
    assert messages(unknown_volume, plan_of(KubernetesWorkload(body))) == []


def test_a_mount_whose_name_is_not_known_is_skipped():
    mount = {"name": Secret("a"), "mountPath": "/a"}
    assert messages(unknown_volume, deployment({"volumeMounts": [mount]})) == []


def test_declared_volumes_and_claim_templates_are_known():
    volumes = [Scratch("a", mount_path="/a"), Scratch("b", mount_path="/b")]
    assert messages(unknown_volume, service(container(volumes=volumes))) == []
    disk = Disk("a", mount_path="/a", size="1Gi")
    plan = plan_of(StatefulWorkload([container(volumes=[disk])]))
    assert messages(unknown_volume, plan) == []
