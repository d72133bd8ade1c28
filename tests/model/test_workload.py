"""What implementations of traits see of a workload."""

import pytest

from oamdsl import Container, ContainerizedWorkload, KubernetesWorkload, Opinions, Workload, workload
from oamdsl.model.workload import COMPONENT_LABEL, Context

CONTEXT = Context(application="shop", component="web", namespace="prod", opinions=Opinions())


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (lambda workload: workload.replicas, "ConfigMap/web has no replicas"),
        (lambda workload: workload.each_container, "ConfigMap/web has no pod template"),
        (lambda workload: workload.service_name, "ConfigMap/web has no Service"),
    ],
)
def test_what_a_workload_lacks_cannot_be_addressed(address, message):
    workload = KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap"}).render(CONTEXT)
    with pytest.raises(LookupError, match=message):
        address(workload)


def test_fields_are_addressed_by_division():
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {"containers": []}}}}
    workload = KubernetesWorkload(body).render(CONTEXT)
    assert str(workload / "spec" / "paused") == "Deployment/web spec.paused"
    assert str(workload.container("web") / "image") == (
        "Deployment/web spec.template.spec.containers[name=web].image"
    )
    assert workload.reference == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}


def test_a_workload_without_required_parameters_is_its_own_example():
    @workload
    class Plain(Workload):
        def render(self, context):
            return KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap"}).render(context)

    assert Plain.example() == Plain()
    assert list(Plain().refusals()) == []
    assert [one.body["kind"] for one in Plain.example().render(CONTEXT).objects] == ["ConfigMap"]


def deployment(labels, **selector):
    template = {"metadata": {"labels": labels}, "spec": {"containers": []}}
    spec = {"template": template, **({"selector": selector} if selector else {})}
    return KubernetesWorkload({"apiVersion": "apps/v1", "kind": "Deployment", "spec": spec}).render(CONTEXT)


@pytest.mark.parametrize(
    ("labels", "selector", "expected"),
    [
        ({"app": "shop", "tier": "web"}, {"matchLabels": {"app": "shop"}}, {"app": "shop"}),
        ({"app": "shop", "tier": "web"}, {}, {"app": "shop", "tier": "web"}),
        ({"app": "shop"}, {"matchExpressions": [{"key": "app", "operator": "Exists"}]}, {"app": "shop"}),
        # somebody else's component of that name
        ({"app": "shop", COMPONENT_LABEL: "front"}, {"matchLabels": {"app": "shop"}}, {"app": "shop"}),
        ({}, {}, {}),
    ],
)
def test_traits_find_the_pods_of_an_object_by_the_labels_that_it_selects(labels, selector, expected):
    workload = deployment(labels, **selector)
    assert workload.selector == workload.pod_selector == expected


def test_or_by_the_label_of_the_component_where_the_pods_have_it():
    workload = deployment({"app": "shop", COMPONENT_LABEL: "web"}, matchLabels={"app": "shop"})
    assert workload.selector == {"app": "shop"}
    assert workload.pod_selector == {COMPONENT_LABEL: "web"}


def test_declared_workloads_select_their_pods_by_a_label_that_never_changes_and_traits_by_another():
    declared = ContainerizedWorkload([Container("web", image="w")]).render(CONTEXT)
    assert declared.selector == {"app.kubernetes.io/name": "web"}
    assert declared.pod_selector == {COMPONENT_LABEL: "web"}
