"""CanaryRelease by Flagger: the copy in production, its autoscaler, routes and checks."""

import re

import pytest

from oamdsl import (
    AutoScaler,
    CanaryRelease,
    Container,
    ContainerizedWorkload,
    Context,
    CronScaler,
    DisruptionBudget,
    Ingress,
    KubernetesWorkload,
    ManualScaler,
    MetricCheck,
    Metrics,
    NetworkIsolation,
    Opinions,
    Placement,
    Port,
    Refuse,
    Route,
    Share,
    Spread,
    Step,
    TrafficMirror,
    TrafficSplit,
    VerticalScaler,
    Window,
)
from oamdsl.checks.rules.contested_field import contested_field
from oamdsl.compose.plan import Plan
from tests.platforms.catalogue import IMPLEMENTATIONS
from tests.platforms.releasing import CHECKED, PROMETHEUS, STEPS, objects, raw, refused, released

INGRESS = Ingress(host="shop.example.com", path="/shop")
ISTIO, GATEWAY_API = "flagger.canary_by_istio", "flagger.canary_by_gateway_api"
DAY = CronScaler(windows=[Window("day", start="0 6 * * *", end="0 19 * * *", replicas=9)], otherwise=2)
SERVICE = {"name": "web", "port": 80, "targetPort": 80, "portName": "port-80"}


def contests(composed):
    """What is said of them: ``[(message, help)]``."""
    found = contested_field(Plan(composed.claims.environment, (composed.application,), (composed,)))
    return [(finding.violation.message, finding.violation.help) for finding in found]


def test_the_http_route_that_ingress_makes_is_made_anew():
    composed = released(GATEWAY_API, "gateway_api.http_route", traits=(INGRESS,))
    assert objects(composed)["Canary/web"]["service"] == {
        **SERVICE,
        "hosts": ["shop.example.com"],
        "gatewayRefs": [{"name": "public", "namespace": "infrastructure"}],
        "match": [{"uri": {"prefix": "/shop"}}],
    }
    assert left_alone(composed, "HTTPRoute") == ["spec"]


def test_the_virtual_service_that_ingress_makes_is_made_anew():
    composed = released(ISTIO, "istio.virtual_service", traits=(INGRESS,))
    assert objects(composed)["Canary/web"]["service"] == {
        **SERVICE,
        "hosts": ["shop.example.com"],
        "gateways": ["infrastructure/public"],
        "match": [{"uri": {"exact": "/shop"}}, {"uri": {"prefix": "/shop/"}}],
    }
    assert left_alone(composed, "VirtualService") == ["spec"]


@pytest.mark.parametrize(
    ("canary", "ingress", "rewrite", "expected"),
    [
        (
            GATEWAY_API,
            "gateway_api.http_route",
            "/x",
            {"rewrite": {"type": "ReplacePrefixMatch", "uri": "/x"}, "match": [{"uri": {"prefix": "/shop"}}]},
        ),
        (
            ISTIO,
            "istio.virtual_service",
            "/x",
            {"rewrite": {"uri": "/x"}, "match": [{"uri": {"prefix": "/shop"}}]},
        ),
        (
            ISTIO,
            "istio.virtual_service",
            "/",
            {
                "rewrite": {"uri": "/"},
                "match": [{"uri": {"exact": "/shop"}}, {"uri": {"prefix": "/shop/"}}],
            },
        ),
    ],
)
def test_it_keeps_what_a_route_rewrites_and_its_timeout(canary, ingress, rewrite, expected):
    route = INGRESS.evolve(rewrite=rewrite, timeout_seconds=30)
    service = objects(released(canary, ingress, traits=(route,)))["Canary/web"]["service"]
    assert service["timeout"] == "30s"
    assert {name: service[name] for name in expected} == expected


def test_it_keeps_the_whole_path_that_a_route_rewrites():
    route = Ingress(host="shop.example.com", routes=[Route("/shop", exact=True)], rewrite="/x")
    made = objects(released(GATEWAY_API, "gateway_api.http_route", traits=(route,)))
    assert made["Canary/web"]["service"]["rewrite"] == {"type": "ReplaceFullPath", "uri": "/x"}


