"""What each technology makes of an Ingress beyond a host and a path."""

import json
import re

import pytest

from oamdsl import Create, Ingress, Port, Refuse, Route
from oamdsl.platforms import ack, aws, gateway_api, istio, kubernetes, traefik
from oamdsl.platforms.ingress_route import CERTIFICATE, rewriting
from oamdsl.platforms.ready_made import ready_made
from tests.platforms.implementing import rendered

HOST = "shop.example.com"
SECRET = "shop-certificate"  # noqa: S105 - the name of a Secret
WORKLOAD = rendered(ports=[Port(80), Port(8080)])
PARENT = {"name": "public", "namespace": "infra"}
ALB = "alb.ingress.kubernetes.io"
ROUTER = "traefik.ingress.kubernetes.io/router"


def made(implementation, **parameters):
    """The objects of an Ingress to port 80, by kind and name: ``{"Ingress/web": body}``."""
    trait = Ingress(**{"host": HOST, "port": 80} | parameters)
    assert not trait.faults
    found = list(implementation.effects(trait, WORKLOAD))
    assert not [one for one in found if isinstance(one, Refuse)]
    return {f"{one.kind}/{one.name}": one.body for one in found if isinstance(one, Create)}


def refused(implementation, **parameters):
    """What is refused of an Ingress to port 80: ``[(parameter, why, help)]``."""
    found = implementation.effects(Ingress(**{"host": HOST, "port": 80} | parameters), WORKLOAD)
    return [(one.parameter, one.why, one.help) for one in found if isinstance(one, Refuse)]


NGINX = kubernetes.ingress(ingress_class="nginx")
GATEWAY = gateway_api.http_route(gateway="public", namespace="infra")
LISTENERS = gateway_api.http_route(gateway="public", namespace="infra", http="plain", https="secure")
SETS = gateway_api.http_route(gateway="public", namespace="infra", listener_sets=True)
ISTIO = istio.virtual_service(gateway="infra/public")
EKS = aws.application_load_balancer(scheme="internal")
ACK = ack.application_load_balancer()
TRAEFIK = traefik.ingress()


class TestPaths:
    ROUTES = (Route("/"), Route("/api", port=8080), Route("/healthz", exact=True))

    def test_of_an_ingress_are_prefixes_or_exact(self):
        spec = made(NGINX, routes=self.ROUTES)["Ingress/web"]["spec"]
        paths = spec["rules"][0]["http"]["paths"]
        assert [
            (one["path"], one["pathType"], one["backend"]["service"]["port"]["number"]) for one in paths
        ] == [("/", "Prefix", 80), ("/api", "Prefix", 8080), ("/healthz", "Exact", 80)]

    def test_of_the_gateway_api_are_a_rule_each(self):
        rules = made(GATEWAY, routes=self.ROUTES)["HTTPRoute/web"]["spec"]["rules"]
        assert [(one["matches"], one["backendRefs"][0]["port"]) for one in rules] == [
            ([{"path": {"type": "PathPrefix", "value": "/"}}], 80),
            ([{"path": {"type": "PathPrefix", "value": "/api"}}], 8080),
            ([{"path": {"type": "Exact", "value": "/healthz"}}], 80),
        ]

    def test_of_istio_are_a_rule_each_the_narrowest_first_and_by_element(self):
        rules = made(ISTIO, routes=self.ROUTES)["VirtualService/web"]["spec"]["http"]
        assert [one["match"] for one in rules] == [
            [{"uri": {"exact": "/healthz"}}],
            [{"uri": {"exact": "/api"}}, {"uri": {"prefix": "/api/"}}],
            [{"uri": {"prefix": "/"}}],
        ]

    def test_lead_to_ports_that_there_are(self):
        assert refused(ISTIO, routes=[Route("/", port=1)])[0][0] == "port"


class TestTimeout:
    def test_is_kept_where_a_route_has_one(self):
        (rule,) = made(GATEWAY, timeout_seconds=30)["HTTPRoute/web"]["spec"]["rules"]
        assert rule["timeouts"] == {"request": "30s"}
        (rule,) = made(ISTIO, timeout_seconds=30)["VirtualService/web"]["spec"]["http"]
        assert rule["timeout"] == "30s"

    @pytest.mark.parametrize("implementation", [NGINX, EKS, ACK, TRAEFIK])
    def test_is_refused_elsewhere(self, implementation):
        assert [one[0] for one in refused(implementation, timeout_seconds=30)] == ["timeout_seconds"]


