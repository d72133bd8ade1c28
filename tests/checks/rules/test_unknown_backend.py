import pytest

from oamdsl import (
    Component,
    Container,
    ContainerizedWorkload,
    KubernetesWorkload,
    Port,
    Share,
    TrafficSplit,
    component,
    parameter,
)
from oamdsl.checks.rules.unknown_backend import unknown_backend
from tests.checks.composing import deployment_body, messages, plan_with, service_body, told
from tests.rule_examples import Web


@component
class Other(Component):
    """A component with other ports."""

    ports: list = parameter(default=[])

    def workload(self):
        return ContainerizedWorkload([Container("web", image="w:1", ports=self.ports)])


@component
class Raw(Component):
    """Objects as Kubernetes has them."""

    objects: list = parameter()

    def workload(self):
        first, *others = self.objects
        return KubernetesWorkload(first, objects=others)


def split(*names):
    return Web("web", traits=[TrafficSplit(shares=[Share(name, weight=1) for name in names])])


def test_a_share_of_a_component_without_a_service_is_reported():
    web = split("web", "mailer")
    (finding,) = unknown_backend(plan_with(web, Other("mailer")))
    assert told(finding) == {
        "message": (
            "HTTPRoute/web-mesh of component `web` leads to Service `mailer`, and component `mailer` has none"
        ),
        "subject": ("shop", "web", "HTTPRoute/web-mesh"),
        "seen": "mailer",
        "places": [
            (
                "TrafficSplit(shares=[Share(name, weight=1) for name in names])",
                "HTTPRoute/web-mesh is made here",
            ),
            (
                'Web("web", traits=[TrafficSplit(shares=[Share(name, weight=1) for name in names])])',
                "component `web` is built here",
            ),
            ('Other("mailer")', "component `mailer` is built here"),
        ],
        "help": "give `mailer` a port, or lead to another component",
    }


def test_a_service_of_another_name_is_named():
    pod = {"containers": [{"name": "web", "image": "w:1"}]}
    service = {**service_body(ports=[{"port": 80}]), "metadata": {"name": "svc"}}
    raw = Raw("raw", objects=[deployment_body(pod), service])
    assert messages(unknown_backend, plan_with(split("web", "raw"), raw)) == [
        "HTTPRoute/web-mesh of component `web` leads to Service `raw`, and component `raw` has only `svc`"
    ]


@pytest.mark.parametrize(
    ("ports", "problem", "place"),
    [
        ([Port(5432), Port(81)], "leads to port 80 of Service/other, which has only 5432, 81", "other"),
        (
            [Port(80, name="tcp-web")],
            "leads to port 80 of Service/other,"
            " which is called `tcp-web`, by which a mesh takes it for `tcp`",
            "port",
        ),
        (
            [Port(80, protocol="UDP")],
            "leads to port 80 of Service/other, which is one of UDP",
            "port",
        ),
    ],
)
def test_a_port_that_is_not_there_or_takes_no_http_is_reported_with_its_line(ports, problem, place):
    plan = plan_with(split("other"), Other("other", ports=ports))
    (finding,) = unknown_backend(plan)
    assert finding.violation.message == f"HTTPRoute/web-mesh of component `web` {problem}"
    labels = [one.label for one in finding.violation.places]
    assert labels[-1] == (
        "the port is declared here" if place == "port" else "component `other` is built here"
    )


def ingress(**service):
    paths = [{"path": "/", "pathType": "Prefix", "backend": {"service": service}}]
    spec = {"rules": [{"host": "a.example", "http": {"paths": paths}}]}
    return Raw("raw", objects=[{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": spec}])


@pytest.mark.parametrize(
    ("service", "found"),
    [
        ({"name": "other", "port": {"name": "http"}}, []),
        ({"name": "other", "port": {"number": 53}}, []),
        ({"name": "other"}, []),
        ({"name": "elsewhere", "port": {"number": 1}}, []),
        (
            {"name": "other", "port": {"name": "htpp"}},
            ["Ingress/raw of component `raw` leads to port htpp of Service/other, which has only 80, 53, 53"],
        ),
    ],
)
def test_a_raw_route_is_looked_at_as_far_as_the_program_has_its_service(service, found):
    ports = [Port(80, name="http"), Port(53, protocol="UDP"), Port(53)]
    assert messages(unknown_backend, plan_with(ingress(**service), Other("other", ports=ports))) == found


def test_a_service_without_ports_is_told_so():
    other = Raw("other", objects=[service_body(selector={"app": "web"})])
    (finding,) = unknown_backend(plan_with(ingress(name="other", port={"number": 80}), other))
    assert finding.violation.help == "give `other` a port"
    assert messages(unknown_backend, plan_with(ingress(name="other"), other)) == [
        "Ingress/raw of component `raw` leads to Service/other, which has no port"
    ]