def left_alone(composed, kind):
    ref = next(one.ref for one in composed.objects if one.ref.api.kind == kind)
    return [str(claim.field.path) for claim in composed.delegated(ref)]


@pytest.mark.parametrize(
    ("canary", "route", "more"),
    [
        (
            GATEWAY_API,
            "HTTPRoute/web",
            {"gatewayRefs": [{"group": "", "kind": "Service", "name": "web", "port": 80}]},
        ),
        (ISTIO, "VirtualService/web", {}),
    ],
)
def test_without_ingress_a_route_inside_the_mesh_is_made(canary, route, more):
    composed = released(canary)
    assert objects(composed)["Canary/web"]["service"] == {**SERVICE, **more}
    assert [what for what, _ in composed.requirements] == ["mesh"]
    assert route in {str(one.claim.field.object) for one in composed.reserved}


@pytest.mark.parametrize(
    ("scaler", "by", "api_version", "kind"),
    [
        (AutoScaler(minimum=3, maximum=6), "kubernetes.horizontal_pod_autoscaler", "autoscaling/v2", None),
        (AutoScaler(minimum=3, maximum=6), "keda.resource_triggers", "keda.sh/v1alpha1", "ScaledObject"),
        (DAY, "keda.cron_triggers", "keda.sh/v1alpha1", "ScaledObject"),
    ],
)
def test_production_has_a_copy_of_the_autoscaler(scaler, by, api_version, kind):
    composed = released(ISTIO, by, traits=(scaler,))
    made = objects(composed)
    kind = kind or "HorizontalPodAutoscaler"
    assert made["Canary/web"]["autoscalerRef"] == {"apiVersion": api_version, "kind": kind, "name": "web"}
    assert f"{kind}/web" in made
    (replicas,) = composed.delegated(composed.objects[0].ref)
    assert replicas.owner.name == scaler.label


def test_without_an_autoscaler_it_says_nothing_of_one():
    assert "autoscalerRef" not in objects(released(ISTIO))["Canary/web"]


def test_an_autoscaler_that_it_cannot_copy_and_a_fixed_number_conflict_and_there_is_another_way():
    help_ = (
        "leave the replicas to an `AutoScaler`, of which Flagger makes a copy for production:"
        " `AutoScaler(minimum=N, maximum=N)` for the fixed number N"
    )
    for scaler, by in (
        (ManualScaler(replicas=3), "kubernetes.replicas"),
        (DAY.evolve(time_zone="Etc/UTC"), "ack.cron_horizontal_pod_autoscaler"),
    ):
        ((message, help),) = contests(released(ISTIO, by, traits=(scaler,)))
        assert scaler.label in message
        assert "both decide `spec.replicas`" in message
        assert help == help_


def test_traits_find_the_pods_of_both_releases_by_a_label_that_flagger_leaves_alone():
    traits = (
        NetworkIsolation(allow_from=[]),
        DisruptionBudget(maximum_unavailable=1),
        Metrics(port="port-80"),
        Placement(spread=[Spread("zone")]),
    )
    by = (
        "kubernetes.network_policy",
        "kubernetes.pod_disruption_budget",
        "prometheus_operator.monitor",
        "kubernetes.scheduling_constraints",
    )
    made = objects(released(ISTIO, *by, traits=traits))
    labels = {"matchLabels": {"app.kubernetes.io/component": "web"}}
    assert made["NetworkPolicy/web"]["podSelector"] == labels
    assert made["PodDisruptionBudget/web"]["selector"] == labels
    assert made["PodMonitor/web"]["selector"] == labels
    # The Deployment's own selector may never change, and Flagger knows no other label.
    assert made["Deployment/web"]["selector"] == {"matchLabels": {"app.kubernetes.io/name": "web"}}


