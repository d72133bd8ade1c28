import pytest

from oamdsl import (
    Component,
    ContainerizedWorkload,
    DisruptionBudget,
    KubernetesObjects,
    KubernetesWorkload,
    Metrics,
    Neighbour,
    NetworkIsolation,
    Peer,
    Placement,
    Port,
    Secret,
    Spread,
    component,
    parameter,
)
from oamdsl.checks.rules.mismatched_selector import mismatched_selector
from tests.checks.composing import (
    container,
    deployment_body,
    messages,
    plan_of,
    plan_with,
    service_body,
    shown,
    told,
)
from tests.platforms.catalogue import IMPLEMENTATIONS
from tests.rule_examples import PLATFORM, Web


def with_selector(selector, *objects):
    return plan_of(KubernetesWorkload(deployment_body({}, selector=selector), objects=objects))


def test_a_deployment_that_does_not_select_its_pods_is_reported():
    (finding,) = mismatched_selector(with_selector({"matchLabels": {"app": "shop"}}))
    assert finding.violation.message == (
        "Deployment/web of component `web` selects pods with the labels app=shop, and its own have not"
    )
    assert [label for _, label in shown(finding)] == [
        "the selector is set here",
        "the labels of its pods are app=web",
        "component `web` is built here",
    ]
    assert (finding.violation.seen, finding.violation.allowed) == ("app=shop", "app=web")
    assert finding.violation.help == (
        "let `spec.selector.matchLabels` and the labels of the pod template agree"
    )


@pytest.mark.parametrize("selector", [None, {}, {"matchLabels": {}}])
def test_a_deployment_must_select(selector):
    assert messages(mismatched_selector, with_selector(selector)) == [
        "Deployment/web of component `web` has no selector"
    ]


@pytest.mark.parametrize(
    "selector",
    [
        {"matchLabels": {"app": "web"}},
        {"matchLabels": {"app": Secret("shop")}},
        {"matchExpressions": [{"key": "app", "operator": "Exists"}]},
        Secret({}),
    ],
)
def test_selectors_that_select_or_may_select_are_fine(selector):
    assert messages(mismatched_selector, with_selector(selector)) == []


def test_jobs_need_no_selector():
    body = {**deployment_body({}), "apiVersion": "batch/v1", "kind": "Job"}
    del body["spec"]["selector"]
    assert messages(mismatched_selector, plan_of(KubernetesWorkload(body))) == []


def test_a_service_that_selects_no_pod_of_the_component_is_reported():
    service = service_body(selector={"app": "shop", "tier": Secret("x")})
    (finding,) = mismatched_selector(with_selector({"matchLabels": {"app": "web"}}, service))
    assert finding.violation.message == (
        "Service/web of component `web` selects pods with the labels app=shop, and no component has such pods"
    )
    assert [label for _, label in shown(finding)] == [
        "the selector is set here",
        "pods of Deployment/web have app=web",
        "component `web` is built here",
    ]
    assert finding.violation.help == "select the labels of the pods: app=web"


@pytest.mark.parametrize("selector", [{"app": "web"}, {}, None, Secret({})])
def test_a_service_that_selects_them_or_has_no_selector_is_fine(selector):
    plan = with_selector({"matchLabels": {"app": "web"}}, service_body(selector=selector))
    assert messages(mismatched_selector, plan) == []


def test_a_service_alone_may_select_the_pods_of_another_component():
    plan = plan_of(KubernetesWorkload(service_body(selector={"app": "shop"})))
    assert messages(mismatched_selector, plan) == []


def test_pods_without_labels_have_none():
    body = deployment_body({})
    body["spec"]["template"].pop("metadata")
    (finding,) = mismatched_selector(plan_of(KubernetesWorkload(body)))
    assert finding.violation.allowed == "none"


def test_a_declared_workload_selects_its_pods():
    plan = plan_of(ContainerizedWorkload([container(ports=[Port(80)])]))
    assert messages(mismatched_selector, plan) == []


def selecting(kind, api_version, selector, **spec):
    """A raw object with a selector of pods."""
    field = "podSelector" if kind == "NetworkPolicy" else "selector"
    return {"apiVersion": api_version, "kind": kind, "spec": {field: selector, **spec}}


ABOUT_PODS = [
    ("NetworkPolicy", "networking.k8s.io/v1"),
    ("PodDisruptionBudget", "policy/v1"),
    ("PodMonitor", "monitoring.coreos.com/v1"),
    ("PodUnavailableBudget", "policy.kruise.io/v1alpha1"),
]


