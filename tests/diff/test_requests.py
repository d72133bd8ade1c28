"""What a change does to requests from outside."""

import pytest

from tests.diff.states import component, consequences, deployment


def ingress(*hosts, name="web", of="nginx", tls=()):
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": name},
        "spec": {
            "ingressClassName": of,
            "rules": [{"host": host, "http": {"paths": [{"path": "/"}]}} for host in hosts],
            "tls": [{"hosts": [host], "secretName": secret} for host, secret in tls],
        },
    }


def of(before, after):
    one, other = component(deployment(), before), component(deployment(), *filter(None, [after]))
    return [] if one == other else consequences(one, other)


def test_a_route_that_goes_is_an_outage():
    gone = ("outage", "Ingress/web", "a.example/ is no longer routed")
    assert of(ingress("a.example"), None) == [gone]
    assert of(ingress("a.example"), ingress("b.example")) == [gone]


def test_a_route_that_stays_is_none_whichever_object_has_it():
    assert of(ingress("a.example"), ingress("a.example", name="other")) == []


def test_what_takes_requests_may_change_and_so_their_address():
    assert of(ingress("a.example"), ingress("a.example", of="traefik")) == [
        (
            "outage",
            "Ingress/web",
            "a.example/ is taken by IngressClass traefik, not by IngressClass nginx: "
            "its address may be another",
        )
    ]


@pytest.mark.parametrize(
    ("tls", "expected"),
    [
        ((("a.example", "a-tls"),), []),
        ((), [("outage", "Ingress/web", "a.example has no certificate from here any more")]),
        (
            (("a.example", "b-tls"),),
            [("changes", "Ingress/web", "the certificate of a.example is from b-tls, not from a-tls")],
        ),
    ],
)
def test_a_certificate_that_goes_or_changes_is_told(tls, expected):
    assert of(ingress("a.example", tls=[("a.example", "a-tls")]), ingress("a.example", tls=tls)) == expected


def test_the_certificate_of_a_host_that_is_not_routed_does_not_count():
    before = ingress("a.example", tls=[("a.example", "a-tls"), ("b.example", "b-tls")])
    assert of(before, ingress("a.example", tls=[("a.example", "a-tls")])) == []


def test_requests_inside_the_mesh_are_none_from_outside():
    service = {
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "metadata": {"name": "web", "namespace": "prod"},
        "spec": {"hosts": ["web"], "http": [{"route": []}]},
    }
    assert of(service, None) == []


def test_odd_settings_of_tls_are_let_go():
    odd = ingress("a.example")
    odd["spec"]["tls"] = [{"hosts": "a.example"}, {"hosts": ["a.example"]}]
    gone = ("outage", "Ingress/web", "a.example has no certificate from here any more")
    assert of(odd, ingress("a.example")) == [gone]
