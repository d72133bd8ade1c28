"""CanaryRelease by Argo Rollouts: Services, routes and checks."""

import pytest

from oamdsl import (
    Container,
    ContainerizedWorkload,
    Ingress,
    Metrics,
    Port,
    Share,
    TrafficMirror,
    TrafficSplit,
)
from oamdsl.platforms import argo_rollouts
from tests.platforms.implementing import effects, rendered
from tests.platforms.releasing import CHECKED, PROMETHEUS, objects, raw, refused, released

INGRESS = Ingress(host="shop.example.com")
WAYS = [
    ("argo_rollouts.rollout_by_gateway_api", "gateway_api", "gateway_api.http_route", "HTTPRoute"),
    ("argo_rollouts.rollout_by_istio", "istio", "istio.virtual_service", "VirtualService"),
]


def test_without_a_route_the_load_follows_the_pods():
    made = objects(released("argo_rollouts.rollout"))
    assert set(made) == {"Rollout/web", "Service/web"}
    pause = {"pause": {"duration": "60s"}}
    assert made["Rollout/web"]["strategy"] == {
        "canary": {"steps": [{"setWeight": 20}, pause, {"setWeight": 50}, pause]}
    }


def test_an_http_route_of_ingress_is_split():
    made = objects(
        released("argo_rollouts.rollout_by_gateway_api", "gateway_api.http_route", traits=(INGRESS,))
    )
    assert set(made) == {"Rollout/web", "Service/web", "Service/web-canary", "HTTPRoute/web"}
    assert made["HTTPRoute/web"]["rules"][0]["backendRefs"] == [
        {"name": "web", "port": 80, "weight": 100},
        {"name": "web-canary", "port": 80, "weight": 0},
    ]
    canary = made["Rollout/web"]["strategy"]["canary"]
    route = {"httpRoute": "web", "namespace": "prod"}
    assert canary["trafficRouting"] == {"plugins": {"argoproj-labs/gatewayAPI": route}}
    assert (canary["stableService"], canary["canaryService"]) == ("web", "web-canary")


def test_a_virtual_service_of_ingress_is_split():
    made = objects(released("argo_rollouts.rollout_by_istio", "istio.virtual_service", traits=(INGRESS,)))
    assert set(made) == {"Rollout/web", "Service/web", "Service/web-canary", "VirtualService/web"}
    port = {"number": 80}
    assert made["VirtualService/web"]["http"][0]["route"] == [
        {"destination": {"host": "web", "port": port}, "weight": 100},
        {"destination": {"host": "web-canary", "port": port}, "weight": 0},
    ]
    canary = made["Rollout/web"]["strategy"]["canary"]
    assert canary["trafficRouting"] == {"istio": {"virtualService": {"name": "web"}}}


def test_a_service_that_is_called_inside_the_mesh_alone_has_a_route_of_its_own():
    composed = released("argo_rollouts.rollout_by_istio")
    made = objects(composed)
    assert made["VirtualService/web-mesh"] == {
        "hosts": ["web"],
        "gateways": ["mesh"],
        "http": [
            {
                "route": [
                    {"destination": {"host": "web"}, "weight": 100},
                    {"destination": {"host": "web-canary"}, "weight": 0},
                ]
            }
        ],
    }
    canary = made["Rollout/web"]["strategy"]["canary"]
    assert canary["trafficRouting"] == {"istio": {"virtualService": {"name": "web-mesh"}}}
    assert [what for what, _ in composed.requirements] == ["mesh"]
    composed = released("argo_rollouts.rollout_by_gateway_api")
    assert objects(composed)["HTTPRoute/web-mesh"] == {
        "parentRefs": [{"group": "", "kind": "Service", "name": "web", "port": 80}],
        "rules": [
            {
                "backendRefs": [
                    {"name": "web", "port": 80, "weight": 100},
                    {"name": "web-canary", "port": 80, "weight": 0},
                ]
            }
        ],
    }
    assert [what for what, _ in composed.requirements] == ["mesh"]


@pytest.mark.parametrize(("canary", "_technology", "ingress", "kind"), WAYS)
def test_the_weights_are_left_to_the_controller(canary, _technology, ingress, kind):
    field = {"HTTPRoute": "spec.rules", "VirtualService": "spec.http"}[kind]
    for composed in (released(canary), released(canary, ingress, traits=(INGRESS,))):
        (route,) = (one for one in composed.objects if one.ref.api.kind == kind)
        assert [str(claim.field.path) for claim in composed.delegated(route.ref)] == [field]