@pytest.mark.parametrize(("kind", "api_version"), ABOUT_PODS)
def test_whatever_is_about_pods_selects_some(kind, api_version):
    other = selecting(kind, api_version, {"matchLabels": {"app": "shop"}})
    (finding,) = mismatched_selector(with_selector({"matchLabels": {"app": "web"}}, other))
    assert finding.violation.message == (
        f"{kind}/web of component `web` selects pods with the labels app=shop, and no component has such pods"
    )
    assert finding.violation.help == "select the labels of the pods: app=web"
    fitting = selecting(kind, api_version, {"matchLabels": {"app": "web"}})
    assert messages(mismatched_selector, with_selector({"matchLabels": {"app": "web"}}, fitting)) == []


@pytest.mark.parametrize(
    ("expression", "shown_as"),
    [
        ({"key": "app", "operator": "In", "values": ["shop", "cart"]}, "app in (shop,cart)"),
        ({"key": "app", "operator": "NotIn", "values": ["web"]}, "app notin (web)"),
        ({"key": "tier", "operator": "Exists"}, "tier"),
        ({"key": "app", "operator": "DoesNotExist"}, "!app"),
    ],
)
def test_expressions_are_shown_as_kubectl_writes_them(expression, shown_as):
    budget = selecting("PodDisruptionBudget", "policy/v1", {"matchExpressions": [expression]})
    (finding,) = mismatched_selector(with_selector({"matchLabels": {"app": "web"}}, budget))
    assert finding.violation.seen == shown_as


@pytest.mark.parametrize(
    "selector",
    [
        {"matchExpressions": [{"key": "app", "operator": "In", "values": ["shop", "web"]}]},
        {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["shop"]}]},
        {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": [Secret("web")]}]},
        {"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]},
        {"matchLabels": {"app": "web", "statefulset.kubernetes.io/pod-name": "web-0"}},
        {},
        None,
        Secret({}),
    ],
)
def test_what_selects_a_pod_or_may_is_fine(selector):
    budget = selecting("PodDisruptionBudget", "policy/v1", selector)
    assert messages(mismatched_selector, with_selector({"matchLabels": {"app": "web"}}, budget)) == []


def test_pods_of_another_namespace_are_not_selected_and_a_monitor_may_look_there():
    elsewhere = selecting("PodDisruptionBudget", "policy/v1", {"matchLabels": {"app": "web"}})
    elsewhere["metadata"] = {"namespace": "other"}
    assert len(messages(mismatched_selector, with_selector({"matchLabels": {"app": "web"}}, elsewhere))) == 1
    monitor = selecting(
        "PodMonitor",
        "monitoring.coreos.com/v1",
        {"matchLabels": {"app": "shop"}},
        namespaceSelector={"any": True},
    )
    assert messages(mismatched_selector, with_selector({"matchLabels": {"app": "web"}}, monitor)) == []


def test_pods_spread_by_labels_that_none_has_are_reported():
    spread = {"topologyKey": "zone", "labelSelector": {"matchLabels": {"app": "shop"}}}
    body = deployment_body({"topologySpreadConstraints": [spread]})
    (message,) = messages(mismatched_selector, plan_of(KubernetesWorkload(body)))
    assert message.startswith("Deployment/web of component `web` selects pods with the labels app=shop")


@component
class Raw(Component):
    """A Deployment with labels of its own."""

    body: dict = parameter(default=deployment_body({"containers": [{"name": "web"}]}))
    objects: list = parameter(default=[])

    def workload(self):
        return KubernetesWorkload(self.body, objects=self.objects)


def test_objects_may_be_about_the_pods_of_another_component():
    policy = selecting("NetworkPolicy", "networking.k8s.io/v1", {"matchLabels": {"app": "web"}})
    assert messages(mismatched_selector, plan_with(Web("shop"), Raw("policies", objects=[policy]))) == []
    labels = {"app.kubernetes.io/name": "shop"}
    policy = selecting("NetworkPolicy", "networking.k8s.io/v1", {"matchLabels": labels})
    assert messages(mismatched_selector, plan_with(Web("shop"), Raw("policies", objects=[policy]))) == []


TRAITS = [
    NetworkIsolation(allow_from=[]),
    DisruptionBudget(maximum_unavailable=1),
    Metrics(port="metrics"),
    Placement(spread=[Spread("zone", required=True)]),
]


