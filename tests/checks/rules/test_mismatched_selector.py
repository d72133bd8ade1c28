import pytest

from oamdsl import ContainerizedWorkload, KubernetesWorkload, Port, Secret
from oamdsl.checks.rules.mismatched_selector import mismatched_selector
from tests.checks.composing import (
    container,
    deployment_body,
    messages,
    plan_of,
    service_body,
    shown,
)


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
        "Service/web of component `web` selects pods with the labels app=shop,"
        " and the component has none such"
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
