import pytest

from oamdsl import ConfigFile, Container, ContainerizedWorkload, Disk, Port, Resources
from oamdsl.kubernetes.path import Path
from tests.workloads.rendering import LABELS, SELECTOR, bodies, characteristics, context, metadata, pod_of

WEB = Container("web", image="web:1")


def test_a_container_without_ports_is_a_deployment():
    rendered = ContainerizedWorkload([WEB]).render(context())
    assert [one.body for one in rendered.objects] == [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": metadata(),
            "spec": {
                "selector": {"matchLabels": SELECTOR},
                "template": {
                    "metadata": {"labels": LABELS},
                    "spec": {"containers": [{"name": "web", "image": "web:1"}]},
                },
            },
        }
    ]
    assert characteristics(rendered) == {"pod-templated", "long-running", "replicable"}


def test_ports_are_offered_by_a_service_in_their_protocol():
    ports = [Port(80, app_protocol="http"), Port(53, name="dns", protocol="UDP"), Port(53)]
    rendered = ContainerizedWorkload([Container("web", image="web:1", ports=ports)]).render(context())
    assert rendered.objects[0].body["spec"]["template"]["spec"]["containers"][0]["ports"] == [
        {"name": "port-80", "containerPort": 80},
        {"name": "dns", "containerPort": 53, "protocol": "UDP"},
        {"name": "port-53", "containerPort": 53},
    ]
    assert rendered.objects[1].body == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(),
        "spec": {
            "selector": SELECTOR,
            "ports": [
                {"name": "port-80", "port": 80, "targetPort": 80, "appProtocol": "http"},
                {"name": "dns", "port": 53, "targetPort": 53, "protocol": "UDP"},
                {"name": "port-53", "port": 53, "targetPort": 53},
            ],
        },
    }
    assert characteristics(rendered) == {"pod-templated", "long-running", "replicable", "exposed"}


def test_init_containers_ports_are_no_part_of_the_service():
    init = Container("init", image="init:1", ports=[Port(9)])
    workload = ContainerizedWorkload([WEB], init_containers=[init])
    assert [body["kind"] for body in bodies(workload)] == ["Deployment"]
    assert pod_of(WEB, init_containers=[init])["initContainers"] == [
        {"name": "init", "image": "init:1", "ports": [{"name": "port-9", "containerPort": 9}]}
    ]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"os": "linux"}, {"os": {"name": "linux"}, "nodeSelector": {"kubernetes.io/os": "linux"}}),
        ({"arch": "arm64"}, {"nodeSelector": {"kubernetes.io/arch": "arm64"}}),
        (
            {"os": "windows", "arch": "amd64"},
            {
                "os": {"name": "windows"},
                "nodeSelector": {"kubernetes.io/os": "windows", "kubernetes.io/arch": "amd64"},
            },
        ),
        ({"image_pull_secrets": ["a", "b"]}, {"imagePullSecrets": [{"name": "a"}, {"name": "b"}]}),
    ],
)
def test_what_the_pods_need_is_in_their_spec(parameters, expected):
    spec = pod_of(WEB, **parameters)
    del spec["containers"]
    assert spec == expected


def test_an_exclusive_disk_keeps_the_workload_at_one_replica_one_at_a_time():
    disk = Disk("data", mount_path="/data", size="1Gi")
    rendered = ContainerizedWorkload([Container("web", image="w", volumes=[disk])]).render(context())
    assert rendered.body["spec"]["strategy"] == {"type": "Recreate"}
    assert characteristics(rendered) == {"pod-templated", "long-running"}


def test_a_shared_disk_lets_it_be_replicated():
    disk = Disk("data", mount_path="/data", size="1Gi", shared=True)
    rendered = ContainerizedWorkload([Container("web", image="w", volumes=[disk])]).render(context())
    assert "strategy" not in rendered.body["spec"]
    assert "replicable" in characteristics(rendered)


def test_a_single_instance_stops_the_old_pod_first():
    assert bodies(ContainerizedWorkload([WEB]), single_instance=True)[0]["spec"]["strategy"] == {
        "type": "Recreate"
    }


def test_every_part_has_the_line_that_built_it():
    port = Port(80)
    resources = Resources(cpu="1")
    file = ConfigFile("/etc/a", "x")
    disk = Disk("data", mount_path="/data", size="1Gi")
    web = Container("web", image="w", ports=[port], resources=resources, config=[file], volumes=[disk])
    workload = ContainerizedWorkload([web])
    rendered = workload.render(context())
    origins = {str(path): origin for path, origin in rendered.objects[0].origins}
    place = "spec.template.spec.containers[name=web]"
    assert origins == {
        place: web.origin,
        f"{place}.resources": resources.origin,
        f"{place}.ports[containerPort=80,protocol=TCP]": port.origin,
        f"{place}.volumeMounts[mountPath=/data]": disk.origin,
        f"{place}.volumeMounts[mountPath=/etc/a]": file.origin,
        "spec.template.spec.volumes[name=data]": disk.origin,
    }
    by_kind = {one.ref.api.kind: one for one in rendered.objects}
    assert by_kind["Deployment"].origin == workload.origin
    assert by_kind["PersistentVolumeClaim"].origin == disk.origin
    assert by_kind["ConfigMap"].origins == ((Path(("data", "etc-a")), file.origin),)
    assert [origin for _, origin in by_kind["Service"].origins] == [port.origin]
