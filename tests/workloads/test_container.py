import pytest

from oamdsl import (
    BatchWorkload,
    CommandProbe,
    ConfigFile,
    ConfigMapKey,
    Container,
    ContainerizedWorkload,
    GrpcProbe,
    HttpProbe,
    PodField,
    Port,
    Resources,
    Secret,
    SecretKey,
    TcpProbe,
)
from oamdsl.model.value import Mapped, StackSecret
from oamdsl.workloads.container import text_of
from oamdsl.workloads.pod import CHECKSUM_ANNOTATION
from tests.workloads.rendering import Later, bodies, container_of, metadata

LATER = Later()


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, {}),
        ({"command": ["sh", "-c"]}, {"command": ["sh", "-c"]}),
        ({"args": ["-v", LATER]}, {"args": ["-v", LATER]}),
        ({"working_dir": "/srv"}, {"workingDir": "/srv"}),
        ({"security_context": {"runAsUser": 1}}, {"securityContext": {"runAsUser": 1}}),
        ({"liveness": TcpProbe(port=80)}, {"livenessProbe": {"tcpSocket": {"port": 80}}}),
        (
            {"readiness": HttpProbe(port="http")},
            {"readinessProbe": {"httpGet": {"path": "/", "port": "http"}}},
        ),
        (
            {"startup": HttpProbe(path="/up", port=1, scheme="HTTPS", period_seconds=3)},
            {
                "startupProbe": {
                    "httpGet": {"path": "/up", "port": 1, "scheme": "HTTPS"},
                    "periodSeconds": 3,
                }
            },
        ),
        ({"liveness": GrpcProbe(port=9)}, {"livenessProbe": {"grpc": {"port": 9}}}),
        (
            {"liveness": GrpcProbe(port=9, service="shop")},
            {"livenessProbe": {"grpc": {"port": 9, "service": "shop"}}},
        ),
        (
            {
                "liveness": CommandProbe(
                    command=["true"],
                    initial_delay_seconds=0,
                    timeout_seconds=2,
                    success_threshold=1,
                    failure_threshold=4,
                )
            },
            {
                "livenessProbe": {
                    "exec": {"command": ["true"]},
                    "initialDelaySeconds": 0,
                    "timeoutSeconds": 2,
                    "successThreshold": 1,
                    "failureThreshold": 4,
                }
            },
        ),
    ],
)
def test_a_container_has_what_it_is_given_and_nothing_else(parameters, expected):
    assert container_of(**parameters) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, {}),
        ({"cpu": 0.5}, {"requests": {"cpu": "0.5"}}),
        ({"cpu": "500m", "memory": "1Gi"}, {"requests": {"cpu": "500m", "memory": "1Gi"}}),
        ({"ephemeral_storage": "1Gi"}, {"requests": {"ephemeral-storage": "1Gi"}}),
        ({"cpu_limit": 2, "memory_limit": LATER}, {"limits": {"cpu": "2", "memory": LATER}}),
        ({"gpu": 1}, {"limits": {"nvidia.com/gpu": "1"}}),
        ({"gpu": 2, "gpu_resource": "amd.com/gpu"}, {"limits": {"amd.com/gpu": "2"}}),
        ({"extended": {"example.com/fpga": 3}}, {"limits": {"example.com/fpga": "3"}}),
    ],
)
def test_resources_are_requested_and_whole_ones_limited(parameters, expected):
    found = container_of(resources=Resources(**parameters))
    assert found.get("resources", {}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", {"value": "text"}),
        ("", {"value": ""}),
        (8, {"value": "8"}),
        (0.5, {"value": "0.5"}),
        (True, {"value": "true"}),
        (False, {"value": "false"}),
        (LATER, {"value": Mapped(LATER, text_of)}),
        (SecretKey("db", "password"), {"valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}),
        (ConfigMapKey("db", "host"), {"valueFrom": {"configMapKeyRef": {"name": "db", "key": "host"}}}),
        (PodField("status.podIP"), {"valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}),
        (Secret("s"), {"valueFrom": {"secretKeyRef": {"name": "web-secret", "key": "web.A"}}}),
        (StackSecret("s"), {"valueFrom": {"secretKeyRef": {"name": "web-secret", "key": "web.A"}}}),
    ],
)
def test_a_variable_holds_or_refers_to_its_value(value, expected):
    assert container_of(env={"A": value})["env"] == [{"name": "A", **expected}]


def test_secret_variables_and_files_are_kept_in_one_secret():
    web = Container(
        "web",
        image="w",
        env={"TOKEN": Secret("t"), "PLAIN": "p"},
        config=[ConfigFile("/etc/key.pem", StackSecret("key")), ConfigFile("/etc/app/a.conf", "x")],
    )
    init = Container("init", image="i", env={"TOKEN": StackSecret("token")})
    deployment, config_map, secret = bodies(ContainerizedWorkload([web], init_containers=[init]))
    assert config_map == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata("web-config"),
        "data": {"etc-app-a.conf": "x"},
    }
    assert secret == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": metadata("web-secret"),
        "stringData": {
            "etc-key.pem": StackSecret("key"),
            "init.TOKEN": StackSecret("token"),
            "web.TOKEN": Secret("t"),
        },
    }
    spec = deployment["spec"]["template"]["spec"]
    assert spec["volumes"] == [
        {"name": "config", "configMap": {"name": "web-config"}},
        {"name": "secret", "secret": {"secretName": "web-secret"}},
    ]
    assert spec["containers"][0]["volumeMounts"] == [
        {"name": "secret", "mountPath": "/etc/key.pem", "subPath": "etc-key.pem", "readOnly": True},
        {"name": "config", "mountPath": "/etc/app/a.conf", "subPath": "etc-app-a.conf", "readOnly": True},
    ]


def checksum(*files):
    template = bodies(ContainerizedWorkload([Container("web", image="w", config=files)]))[0]["spec"][
        "template"
    ]
    return template["metadata"].get("annotations", {}).get(CHECKSUM_ANNOTATION)


def test_the_checksum_changes_with_a_plain_file_and_its_path_so_that_pods_restart():
    first = checksum(ConfigFile("/a", "x"))
    assert first == checksum(ConfigFile("/a", "x"))
    assert len({first, checksum(ConfigFile("/a", "y")), checksum(ConfigFile("/b", "x")), None}) == 4


@pytest.mark.parametrize("content", [Secret("x"), StackSecret("x"), LATER])
def test_the_checksum_tells_nothing_of_what_is_secret_or_known_later(content):
    assert checksum(ConfigFile("/a", content)) is None
    assert checksum(ConfigFile("/a", "x"), ConfigFile("/b", content)) == checksum(ConfigFile("/a", "x"))


def test_a_text_of_a_value_known_later_is_made_when_it_is_known():
    mapped = text_of(LATER)
    assert isinstance(mapped, Mapped)
    assert mapped.function(True) == "true"  # noqa: FBT003 - the value once known


@pytest.mark.parametrize(
    "workload",
    [
        BatchWorkload([Container("job", image="j", ports=[Port(80, app_protocol="http")])]),
        ContainerizedWorkload(
            [Container("web", image="w", ports=[Port(80, app_protocol="http")])],
            init_containers=[Container("job", image="j", ports=[Port(80, app_protocol="http")])],
        ),
    ],
)
def test_what_a_port_speaks_is_refused_where_no_service_says_it(workload):
    (refusal,) = workload.refusals()
    assert refusal.why == "no Service offers port 80 of container `job`, so nobody reads its `app_protocol`"
