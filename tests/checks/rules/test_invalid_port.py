import pytest

from oamdsl import ContainerizedWorkload, GrpcProbe, HttpProbe, KubernetesWorkload, Port, Secret, TcpProbe
from oamdsl.checks.rules.invalid_port import invalid_port
from tests.checks.composing import (
    container,
    deployment,
    deployment_body,
    messages,
    plan_of,
    service,
    service_body,
    shown,
)

RANGE = "is no number from 1 to 65535"


def test_a_port_is_reported_once_with_its_service():
    (finding,) = invalid_port(service(container(ports=[Port(70000)])))
    assert finding.violation.message == (f"container port 70000 of Deployment/web of component `web` {RANGE}")
    assert shown(finding)[0] == ("Port(70000)", "it is set here")
    assert (finding.violation.seen, finding.violation.allowed) == ("70000", "1 to 65535")
    assert finding.violation.help == "use a number in that range"


@pytest.mark.parametrize(
    ("port", "message"),
    [
        ({"containerPort": "80"}, "container port '80'"),
        ({"containerPort": 0}, "container port 0"),
        ({"containerPort": True}, "container port True"),
        ({"containerPort": 80, "hostPort": -1}, "host port -1"),
        ({"containerPort": 80.5}, "container port 80.5"),
    ],
)
def test_the_ports_of_containers_are_tested(port, message):
    plan = deployment({"name": "web", "ports": [port]})
    assert messages(invalid_port, plan) == [f"{message} of Deployment/web of component `web` {RANGE}"]


def test_a_number_in_quotes_is_to_be_unquoted():
    (finding,) = invalid_port(deployment({"name": "web", "ports": [{"containerPort": "80"}]}))
    assert finding.violation.help == "write 80, without quotes"


@pytest.mark.parametrize(
    "port",
    [{"containerPort": 1}, {"containerPort": 65535, "hostPort": 0}, {"containerPort": Secret(0)}, {}],
)
def test_good_and_unknown_ports_are_fine(port):
    assert messages(invalid_port, deployment({"name": "web", "ports": [port]})) == []


@pytest.mark.parametrize(
    ("probe", "message"),
    [
        (HttpProbe(port=0), "port of `livenessProbe` 0"),
        (TcpProbe(port="80"), "port of `livenessProbe` '80'"),
        (GrpcProbe(port=99999), "port of `livenessProbe` 99999"),
    ],
)
def test_the_ports_of_probes_are_tested(probe, message):
    (finding,) = invalid_port(service(container(liveness=probe)))
    assert finding.violation.message.startswith(f"{message} of Deployment/web")


def test_the_ports_of_hooks_are_tested():
    hook = {"preStop": {"httpGet": {"port": 0}}}
    assert len(messages(invalid_port, deployment({"name": "web", "lifecycle": hook}))) == 1


def test_ports_that_are_named_are_left_to_another_rule():
    plan = service(container(ports=[Port(80, name="http")], readiness=HttpProbe(port="http")))
    assert messages(invalid_port, plan) == []


def test_the_ports_of_services_are_tested():
    ports = [{"port": 0, "nodePort": 70000, "targetPort": "80"}, {"port": 80, "targetPort": "http"}]
    services = [
        service_body(ports=ports),
        {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "spec": {"ports": ports}},
    ]
    plan = plan_of(KubernetesWorkload(deployment_body({}), objects=services))
    assert messages(invalid_port, plan) == [
        f"Service port 0 of Service/web of component `web` {RANGE}",
        f"node port 70000 of Service/web of component `web` {RANGE}",
        f"target port '80' of Service/web of component `web` {RANGE}",
    ]


def test_a_workload_without_ports_is_fine():
    assert messages(invalid_port, plan_of(ContainerizedWorkload([container()]))) == []
