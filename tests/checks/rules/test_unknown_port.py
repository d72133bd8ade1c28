import pytest

from oamdsl import Container, HttpProbe, KubernetesWorkload, Port, Secret, TcpProbe
from oamdsl.checks.rules.unknown_port import unknown_port
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

HTTP = {"name": "web", "ports": [{"name": "http", "containerPort": 80}]}


def test_a_probe_of_no_port_is_reported_with_the_port_that_was_meant():
    plan = service(container(ports=[Port(80, name="http")], liveness=HttpProbe(port="htpp")))
    (finding,) = unknown_port(plan)
    assert finding.violation.message == (
        "`livenessProbe` of container `web` of Deployment/web of component `web`"
        " leads to port `htpp`, and the container has none of that name"
    )
    assert shown(finding)[0] == ('HttpProbe(port="htpp")', "port `htpp` is asked for here")
    assert (finding.violation.seen, finding.violation.allowed) == ("'htpp'", "http")
    assert finding.violation.notes == ("did you mean `http`?",)
    assert finding.violation.help == "use the name of a port that it has, or a number"


def test_a_probe_may_not_ask_for_the_port_of_another_container():
    plan = service(
        container(startup=TcpProbe(port="log")),
        Container("log", image="log:1", ports=[Port(81, name="log")]),
    )
    assert len(messages(unknown_port, plan)) == 1


@pytest.mark.parametrize(
    "probe",
    [HttpProbe(port="http"), HttpProbe(port=81), HttpProbe(port="81"), TcpProbe(port=Secret("a"))],
)
def test_a_known_name_a_number_and_an_unknown_value_are_fine(probe):
    web = container(ports=[Port(80, name="http")], liveness=probe)
    assert messages(unknown_port, service(web)) == []


@pytest.mark.parametrize("ports", [Secret([]), [{"name": Secret("a")}], [Secret({})]])
def test_a_port_that_may_have_the_name_is_enough(ports):
    probe = {"httpGet": {"port": "http"}}
    plan = deployment({"name": "web", "ports": ports, "livenessProbe": probe})
    assert messages(unknown_port, plan) == []


def with_service(target, *containers):
    ports = [{"port": 80, "targetPort": target}, {"port": 81}]
    body = deployment_body({"containers": list(containers)})
    return plan_of(KubernetesWorkload(body, objects=[service_body(ports=ports)]))


def test_a_service_to_no_port_is_reported():
    assert messages(unknown_port, with_service("web", HTTP)) == [
        "Service/web of component `web` leads to port `web`, and the pod has none of that name"
    ]


@pytest.mark.parametrize(
    ("target", "containers"),
    [
        ("http", [HTTP]),
        ("http", [{"name": "a"}, HTTP]),
        (80, [HTTP]),
        ("80", [HTTP]),
        (Secret("web"), [HTTP]),
        ("web", [{"name": "a", "ports": Secret([])}]),
        ("web", []),
    ],
)
def test_a_service_to_a_port_that_is_or_may_be_there_is_fine(target, containers):
    assert messages(unknown_port, with_service(target, *containers)) == []