def test_what_finds_production_by_the_label_that_flagger_changes_conflicts():
    way = "the Flagger Canary of `CanaryRelease` changes `spec.template.metadata.labels"
    vertical = released(ISTIO, "vertical_pod_autoscaler.vertical_pod_autoscaler", traits=(VerticalScaler(),))
    budget = released(
        ISTIO, "openkruise.pod_unavailable_budget", traits=(DisruptionBudget(maximum_unavailable=1),)
    )
    for composed, other in ((vertical, "VerticalScaler"), (budget, "DisruptionBudget")):
        assert contests(composed) == [
            (
                f'{way}["app.kubernetes.io/name"]` of Deployment/web in each pod,'
                f" while `{other}` relies on it in component `web`",
                f"keep `{other}` or `CanaryRelease`, not both",
            )
        ]


def test_pods_of_a_kubernetes_object_need_a_label_that_flagger_leaves_alone():
    traits, by = (NetworkIsolation(allow_from=[]),), "kubernetes.network_policy"
    labels = {"app": "shop"}
    ((message, help),) = contests(released(ISTIO, by, traits=traits, workload=raw(labels)))
    assert message.endswith(
        "labels.app` of Deployment/web in each pod, while `NetworkIsolation` relies on it in component `web`"
    )
    assert help == (
        "give the pods of Deployment/web the label `app.kubernetes.io/component: web`,"
        " which no controller changes"
    )
    marked = raw({**labels, "app.kubernetes.io/component": "web"}, selected=labels)
    assert contests(released(ISTIO, by, traits=traits, workload=marked)) == []


@pytest.mark.parametrize("with_ingress", [True, False])
@pytest.mark.parametrize(
    ("trait", "by"),
    [(TrafficSplit(shares=[Share("web", weight=1)]), "split"), (TrafficMirror("web-next"), "mirror")],
)
def test_two_do_not_share_out_one_service(trait, by, with_ingress):
    traits = (trait, INGRESS) if with_ingress else (trait,)
    composed = released(ISTIO, "istio.virtual_service", f"istio.traffic_{by}", traits=traits)
    assert [str(one.first.field.path) for one in composed.folded.contests] == ["spec.selector"]


def test_a_service_without_a_target_port_or_a_name_of_its_port_is_fine():
    made = objects(released(ISTIO, workload=raw({"app": "web"})))
    assert made["Canary/web"]["service"] == {"name": "web", "port": 80}
    made = objects(released(ISTIO, workload=raw({"app": "web"}, appProtocol="http2", targetPort=8080)))
    assert made["Canary/web"]["service"] == {
        "name": "web",
        "port": 80,
        "targetPort": 8080,
        "appProtocol": "http2",
    }


@pytest.mark.parametrize(
    ("selected", "changed"),
    [
        ({"app": "shop"}, "app"),
        ({"name": "shop", "app.kubernetes.io/name": "shop"}, "name"),
        ({"tier": "front", "app.kubernetes.io/name": "shop"}, '["app.kubernetes.io/name"]'),
    ],
)
def test_it_changes_the_first_label_of_the_selector_that_it_knows(selected, changed):
    composed = released(ISTIO, workload=raw(selected))
    assert composed.refusals == ()
    (rewritten,) = (claim for claim in composed.objects[0].rewritten if claim.in_pods)
    assert str(rewritten.field.path).removeprefix("spec.template.metadata.labels").lstrip(".") == changed


def test_a_selector_that_it_does_not_know_is_refused():
    reason = (
        "Flagger renames the pods in production by one of the labels `app`, `name`, `app.kubernetes.io/name`,"
        " and Deployment/web selects its pods by none of them"
    )
    assert refused(released(ISTIO, workload=raw({"tier": "web"}))) == [
        (reason, "select the pods by the label `app`")
    ]
    body = dict(raw({"app": "web"}).body)
    expression = {"key": "app", "operator": "In", "values": ["web"]}
    body["spec"] = {**body["spec"], "selector": {"matchExpressions": [expression]}}
    workload = KubernetesWorkload(body, objects=raw({"app": "web"}).objects)
    assert [why for why, _ in refused(released(ISTIO, workload=workload))] == [reason]


