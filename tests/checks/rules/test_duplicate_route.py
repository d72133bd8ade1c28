import pytest

from oamdsl import (
    Api,
    Application,
    Component,
    Environment,
    Ingress,
    KubernetesWorkload,
    Share,
    TrafficSplit,
    component,
    parameter,
)
from oamdsl.checks.rules.duplicate_route import duplicate_route
from oamdsl.compose.compose import compose
from oamdsl.platforms import istio
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import Web

HOST = "shop.example.com"
ISTIO = KUBERNETES.offering(
    istio.traffic_split, apis=[Api("networking.istio.io/v1", "VirtualService")], features=["mesh"]
)


@component
class Raw(Component):
    """An object as Kubernetes has it."""

    body: dict = parameter()

    def workload(self):
        return KubernetesWorkload(self.body)


def http_route(name, **parent):
    spec = {"parentRefs": [{"name": "public", **parent}], "hostnames": [HOST], "rules": [{}]}
    return Raw(name, body={"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "spec": spec})


def virtual_service(name):
    spec = {"hosts": ["web"], "http": [{"route": [{"destination": {"host": "web"}}]}]}
    return Raw(name, body={"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "spec": spec})


def test_two_components_that_route_the_same_requests_are_reported_with_both_lines():
    web = Web("web", traits=[Ingress(host=HOST)])
    checkout = Web("checkout", traits=[Ingress(host=HOST, path="/")])
    (finding,) = duplicate_route(plan_with(web, checkout))
    assert told(finding) == {
        "message": (
            "Ingress/checkout of component `checkout` routes `shop.example.com/` at IngressClass nginx,"
            " and so does Ingress/web of component `web`"
        ),
        "subject": ("shop", "checkout", "Ingress/checkout"),
        "seen": "shop.example.com/",
        "places": [
            ('Ingress(host=HOST, path="/")', "`shop.example.com/` is routed here"),
            (
                'Web("checkout", traits=[Ingress(host=HOST, path="/")])',
                "component `checkout` is built here",
            ),
            ("Ingress(host=HOST)", "`shop.example.com/` is routed here"),
            ('Web("web", traits=[Ingress(host=HOST)])', "component `web` is built here"),
        ],
        "help": "give one of the two another host or another path",
    }


def test_two_applications_are_compared_too():
    applications = [Application(name, [Web(f"{name}-web", traits=[Ingress(host=HOST)])]) for name in "ab"]
    plan = compose(Environment("prod", platform=KUBERNETES), applications)
    assert len(messages(duplicate_route, plan)) == 1


def test_a_mesh_takes_one_object_for_each_host():
    web = Web("web", traits=[TrafficSplit(shares=[Share("web", weight=1)])])
    (finding,) = duplicate_route(plan_with(web, virtual_service("mine"), platform=ISTIO))
    assert finding.violation.message == (
        "VirtualService/mine of component `mine` routes `web/` at the mesh,"
        " and so does VirtualService/web-mesh of component `web`"
    )
    assert finding.violation.help == "keep one of the two: a mesh takes what one object says of a host"


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ({}, {}, 1),
        ({}, {"sectionName": "https"}, 1),
        ({"sectionName": "https"}, {"sectionName": "https"}, 1),
        ({"sectionName": "http"}, {"sectionName": "https"}, 0),
        ({}, {"namespace": "elsewhere"}, 0),
    ],
)
def test_listeners_of_one_gateway_take_requests_of_their_own(one, other, number):
    plan = plan_with(http_route("a", **one), http_route("b", **other))
    assert len(messages(duplicate_route, plan)) == number


def test_another_path_and_one_object_that_says_it_twice_are_fine():
    twice = {"host": HOST, "http": {"paths": [{"path": "/x", "pathType": "Exact"}] * 2}}
    body = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": {"rules": [twice]}}
    web = Web("web", traits=[Ingress(host=HOST)])
    assert messages(duplicate_route, plan_with(web, Raw("raw", body=body))) == []
