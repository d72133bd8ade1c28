import pytest

from oamdsl import Container, ContainerizedWorkload, KubernetesWorkload, Port, Secret
from oamdsl.checks.rules.port_clash import port_clash
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

WHERE = "stands twice in Deployment/web of component `web`"


def test_one_port_in_two_containers_is_reported_once_with_both_lines():
    plan = service(container(ports=[Port(80)]), Container("log", image="log:1", ports=[Port(80, name="log")]))
    (finding,) = port_clash(plan)
    assert finding.violation.message == f"container port 80/TCP {WHERE}"
    assert shown(finding)[:2] == [
        ('Port(80, name="log")', "container port 80/TCP"),
        ("Port(80)", "container port 80/TCP"),
    ]
    assert finding.violation.help == "give one of the two another number"


def test_one_port_twice_in_a_container_is_reported_with_both_lines():
    (finding,) = port_clash(service(container(ports=[Port(80), Port(80, name="b")])))
    assert [text for text, _ in shown(finding)[:2]] == ['Port(80, name="b")', "Port(80)"]


def test_one_name_for_two_ports_is_reported():
    (finding,) = port_clash(service(container(ports=[Port(80, name="a"), Port(81, name="a")])))
    assert finding.violation.message == f"port name `a` {WHERE}"
    assert finding.violation.help == "give one of the two another name"


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ({"containerPort": 1, "hostPort": 80}, {"containerPort": 2, "hostPort": 80}, "host port 80/TCP"),
        (
            {"containerPort": 1, "hostPort": 80, "hostIP": "10.0.0.1"},
            {"containerPort": 2, "hostPort": 80, "hostIP": "10.0.0.1"},
            "host port 10.0.0.1:80/TCP",
        ),
    ],
)
def test_ports_of_the_node_clash(first, second, message):
    plan = deployment({"name": "web", "ports": [first, second]})
    assert messages(port_clash, plan) == [f"{message} {WHERE}"]


@pytest.mark.parametrize(
    "ports",
    [
        [{"containerPort": 53}, {"containerPort": 53, "protocol": "UDP"}],
        [
            {"containerPort": 1, "hostPort": 80, "hostIP": "10.0.0.1"},
            {"containerPort": 2, "hostPort": 80, "hostIP": "10.0.0.2"},
        ],
        [{"containerPort": Secret(1)}, {"containerPort": Secret(1)}],
        [{"containerPort": 1, "name": Secret("a")}, {"containerPort": 2, "name": Secret("a")}],
        [{"containerPort": 1, "protocol": Secret("TCP")}, {"containerPort": 1}],
        [{"containerPort": 1, "hostPort": 8, "hostIP": Secret("a")}, {"containerPort": 2, "hostPort": 8}],
        [{"containerPort": 1}],
        [],
    ],
)
def test_ports_that_differ_or_may_differ_are_fine(ports):
    assert messages(port_clash, deployment({"name": "web", "ports": ports})) == []


def test_init_containers_run_before_the_others_unless_they_are_sidecars():
    ports = [{"containerPort": 80}]
    main, first = {"name": "web", "ports": ports}, {"name": "init", "ports": ports}
    assert messages(port_clash, deployment(main, initContainers=[first])) == []
    sidecar = {**first, "restartPolicy": "Always"}
    assert messages(port_clash, deployment(main, initContainers=[sidecar])) == [
        f"container port 80/TCP {WHERE}"
    ]


def test_the_ports_of_a_service_clash():
    ports = [{"port": 80, "name": "a"}, {"port": 80, "name": "b"}, {"port": 81, "name": "a"}]
    plan = plan_of(KubernetesWorkload(deployment_body({}), objects=[service_body(ports=ports)]))
    assert messages(port_clash, plan) == [
        "Service port 80/TCP stands twice in Service/web of component `web`",
        "port name `a` stands twice in Service/web of component `web`",
    ]


def test_different_ports_are_fine():
    plan = plan_of(ContainerizedWorkload([container(ports=[Port(80), Port(443)])]))
    assert messages(port_clash, plan) == []
