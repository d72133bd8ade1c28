"""Whatever is given to a workload, or to a part of one, is in its objects: never ignored."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oamdsl
from oamdsl import (
    BatchWorkload,
    CommandProbe,
    ConfigFile,
    ConfigMapFiles,
    ConfigMapKey,
    Container,
    ContainerizedWorkload,
    CronTask,
    Daemon,
    DaemonWorkload,
    Disk,
    ExistingClaim,
    GrpcProbe,
    HostPath,
    HttpProbe,
    KubernetesObjects,
    KubernetesWorkload,
    PodField,
    Port,
    Resources,
    Scratch,
    SecretFiles,
    SecretKey,
    Server,
    SingletonServer,
    SingletonTask,
    SingletonWorker,
    StatefulSet,
    StatefulWorkload,
    Task,
    TcpProbe,
    WebService,
    Worker,
)
from oamdsl.model.element import Element, fields_of
from oamdsl.workloads.probe import Probe
from oamdsl.workloads.volume import Volume
from tests.workloads.rendering import bodies

WEB = Container("web", image="web:1")
POD = {
    "containers": [[WEB], [Container("other", image="web:1")]],
    "init_containers": [[], [Container("init", image="init:1")]],
    "image_pull_secrets": [[], ["registry"]],
    "os": ["", "linux", "windows"],
    "arch": ["", "386", "amd64", "arm", "arm64"],
}
VOLUME = {
    "name": ["v", "w"],
    "mount_path": ["/v", "/w"],
    "read_only": [False, True],
    "sub_path": ["", "part"],
}
PROBE = {
    "initial_delay_seconds": [None, 0, 5],
    "period_seconds": [None, 10],
    "timeout_seconds": [None, 1],
    "success_threshold": [None, 1],
    "failure_threshold": [None, 3],
}
OBJECT = {"apiVersion": "v1", "kind": "ConfigMap"}


def pod(**container):
    return bodies(ContainerizedWorkload([Container("web", image="web:1", **container)]))


SETTINGS = {
    "image": ["web:1", "web:2"],
    "image_pull_policy": ["", "Always", "IfNotPresent", "Never"],
    "command": [[], ["sh"]],
    "args": [[], ["-v"]],
    "working_dir": ["", "/srv"],
    "env": [{}, {"A": ""}, {"A": "x"}],
    "resources": [Resources(), Resources(gpu=1)],
    "volumes": [[], [Scratch("v", mount_path="/v")]],
    "config": [[], [ConfigFile("/a", "x")]],
    "liveness": [None, TcpProbe(port=1)],
    "readiness": [None, TcpProbe(port=1)],
    "startup": [None, TcpProbe(port=1)],
    "security_context": [{}, {"runAsUser": 1}],
}
BATCH = {
    "schedule": ["0 0 * * *", "@daily"],
    "time_zone": ["", "Etc/UTC"],
    "concurrency": ["", "Allow", "Forbid", "Replace"],
    "start_within_seconds": [None, 10],
    "keep_succeeded": [None, 0],
    "keep_failed": [None, 0],
    "suspended": [False, True],
    "parallelism": [1, 2],
    "completions": [None, 1, 3],
    "restart_policy": ["OnFailure", "Never"],
    "retries": [6, 0, 1],
    "deadline_seconds": [None, 1],
    "keep_seconds": [None, 0],
}
SINGLE_BATCH = {
    name: values
    for name, values in BATCH.items()
    if name not in {"concurrency", "parallelism", "completions"}
}
DAEMON = {
    "every_node": [False, True],
    "host_network": [False, True],
    "host_processes": [False, True],
    "update": ["RollingUpdate"],
    "max_unavailable": [None, 1, 2, "10%"],
    "max_surge": [None],
}
IMAGE = {
    **POD,
    **SETTINGS,
    "containers": [[], [Container("other", image="other:1")]],
    "container_name": ["", "main"],
    "cpu": [None, "1", 0.5],
    "memory": [None, "1Gi"],
}
LISTENING = {**IMAGE, "port": [80, 81], "ports": [[], [Port(443)]]}
HOSTS = {
    ContainerizedWorkload: (bodies, POD),
    StatefulWorkload: (bodies, POD),
    DaemonWorkload: (bodies, {**POD, **DAEMON}),
    BatchWorkload: (bodies, {**POD, **BATCH}),
    KubernetesWorkload: (bodies, {"body": [OBJECT, {**OBJECT, "data": {}}], "objects": [[], [OBJECT]]}),
    KubernetesObjects: (bodies, {"objects": [[OBJECT], [{**OBJECT, "data": {}}], [OBJECT, OBJECT]]}),
    Server: (bodies, LISTENING),
    SingletonServer: (bodies, LISTENING),
    WebService: (bodies, LISTENING),
    StatefulSet: (bodies, LISTENING),
    Daemon: (bodies, {**LISTENING, **DAEMON}),
    Worker: (bodies, IMAGE),
    SingletonWorker: (bodies, IMAGE),
    Task: (bodies, {**IMAGE, **BATCH}),
    CronTask: (bodies, {**IMAGE, **BATCH}),
    SingletonTask: (bodies, {**IMAGE, **SINGLE_BATCH}),
    Container: (
        lambda one: bodies(ContainerizedWorkload([one])),
        {**SETTINGS, "name": ["web", "other"], "ports": [[], [Port(80)]]},
    ),
    HostPath: (
        lambda one: pod(volumes=[one]),
        {**VOLUME, "path": ["/a", "/b"], "expect": ["", "Directory", "Socket"]},
    ),
    Port: (
        lambda one: pod(ports=[one]),
        {
            "number": [80, 81],
            "name": ["", "http"],
            "protocol": ["TCP", "UDP", "SCTP"],
            "app_protocol": ["", "http"],
        },
    ),
    Resources: (
        lambda one: pod(resources=one),
        {
            "cpu": [None, "1", 0.5],
            "memory": [None, "1Gi"],
            "ephemeral_storage": [None, "1Gi"],
            "gpu": [1, 2],
            "gpu_resource": ["nvidia.com/gpu", "amd.com/gpu"],
            "cpu_limit": [None, 1],
            "memory_limit": [None, "1Gi"],
            "extended": [{}, {"example.com/fpga": 1}],
        },
    ),
    ConfigFile: (lambda one: pod(config=[one]), {"path": ["/a", "/b"], "content": ["x", "y"]}),
    SecretKey: (lambda one: pod(env={"A": one}), {"secret": ["a", "b"], "key": ["a", "b"]}),
    ConfigMapKey: (lambda one: pod(env={"A": one}), {"config_map": ["a", "b"], "key": ["a", "b"]}),
    PodField: (lambda one: pod(env={"A": one}), {"path": ["metadata.name", "status.podIP"]}),
    Disk: (
        lambda one: pod(volumes=[one]),
        {**VOLUME, "size": ["1Gi", 2], "storage_class": ["", "fast"], "shared": [False, True]},
    ),
    Scratch: (lambda one: pod(volumes=[one]), {**VOLUME, "size": [None, "1Gi"], "in_memory": [False, True]}),
    ExistingClaim: (lambda one: pod(volumes=[one]), {**VOLUME, "claim": ["a", "b"]}),
    ConfigMapFiles: (lambda one: pod(volumes=[one]), {**VOLUME, "config_map": ["a", "b"]}),
    SecretFiles: (lambda one: pod(volumes=[one]), {**VOLUME, "secret": ["a", "b"]}),
    HttpProbe: (
        lambda one: pod(liveness=one),
        {**PROBE, "path": ["/", "/up"], "port": [80, "http"], "scheme": ["HTTP", "HTTPS"]},
    ),
    TcpProbe: (lambda one: pod(liveness=one), {**PROBE, "port": [80, "http"]}),
    GrpcProbe: (lambda one: pod(liveness=one), {**PROBE, "port": [80, 81], "service": ["", "shop"]}),
    CommandProbe: (lambda one: pod(liveness=one), {**PROBE, "command": [["true"], ["false"]]}),
}


def made(cls, values):
    fields = fields_of(cls)
    positional = [values[name] for name, field in fields.items() if field.positional]
    one = cls(*positional, **{name: value for name, value in values.items() if not fields[name].positional})
    assert not one.faults
    return HOSTS[cls][0](one)


def test_every_workload_and_part_of_one_is_covered():
    exported = {getattr(oamdsl, name) for name in oamdsl.__all__}
    parts = {
        one
        for one in exported
        if isinstance(one, type)
        and issubclass(one, Element)
        and one.__module__.startswith("oamdsl.workloads.")
    }
    assert parts == set(HOSTS)
    assert {cls: set(values) for cls, (_, values) in HOSTS.items()} == {
        cls: {name for name, field in fields_of(cls).items() if field.constraint} for cls in HOSTS
    }
    assert all(issubclass(cls, Element) for cls in (Probe, Volume))


@pytest.mark.parametrize(
    ("cls", "name"), [(cls, name) for cls, (_, values) in HOSTS.items() for name in values]
)
def test_every_value_of_a_parameter_gives_other_objects(cls, name):
    choices = HOSTS[cls][1]
    first = {parameter: values[0] for parameter, values in choices.items()}
    rendered = [made(cls, {**first, name: value}) for value in choices[name]]
    for one, other in itertools.combinations(rendered, 2):
        assert one != other


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_other_parameter_hides_a_value(data):
    cls = data.draw(st.sampled_from(list(HOSTS)))
    choices = HOSTS[cls][1]
    values = {name: data.draw(st.sampled_from(some)) for name, some in choices.items()}
    name = data.draw(st.sampled_from([name for name, some in choices.items() if len(some) > 1]))
    other = data.draw(st.sampled_from([one for one in choices[name] if one is not values[name]]))
    assert made(cls, values) != made(cls, {**values, name: other})


def test_what_oams_containerized_workload_promises_is_in_the_objects():
    """OAM v1alpha2, ContainerizedWorkload: every field of it, in our words."""
    container = Container(
        "web",
        image="web:1",
        resources=Resources(cpu="1", memory="1Gi", gpu=1, extended={"example.com/fpga": 2}),
        volumes=[
            Disk("data", mount_path="/data", size="1Gi", shared=True, read_only=True),
            Scratch("tmp", mount_path="/scratch", size="2Gi"),
        ],
        command=["web"],
        args=["-v"],
        env={"A": "x", "B": SecretKey("s", "k")},
        config=[ConfigFile("/etc/a", "x")],
        ports=[Port(80, name="http", protocol="TCP"), Port(53, name="dns", protocol="UDP")],
        liveness=HttpProbe(port=80),
        readiness=CommandProbe(command=["true"]),
    )
    deployment, service, config, claim = bodies(
        ContainerizedWorkload([container], os="linux", arch="arm", image_pull_secrets=["registry"])
    )
    spec = deployment["spec"]["template"]["spec"]
    assert spec["nodeSelector"] == {"kubernetes.io/os": "linux", "kubernetes.io/arch": "arm"}
    assert spec["imagePullSecrets"] == [{"name": "registry"}]
    assert spec["volumes"] == [
        {"name": "data", "persistentVolumeClaim": {"claimName": "web-data"}},
        {"name": "tmp", "emptyDir": {"sizeLimit": "2Gi"}},
        {"name": "config", "configMap": {"name": "web-config"}},
    ]
    assert spec["containers"] == [
        {
            "name": "web",
            "image": "web:1",
            "command": ["web"],
            "args": ["-v"],
            "env": [
                {"name": "A", "value": "x"},
                {"name": "B", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
            ],
            "ports": [
                {"name": "http", "containerPort": 80},
                {"name": "dns", "containerPort": 53, "protocol": "UDP"},
            ],
            "resources": {
                "requests": {"cpu": "1", "memory": "1Gi"},
                "limits": {"nvidia.com/gpu": "1", "example.com/fpga": "2"},
            },
            "volumeMounts": [
                {"name": "data", "mountPath": "/data", "readOnly": True},
                {"name": "tmp", "mountPath": "/scratch"},
                {"name": "config", "mountPath": "/etc/a", "subPath": "etc-a", "readOnly": True},
            ],
            "livenessProbe": {"httpGet": {"path": "/", "port": 80}},
            "readinessProbe": {"exec": {"command": ["true"]}},
        }
    ]
    assert [port["port"] for port in service["spec"]["ports"]] == [80, 53]
    assert config["data"] == {"etc-a": "x"}
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]


@pytest.mark.parametrize("parameters", [{"os": "plan9"}, {"arch": "i386"}])
def test_what_no_node_has_is_a_fault(parameters):
    faults = ContainerizedWorkload([WEB], **parameters).faults
    assert [fault.parameter for fault in faults] == list(parameters)


def test_a_port_of_a_protocol_that_no_service_has_is_a_fault():
    assert [fault.parameter for fault in Port(80, protocol="ICMP").faults] == ["protocol"]