def test_the_route_is_called_like_the_service_so_the_service_is_called_like_the_component():
    assert refused(released(ISTIO, workload=raw({"app": "web"}, name="front"))) == [
        (
            "Flagger takes over the route that is called like the Service, `front`, and the one of component"
            " `web` is called like the component",
            "call the Service `web`",
        )
    ]


def test_what_it_makes_has_names_that_are_not_too_long():
    ports = [Port(80)]
    workload = ContainerizedWorkload([Container("web", image="w", ports=ports)])
    for length, expected in ((55, []), (56, ["give the component a shorter name"])):
        context = Context(application="shop", component="w" * length, namespace="prod", opinions=Opinions())
        found = IMPLEMENTATIONS[ISTIO].effects(CanaryRelease(steps=STEPS), workload.render(context))
        assert [one.help for one in found if isinstance(one, Refuse)] == expected


@pytest.mark.parametrize(("numbers", "count"), [((80, 81), 2), ((), 0)])
def test_it_shifts_the_traffic_of_one_port(numbers, count):
    ports = [Port(number) for number in numbers]
    workload = ContainerizedWorkload([Container("web", image="w", ports=ports)])
    assert refused(released(ISTIO, workload=workload)) == [
        (f"Flagger shifts the traffic of one port, not of {count}", "give the component one port")
    ]


def test_it_waits_for_nobody_and_takes_its_time_alike():
    reason = (
        "Flagger takes the same time for each step, and waits for nobody",
        "give each step the same `pause_seconds`",
    )
    for steps in ([Step(20)], [Step(20, pause_seconds=1), Step(30, pause_seconds=2)]):
        assert refused(released(ISTIO, canary=CanaryRelease(steps=steps))) == [reason]


@pytest.mark.parametrize("canary", [ISTIO, GATEWAY_API])
def test_checks_are_measured_of_the_new_pods_before_each_change_of_weight(canary):
    made = objects(released(canary, canary=CHECKED))
    assert made["Canary/web"]["analysis"] == {
        "interval": "60s",
        "threshold": 1,
        "stepWeights": [20, 50],
        "metrics": [
            {
                "name": "web-success-rate",
                "templateRef": {"name": "web-success-rate"},
                "thresholdRange": {"min": 0.99, "max": 1},
            },
            {
                "name": "web-errors",
                "templateRef": {"name": "web-errors"},
                "thresholdRange": {"max": 1e-7},
            },
        ],
    }
    generated = "[bcdfghjklmnpqrstvwxz2456789]"
    query = f'success{{namespace="prod",pod=~"web-{generated}+-{generated}{{5}}"}}'
    provider = {"type": "prometheus", "address": PROMETHEUS}
    assert made["MetricTemplate/web-success-rate"] == {"provider": provider, "query": query}
    assert made["MetricTemplate/web-errors"] == {"provider": provider, "query": "sum(errors)"}


@pytest.mark.parametrize(
    ("pod", "expected"),
    [
        ("web-6d4cf56db6-x7k2p", True),
        ("web-primary-6d4cf56db6-x7k2p", False),
        ("web-next-6d4cf56db6-x7k2p", False),
        ("web-next-0", False),
        ("web-agent-x7k2p", False),
    ],
)
def test_pods_are_told_apart_by_their_names(pod, expected):
    check = MetricCheck("any", query="$pods", at_least=1)
    made = objects(released(ISTIO, canary=CanaryRelease(steps=STEPS, checks=[check])))
    assert bool(re.fullmatch(made["MetricTemplate/web-any"]["query"], pod)) is expected


def test_without_checks_it_measures_nothing():
    assert objects(released(ISTIO))["Canary/web"]["analysis"] == {
        "interval": "60s",
        "threshold": 1,
        "stepWeights": [step.weight for step in STEPS],
    }