class TestRewrite:
    ROUTES = (Route("/api"), Route("/v2", exact=True))

    def test_of_the_gateway_api_replaces_the_prefix_or_the_whole_path(self):
        rules = made(GATEWAY, routes=self.ROUTES, rewrite="/x")["HTTPRoute/web"]["spec"]["rules"]
        assert [one["filters"] for one in rules] == [
            [{"type": "URLRewrite", "urlRewrite": {"path": path}}]
            for path in (
                {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/x"},
                {"type": "ReplaceFullPath", "replaceFullPath": "/x"},
            )
        ]

    @pytest.mark.parametrize(("rewrite", "itself", "below"), [("/", "/", "/"), ("/x", "/x", "/x/")])
    def test_of_istio_has_a_rule_for_the_path_and_one_for_those_below(self, rewrite, itself, below):
        rules = made(ISTIO, path="/api", rewrite=rewrite)["VirtualService/web"]["spec"]["http"]
        assert [(one["match"], one["rewrite"]) for one in rules] == [
            ([{"uri": {"exact": "/api"}}], {"uri": itself}),
            ([{"uri": {"prefix": "/api/"}}], {"uri": below}),
        ]

    def test_of_traefik_is_a_middleware(self):
        objects = made(TRAEFIK, path="/api", rewrite="/x")
        assert objects["Middleware/web-rewrite"] == {
            "spec": {"replacePathRegex": {"regex": "^(/api)(/.*)?$", "replacement": "/x$2"}}
        }
        annotations = objects["Ingress/web"]["metadata"]["annotations"]
        assert annotations[f"{ROUTER}.middlewares"] == "prod-web-rewrite@kubernetescrd"

    def test_of_aws_is_a_transform_of_the_service(self):
        annotations = made(EKS, path="/api", rewrite="/")["Ingress/web"]["metadata"]["annotations"]
        (transform,) = json.loads(annotations[f"{ALB}/transforms.web"])
        assert transform == {
            "type": "url-rewrite",
            "urlRewriteConfig": {"rewrites": [{"regex": "^(/api)/?(.*)$", "replace": "/$2"}]},
        }

    @pytest.mark.parametrize(
        ("paths", "rewrite", "requests"),
        [
            (["/api"], "/", {"/api": "/", "/api/": "/", "/api/a": "/a", "/apis": None}),
            (["/api"], "/x", {"/api": "/x", "/api/": "/x/", "/api/a/b": "/x/a/b"}),
            (["/"], "/x/", {"/": "/x/", "/a": "/x/a"}),
            (["/a.b", "/c"], "/x", {"/a.b/1": "/x/1", "/c/1": "/x/1", "/a-b": "/a-b"}),
        ],
    )
    def test_keeps_what_comes_after_the_path(self, paths, rewrite, requests):
        trait = Ingress(host=HOST, routes=[Route(path) for path in paths], rewrite=rewrite)
        regex, replacement = rewriting(trait)
        for path, seen in requests.items():
            if seen is not None:  # what is not routed is not rewritten
                assert re.sub(regex, replacement.replace("$", "\\"), path) == seen

    @pytest.mark.parametrize("implementation", [NGINX, ACK])
    def test_is_refused_elsewhere(self, implementation):
        assert [one[0] for one in refused(implementation, rewrite="/x")] == ["rewrite"]


class TestCertificate:
    def test_of_an_ingress_is_the_secrets(self):
        for implementation in (NGINX, TRAEFIK, ACK):
            spec = made(implementation, tls_secret=SECRET)["Ingress/web"]["spec"]
            assert spec["tls"] == [{"hosts": [HOST], "secretName": SECRET}]

    def test_of_the_gateway_api_is_refused_until_somebody_says_who_has_one(self):
        ((parameter, why, help_),) = refused(GATEWAY, tls_secret=SECRET)
        assert parameter == "tls_secret"
        assert why == "a route has no certificate, and nobody says which listener of Gateway `public` has"
        assert "`https` or `listener_sets`" in help_

    def test_of_a_listener_takes_the_place_of_the_secrets_in_plain_sight(self):
        route = made(LISTENERS, tls_secret=SECRET)["HTTPRoute/web"]
        assert route["spec"]["parentRefs"] == [{**PARENT, "sectionName": "secure"}]
        assert route["metadata"]["annotations"] == {
            CERTIFICATE: "that of listener secure of Gateway public, in place of Secret shop-certificate"
        }

    def test_is_brought_by_a_listener_set(self):
        objects = made(SETS, tls_secret=SECRET)
        assert objects["ListenerSet/web"] == {
            "spec": {
                "parentRef": PARENT,
                "listeners": [
                    {
                        "name": "https",
                        "hostname": HOST,
                        "port": 443,
                        "protocol": "HTTPS",
                        "tls": {
                            "mode": "Terminate",
                            "certificateRefs": [{"kind": "Secret", "name": SECRET}],
                        },
                    }
                ],
            }
        }
        assert objects["HTTPRoute/web"]["spec"]["parentRefs"] == [
            {"group": "gateway.networking.k8s.io", "kind": "ListenerSet", "name": "web"}
        ]
        assert "metadata" not in objects["HTTPRoute/web"]

    def test_of_istios_gateway_takes_the_place_of_the_secrets_in_plain_sight(self):
        assert [one[0] for one in refused(ISTIO, tls_secret=SECRET)] == ["tls_secret"]
        encrypted = istio.virtual_service(gateway="infra/public", https=True)
        annotations = made(encrypted, tls_secret=SECRET)["VirtualService/web"]["metadata"]["annotations"]
        assert annotations == {
            CERTIFICATE: "that of Gateway infra/public, in place of Secret shop-certificate"
        }

    def test_of_aws_is_looked_for_by_the_host_and_takes_the_place_of_the_secrets(self):
        annotations = made(EKS, tls_secret=SECRET)["Ingress/web"]["metadata"]["annotations"]
        assert annotations[f"{ALB}/listen-ports"] == '[{"HTTP": 80}, {"HTTPS": 443}]'
        assert annotations[f"{ALB}/ssl-redirect"] == "443"
        assert annotations[CERTIFICATE] == (
            "that of AWS Certificate Manager, in place of Secret shop-certificate"
        )

    def test_of_aws_may_be_one_for_all_routes(self):
        given = aws.application_load_balancer(scheme="internal", certificate="arn:aws:acm:x", group="shop")
        annotations = made(given)["Ingress/web"]["metadata"]["annotations"]
        assert annotations[f"{ALB}/certificate-arn"] == "arn:aws:acm:x"
        assert annotations[f"{ALB}/group.name"] == "shop"
        assert f"{ALB}/ssl-redirect" in annotations
        assert CERTIFICATE not in annotations

    def test_of_aws_is_none_where_nobody_wants_one(self):
        assert f"{ALB}/listen-ports" not in made(EKS)["Ingress/web"]["metadata"]["annotations"]


class TestRedirect:
    def test_by_the_gateway_api_is_a_route_of_the_plain_listener(self):
        objects = made(LISTENERS, path="/api", redirect_https=True)
        match = {"path": {"type": "PathPrefix", "value": "/api"}}
        assert objects["HTTPRoute/web"]["spec"]["parentRefs"] == [{**PARENT, "sectionName": "secure"}]
        assert objects["HTTPRoute/web-redirect"] == {
            "spec": {
                "parentRefs": [{**PARENT, "sectionName": "plain"}],
                "hostnames": [HOST],
                "rules": [
                    {
                        "matches": [match],
                        "filters": [
                            {
                                "type": "RequestRedirect",
                                "requestRedirect": {"scheme": "https", "statusCode": 301},
                            }
                        ],
                    }
                ],
            }
        }

    def test_by_the_gateway_api_needs_both_listeners(self):
        assert [one[0] for one in refused(GATEWAY, redirect_https=True)] == ["redirect_https"] * 2
        assert [one[0] for one in refused(SETS, tls_secret=SECRET, redirect_https=True)] == ["redirect_https"]

    @pytest.mark.parametrize(
        ("without", "redirecting", "more"),
        [
            (NGINX, kubernetes.ingress(ingress_class="nginx", redirects_https=True), {"tls_secret": SECRET}),
            (TRAEFIK, traefik.ingress(redirects_https=True), {}),
            (ISTIO, istio.virtual_service(gateway="infra/public", redirects_https=True), {}),
        ],
    )
    def test_is_the_controllers_where_somebody_says_that_it_does(self, without, redirecting, more):
        assert made(redirecting, redirect_https=True, **more) == made(redirecting, **more)
        assert "redirect_https" in [one[0] for one in refused(without, redirect_https=True, **more)]

    def test_needs_a_certificate_where_the_controller_redirects_for_those_that_have_one(self):
        redirecting = kubernetes.ingress(ingress_class="nginx", redirects_https=True)
        assert refused(redirecting, redirect_https=True) == [
            ("redirect_https", "there is no encrypted address without a certificate", "add `tls_secret`")
        ]

    def test_by_clouds_is_with_a_certificate_that_is_looked_for(self):
        assert made(EKS, redirect_https=True)["Ingress/web"]["metadata"]["annotations"][f"{ALB}/ssl-redirect"]
        by_ack = made(ACK, redirect_https=True)["Ingress/web"]
        assert by_ack["spec"]["tls"] == [{"hosts": [HOST]}]
        assert by_ack["metadata"]["annotations"][f"{ALB}/ssl-redirect"] == "true"


class TestAnnotations:
    @pytest.mark.parametrize(
        ("implementation", "name"),
        [(NGINX, "Ingress/web"), (GATEWAY, "HTTPRoute/web"), (ISTIO, "VirtualService/web")],
    )
    def test_tell_the_controller_what_no_parameter_says(self, implementation, name):
        annotations = made(implementation, annotations={"a.b/c": "d"})[name]["metadata"]["annotations"]
        assert annotations["a.b/c"] == "d"

    def test_may_not_be_those_that_the_platform_decides(self):
        assert refused(EKS, annotations={f"{ALB}/scheme": "internet-facing"}) == [
            ("annotations", f"the platform decides `{ALB}/scheme` itself", "leave it out")
        ]


def test_paths_are_said_once():
    twice = Ingress(host=HOST, path="/a", routes=[Route("/b"), Route("/b"), Route("/b", exact=True)])
    assert [(one.parameter, one.why, one.help) for one in twice.refusals()] == [
        ("path", "`routes` says which paths", 'write it there: `Route("/a")`'),
        ("routes", "`/b` is routed twice", "keep one of the two"),
    ]
    assert not list(Ingress(host=HOST, routes=[Route("/b")]).refusals())


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"host": "10.0.0.1"}, "is an address; it must be a name"),
        ({"path": "a"}, 'is not absolute; it must start with "/"'),
        ({"path": "/a//b"}, 'has "//"; it must be written without'),
        ({"path": "/a/../b"}, 'has "/../"; it must be written without'),
        ({"path": "/a/.."}, 'ends with "/.."; it must be written without'),
        ({"path": "/a%2Fb"}, 'has "%2F"; it must be written without'),
        ({"path": "/a b"}, 'has " "; it must be the path of a URL'),
        ({"path": "/a%zz"}, 'has "%"; it must be the path of a URL'),
        ({"port": 70000}, "is greater than 65535"),
        ({"timeout_seconds": 0}, "is less than 1"),
    ],
)
def test_a_host_is_a_name_and_a_path_is_one_that_all_controllers_take(parameters, fault):
    (found,) = Ingress(**{"host": HOST} | parameters).faults
    assert found.reason == fault


@pytest.mark.parametrize("platform", list(ready_made()), ids=lambda platform: platform.name)
def test_a_route_with_tls_is_the_same_on_every_ready_made_platform(platform):
    trait = Ingress(host=HOST, port=80, tls_secret=SECRET, redirect_https=True)
    found = list(platform.implementation_of(Ingress).effects(trait, WORKLOAD))
    assert not [one for one in found if isinstance(one, Refuse)]