@pytest.mark.parametrize("named", [{}, {"app.kubernetes.io/component": "w"}])
def test_traits_select_the_pods_of_a_kubernetes_object_by_labels_that_they_have(named):
    ports = [{"name": "metrics", "containerPort": 9090}]
    body = deployment_body({"containers": [{"name": "web", "ports": ports}]})
    body["spec"]["template"]["metadata"] = {"labels": {"app": "web", **named}}
    platform = PLATFORM.offering(IMPLEMENTATIONS["prometheus_operator.monitor"])
    plan = plan_with(Raw("w", body=body, traits=TRAITS), platform=platform)
    assert messages(mismatched_selector, plan) == []
    bodies = {one.ref.api.kind: one.body["spec"] for one in plan.components[0].objects}
    spread = bodies["Deployment"]["template"]["spec"]["topologySpreadConstraints"][0]["labelSelector"]
    for selector in (
        bodies["NetworkPolicy"]["podSelector"],
        bodies["PodDisruptionBudget"]["selector"],
        bodies["PodMonitor"]["selector"],
        spread,
    ):
        assert selector == {"matchLabels": named or {"app": "web"}}


def test_a_component_named_by_a_label_that_its_pods_lack_is_reported():
    cart = Raw("cart")
    isolation = NetworkIsolation(allow_from=[Peer(component="cart")], allow_to=[Peer(component="cart")])
    (first, second) = mismatched_selector(plan_with(Web("web", traits=[isolation]), cart))
    assert first.violation.message == second.violation.message
    assert told(first) == {
        "message": (
            "NetworkPolicy/web of component `web` selects pods with the labels"
            " app.kubernetes.io/component=cart, and those of component `cart` have not"
        ),
        "subject": ("shop", "web", "NetworkPolicy/web"),
        "seen": "app.kubernetes.io/component=cart",
        "allowed": "app=web",
        "places": [
            (
                'NetworkIsolation(allow_from=[Peer(component="cart")], allow_to=[Peer(component="cart")])',
                "the selector is set here",
            ),
            ("KubernetesWorkload(self.body, objects=self.objects)", "pods of Deployment/cart have app=web"),
            ('Web("web", traits=[isolation])', "component `web` is built here"),
        ],
        "help": "give the pods of Deployment/cart the label `app.kubernetes.io/component: cart`",
    }


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("where", ["near", "apart_from"])
def test_so_is_a_neighbour(where, required):
    placement = Placement(**{where: [Neighbour("cart", required=required)]})
    (message,) = messages(mismatched_selector, plan_with(Web("web", traits=[placement]), Raw("cart")))
    assert message.endswith("and those of component `cart` have not")
    assert messages(mismatched_selector, plan_with(Web("web", traits=[placement]), Web("cart"))) == []


def test_what_is_named_elsewhere_or_by_other_labels_is_none_of_the_plans():
    isolation = NetworkIsolation(
        allow_from=[
            Peer(component="cart", namespace="other"),
            Peer(component="unknown"),
            Peer(addresses="10.0.0.0/8"),
        ]
    )
    assert messages(mismatched_selector, plan_with(Web("web", traits=[isolation]), Raw("cart"))) == []
    term = {"topologyKey": "zone", "labelSelector": {"matchLabels": {"app": "other"}}}
    named = {"topologyKey": "zone", "labelSelector": {"matchLabels": {"app.kubernetes.io/component": "cart"}}}
    terms = [term, {**named, "namespaces": ["other"]}]
    affinity = {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}
    body = deployment_body({"affinity": affinity})
    assert messages(mismatched_selector, plan_with(Raw("w", body=body), Raw("cart"))) == []


def test_a_component_in_another_namespace_is_not_the_one_that_is_named():
    elsewhere = deployment_body({"containers": [{"name": "web"}]})
    cart = Raw("cart", body={**elsewhere, "metadata": {"namespace": "other"}})
    isolation = NetworkIsolation(allow_from=[Peer(component="cart")])
    assert messages(mismatched_selector, plan_with(Web("web", traits=[isolation]), cart)) == []


def test_objects_without_pods_of_their_own_may_be_about_any():
    policy = selecting("NetworkPolicy", "networking.k8s.io/v1", {"matchLabels": {"app": "shop"}})
    assert messages(mismatched_selector, plan_of(KubernetesObjects([policy]))) == []
