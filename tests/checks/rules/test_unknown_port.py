import pytest

from oamdsl import Container, HttpProbe, KubernetesWorkload, Metrics, Port, Secret, Sidecar, TcpProbe
from oamdsl.checks.rules.unknown_port import unknown_port
from tests.checks.composing import (
    container,
    deployment,
    deployment_body,
    messages,
    plan_of,
    plan_with,
    service,
    service_body,
    shown,
)
from tests.rule_examples import Web

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


def monitor(kind, **spec):
    return {"apiVersion": "monitoring.coreos.com/v1", "kind": kind, "spec": spec}


EXPORTER = Container("exporter", image="e:1", ports=[Port(9113, name="metrics")])


@pytest.mark.parametrize(
    "traits",
    [
        [Sidecar(EXPORTER), Metrics(port="metrics")],
        [Sidecar(EXPORTER), Metrics(port=9113)],
        [Sidecar(EXPORTER, before_others=True), Metrics(port=9113)],
        [Metrics(port=9113, container="web")],
        [Metrics(port="port-80")],
    ],
)
def test_a_monitor_finds_the_ports_of_containers_that_traits_add(traits):
    plan = plan_with(Web("web", traits=traits))
    assert messages(unknown_port, plan) == []
    assert not plan.components[0].folded.contests


@pytest.mark.parametrize(
    ("port", "problem", "help_"),
    [
        (
            "metrcs",
            "leads to port `metrcs`, and the pod has none of that name",
            "use the name of a port that it has, or a number",
        ),
        (
            9113,
            "leads to port `9113`, and the pod has none of that number",
            "have the container that listens there declare it, or name that as `container` of `Metrics`",
        ),
    ],
)
def test_a_monitor_of_no_port_is_reported_where_the_trait_is_bound(port, problem, help_):
    (finding,) = unknown_port(plan_with(Web("web", traits=[Metrics(port=port)])))
    assert finding.violation.message == f"PodMonitor/web of component `web` {problem}"
    assert shown(finding)[0] == ("Metrics(port=port)", f"port `{port}` is asked for here")
    assert finding.violation.help == help_


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("http", []),
        (Secret("http"), []),
        (
            "htpp",
            [
                "ServiceMonitor/web of component `web` leads to port `htpp`,"
                " and the Service has none of that name"
            ],
        ),
    ],
)
def test_a_raw_monitor_of_a_service_is_looked_at_too(name, expected):
    service = service_body(ports=[{"port": 80, "name": "http"}])
    endpoints = monitor("ServiceMonitor", endpoints=[{"port": name}, {"targetPort": 80}])
    raw = KubernetesWorkload(deployment_body({"containers": [HTTP]}), objects=[service, endpoints])
    assert messages(unknown_port, plan_of(raw)) == expected
