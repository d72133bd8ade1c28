import pytest

from oamdsl import Secret
from oamdsl.kubernetes.route import Backend, backends, routes

OPAQUE = Secret("shop.example.com")


def body(kind, spec, **metadata):
    return {"kind": kind, "metadata": {"name": "web", "namespace": "prod", **metadata}, "spec": spec}


def ingress(*paths, host="a.example", annotations=None, **spec):
    rules = [{"host": host, "http": {"paths": list(paths)}}]
    return body("Ingress", {"rules": rules, **spec}, annotations=annotations or {})


def http_route(*rules, **spec):
    return body("HTTPRoute", {"parentRefs": [{"name": "public"}], "rules": list(rules), **spec})


def virtual_service(*http, hosts=("a.example",), **spec):
    return body("VirtualService", {"hosts": list(hosts), "http": list(http), **spec})


def said(route):
    return [(one.gateway, one.listener, one.text) for one in routes(route)]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (
            ingress({"path": "/x"}, {}),
            [("the default IngressClass", "", f"a.example/{p}") for p in ("x", "")],
        ),
        (ingress({}, ingressClassName="nginx"), [("IngressClass nginx", "", "a.example/")]),
        (
            ingress({}, annotations={"kubernetes.io/ingress.class": "alb"}),
            [("IngressClass alb", "", "a.example/")],
        ),
        (ingress({}, annotations={"nginx.ingress.kubernetes.io/canary": "true"}), []),
        (ingress({}, ingressClassName=OPAQUE), []),
        (ingress({}, host=OPAQUE), []),
        (ingress({"path": OPAQUE}), []),
        (http_route({}), [("Gateway prod/public", "", "*/")]),
        (
            http_route(
                {"matches": [{"path": {"value": "/x"}}, {"headers": [{"name": "a"}]}]},
                hostnames=["a.example"],
                parentRefs=[{"name": "public", "namespace": "infra", "sectionName": "https"}],
            ),
            [("Gateway infra/public", "https", f"a.example/{path}") for path in ("x", "")],
        ),
        (http_route({}, parentRefs=[]), [("no Gateway", "", "*/")]),
        (http_route({}, parentRefs=[{"name": OPAQUE}]), []),
        (
            http_route({}, parentRefs=[{"kind": "Service", "name": "web", "port": 80}]),
            [("Service prod/web", "80", "*/")],
        ),
        (
            virtual_service({"match": [{"uri": {"prefix": "/x"}}]}, gateways=["public", "infra/public"]),
            [(f"Gateway {name}/public", "", "a.example/x") for name in ("prod", "infra")],
        ),
        (virtual_service({}), [("the mesh", "", "a.example/")]),
        (virtual_service({}, gateways=3), [("the mesh", "", "a.example/")]),
        (body("ConfigMap", {"rules": [{"host": "a"}]}), []),
        (body("VirtualService", {"http": [{}]}), []),
    ],
)
def test_a_route_is_what_takes_the_requests_a_host_and_a_path(route, expected):
    assert said(route) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ingress({"pathType": "Prefix", "path": "/x"}), ingress({"pathType": "Prefix", "path": "/x/"}), True),
        (ingress({"pathType": "Exact", "path": "/x"}), ingress({"pathType": "Exact", "path": "/x/"}), False),
        (ingress({"pathType": "Exact"}), ingress({"pathType": "Prefix"}), False),
        (http_route({}), http_route({"matches": [{"path": {"type": "PathPrefix", "value": "/"}}]}), True),
        (http_route({}), http_route({"matches": [{"path": {"value": "/"}}]}), True),
        (
            http_route({"matches": [{"path": {"type": OPAQUE, "value": "/"}}]}),
            http_route({"matches": [{"path": {"type": Secret("Exact"), "value": "/"}}]}),
            False,
        ),
        (http_route({}), http_route({"matches": [{"method": "GET"}]}), False),
        (
            http_route({"matches": [{"headers": [{"name": "a", "value": OPAQUE}]}]}),
            http_route({"matches": [{"headers": [{"name": "a", "value": Secret("other")}]}]}),
            False,
        ),
        (
            virtual_service({}, gateways=["x"]),
            virtual_service({"match": [{"uri": {"prefix": "/"}}]}, gateways=["x"]),
            True,
        ),
        (virtual_service({}, hosts=["web"]), virtual_service({}, hosts=["web.prod.svc.cluster.local"]), True),
        (virtual_service({}, hosts=["web"]), virtual_service({}, hosts=["web.dev"]), False),
        (
            virtual_service({}, hosts=["web"]),
            virtual_service({"match": [{"uri": {"exact": "/x"}}]}, hosts=["web"]),
            True,
        ),
    ],
)
def test_requests_are_the_same_however_they_are_written(one, other, same):
    ((first,), (second,)) = routes(one), routes(other)
    assert (first.requests == second.requests) is same


def behind_ingress(**service):
    return {"backend": {"service": service}}


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (
            ingress(
                behind_ingress(name="a", port={"number": 80}),
                behind_ingress(name="b", port={"name": "http"}),
                {"backend": {"resource": {"kind": "Bucket", "name": "c"}}},
                defaultBackend={"service": {"name": "d"}},
            ),
            [
                Backend("d", "prod", None, in_mesh=False),
                Backend("a", "prod", 80, in_mesh=False),
                Backend("b", "prod", "http", in_mesh=False),
            ],
        ),
        (
            http_route(
                {
                    "backendRefs": [{"name": "a", "port": 80}, {"name": "b", "namespace": "x", "port": 81}],
                    "filters": [{"requestMirror": {"backendRef": {"name": "c", "port": 82}}}, {"type": "X"}],
                },
                {"backendRefs": [{"name": "pool", "group": "x.io", "kind": "Pool"}]},
            ),
            [
                Backend("a", "prod", 80, in_mesh=False),
                Backend("b", "x", 81, in_mesh=False),
                Backend("c", "prod", 82, in_mesh=False),
            ],
        ),
        (
            http_route({"backendRefs": [{"name": "a"}]}, parentRefs=[{"kind": "Service", "name": "web"}]),
            [Backend("a", "prod", None, in_mesh=True)],
        ),
        (
            virtual_service(
                {
                    "route": [
                        {"destination": {"host": "a", "port": {"number": 80}}},
                        {"destination": {"host": "b.dev.svc.cluster.local"}},
                        {"destination": {"host": "api.example.com"}},
                        {},
                    ],
                    "mirror": {"host": "c"},
                    "mirrors": [{"destination": {"host": "d"}}],
                }
            ),
            [
                Backend("a", "prod", 80, in_mesh=True),
                Backend("b", "dev", None, in_mesh=True),
                Backend("d", "prod", None, in_mesh=True),
                Backend("c", "prod", None, in_mesh=True),
            ],
        ),
        (
            virtual_service({"route": [{"destination": {"host": "a"}}]}, gateways=["x"]),
            [Backend("a", "prod", None, in_mesh=False)],
        ),
        (body("ConfigMap", {}), []),
    ],
)
def test_a_backend_is_a_port_of_a_service(route, expected):
    assert list(backends(route)) == expected