def test_inside_the_mesh_a_route_of_the_gateway_api_is_for_one_port():
    two = ContainerizedWorkload([Container("web", image="w", ports=[Port(80), Port(81)])])
    assert refused(released("argo_rollouts.rollout_by_gateway_api", workload=two)) == [
        (
            "inside the mesh, a route of the Gateway API shifts the traffic of one port, and `web` has 2",
            "bind `Ingress`, whose traffic is shifted then, or give the component one port",
        )
    ]
    objects(
        released(
            "argo_rollouts.rollout_by_gateway_api",
            "gateway_api.http_route",
            traits=(Ingress(host="shop.example.com", port=80),),
            workload=two,
        )
    )
    objects(released("argo_rollouts.rollout_by_istio", workload=two))


@pytest.mark.parametrize("with_ingress", [True, False])
@pytest.mark.parametrize(
    "trait", [TrafficSplit(shares=[Share("web", weight=1)], port=80), TrafficMirror("web-next", port=80)]
)
@pytest.mark.parametrize(("canary", "technology", "ingress", "_kind"), WAYS)
def test_two_do_not_share_out_one_service(canary, technology, ingress, _kind, trait, with_ingress):
    kind = "split" if isinstance(trait, TrafficSplit) else "mirror"
    traits = (trait, INGRESS) if with_ingress else (trait,)
    composed = released(canary, ingress, f"{technology}.traffic_{kind}", traits=traits)
    assert "spec.selector" in {str(one.first.field.path) for one in composed.folded.contests}


def test_the_service_of_the_new_release_is_like_that_of_the_old_one_but_for_the_ports_of_nodes():
    workload = raw({"app": "shop"}, nodePort=30080, name="front")
    made = objects(released("argo_rollouts.rollout_by_istio", workload=workload))
    assert made["Service/web-canary"] == {"selector": {"app": "shop"}, "ports": [{"port": 80}]}
    assert made["Rollout/web"]["strategy"]["canary"]["stableService"] == "front"


def test_checks_are_measured_once_at_the_end_of_each_step():
    made = objects(released("argo_rollouts.rollout", canary=CHECKED))
    latest = {"name": "latest-hash", "valueFrom": {"podTemplateHashValue": "Latest"}}
    analysis = {"analysis": {"templates": [{"templateName": "web"}], "args": [latest]}}
    steps = made["Rollout/web"]["strategy"]["canary"]["steps"]
    assert [next(iter(step)) for step in steps] == ["setWeight", "pause", "analysis"] * 2
    assert steps[2] == steps[5] == analysis
    assert made["AnalysisTemplate/web"] == {
        "args": [{"name": "latest-hash"}],
        "metrics": [
            {
                "name": "success-rate",
                "successCondition": "len(result) > 0 && result[0] >= 0.99 && result[0] <= 1",
                "provider": {
                    "prometheus": {
                        "address": PROMETHEUS,
                        "query": 'success{namespace="prod",pod=~"web-{{args.latest-hash}}-.+"}',
                    }
                },
            },
            {
                "name": "errors",
                "successCondition": "len(result) > 0 && result[0] <= 0.0000001",
                "provider": {"prometheus": {"address": PROMETHEUS, "query": "sum(errors)"}},
            },
        ],
    }


@pytest.mark.parametrize(
    "implementation",
    [argo_rollouts.rollout(), argo_rollouts.rollout_by_gateway_api(), argo_rollouts.rollout_by_istio()],
)
def test_without_prometheus_nothing_is_checked(implementation):
    reason = ("checks", "the platform does not say where Prometheus is")
    assert [line[1:3] for line in effects(implementation, CHECKED, rendered())] == [reason]


def test_each_pod_is_asked_for_its_metrics_once_whichever_services_lead_to_it():
    made = objects(
        released(
            "argo_rollouts.rollout_by_istio",
            "prometheus_operator.monitor",
            traits=(Metrics(port="port-80"),),
        )
    )
    assert [name for name in made if "Monitor" in name] == ["PodMonitor/web"]
    assert made["PodMonitor/web"]["selector"] == {"matchLabels": {"app.kubernetes.io/component": "web"}}
