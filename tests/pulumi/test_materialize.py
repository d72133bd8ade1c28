"""What is registered is what is rendered, nested and in order."""

import pytest
import yaml

from oamdsl import (
    Api,
    Application,
    Component,
    Container,
    ContainerizedWorkload,
    Disk,
    Environment,
    ExternalSecret,
    KubernetesWorkload,
    Opinions,
    component,
)
from oamdsl.kubernetes.path import Path
from oamdsl.platforms import external_secrets
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.pulumi import deploy, deploy_project
from oamdsl.pulumi.materialize import property_path
from oamdsl.render import render
from tests.projects import EVERY_ENVIRONMENT, plan_of
from tests.pulumi.recording import canonical, inputs, run, short_names
from tests.rule_examples import Web

PROD = Environment("prod", platform=KUBERNETES)


@component
class Store(Component):
    opinions = Opinions(single_instance=True, keeps_data=True)

    def workload(self):
        disk = Disk("data", mount_path="/data", size="1Gi")
        return ContainerizedWorkload([Container("store", image="store:1", volumes=[disk])])


@pytest.fixture(scope="module")
def production():
    """The examples, registered in prod."""
    return run(deploy_project, stack="prod").requests


def applied(*components, environment=PROD):
    result = run(lambda: deploy(environment, [Application("shop", components)]))
    assert result.error is None
    return result.requests


def rendered(plan):
    """``{(type, resource name): body}`` of every document that render prints."""
    files, missing = render(plan)
    assert not missing
    found = {}
    for file in files:
        for body in yaml.safe_load_all(file.text):
            group = body["apiVersion"] if "/" in body["apiVersion"] else f"core/{body['apiVersion']}"
            name = body["metadata"]["name"]
            key = f"kubernetes:{group}:{body['kind']}", name
            assert key not in found
            found[key] = body
    return found


@EVERY_ENVIRONMENT
def test_what_is_registered_is_what_is_rendered(environment):
    result = run(deploy_project, stack=environment)
    assert result.error is None
    registered = {key: inputs(request) for key, request in result.objects.items()}
    expected = rendered(plan_of(environment))
    assert registered.keys() == expected.keys()
    for key, body in expected.items():
        assert canonical(registered[key]) == canonical(body)


@EVERY_ENVIRONMENT
def test_components_nest_in_applications_and_objects_in_components(environment):
    requests = run(deploy_project, stack=environment).requests
    owners = {
        (folded.ref.api.kind, folded.ref.name): "/".join(composed.subject)
        for composed in plan_of(environment).components
        for folded in composed.objects
    }
    for (kind, name), request in requests.items():
        (parent,) = short_names([request.parent])
        above = name.rpartition("/")[0]
        if kind in ("oamdsl:index:Application", "kubernetes:core/v1:Namespace"):
            assert parent == f"Stack project-{environment}"
        elif kind == "oamdsl:index:Component":
            assert parent == f"Application {above}"
        else:
            assert parent == f"Component {owners[kind.rpartition(':')[2], name]}"


DATABASE = {"StatefulSet database", "Service database"}
MIGRATION = {"Job migration"}
ORDER = {
    "Namespace prod": set(),
    "Deployment nginx": set(),
    "Service nginx": set(),
    "HorizontalPodAutoscaler nginx": {"Deployment nginx"},
    "StatefulSet database": set(),
    "Service database": set(),
    "Job migration": DATABASE,
    "ConfigMap storefront-config": MIGRATION,
    "Service storefront": MIGRATION,
    "Deployment storefront": MIGRATION | {"ConfigMap storefront-config"},
    "HTTPRoute storefront": MIGRATION | {"Service storefront"},
    "HorizontalPodAutoscaler storefront": MIGRATION | {"Deployment storefront"},
    "Deployment order-worker": MIGRATION,
    "ScaledObject order-worker": MIGRATION | {"Deployment order-worker"},
    "PersistentVolumeClaim nightly-report-archive": DATABASE,
    "CronJob nightly-report": DATABASE | {"PersistentVolumeClaim nightly-report-archive"},
}
"""Each object of prod, and what must be there before it; the namespace before all."""


def test_objects_wait_for_what_they_refer_to_and_for_the_components_they_depend_on(production):
    found = {
        f"{kind.rpartition(':')[2]} {name}": short_names(request.dependencies)
        for (kind, name), request in production.items()
        if kind.startswith("kubernetes:")
    }
    assert found == {
        name: before if name == "Namespace prod" else before | {"Namespace prod"}
        for name, before in ORDER.items()
    }


def test_a_field_that_a_controller_decides_is_ignored_after_the_first_deployment(production):
    ignored = {
        name: list(request.ignoreChanges)
        for (kind, name), request in production.items()
        if request.ignoreChanges
    }
    assert ignored == {
        "nginx": ["spec.replicas"],
        "storefront": ["spec.replicas"],
        "order-worker": ["spec.replicas"],
    }
    deployment = inputs(production["kubernetes:apps/v1:Deployment", "storefront"])
    assert deployment["spec"]["replicas"] == 3


def test_a_field_that_the_controller_of_an_object_as_it_is_decides_is_ignored_too():
    @component
    class Scaler(Component):
        def workload(self):
            target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
            spec = {"scaleTargetRef": target, "maxReplicas": 5}
            kind = "HorizontalPodAutoscaler"
            return KubernetesWorkload({"apiVersion": "autoscaling/v2", "kind": kind, "spec": spec})

    requests = applied(Web("web"), Scaler("scaler"))
    assert list(requests["kubernetes:apps/v1:Deployment", "web"].ignoreChanges) == ["spec.replicas"]


def test_pods_wait_for_what_a_controller_makes_a_secret_of():
    platform = KUBERNETES.offering(
        external_secrets.external_secret(store="vault"),
        apis=[Api("external-secrets.io/v1", "ExternalSecret")],
    )
    web = Web("web", traits=[ExternalSecret("key", keys={"KEY": "shop/key"})])
    requests = applied(web, environment=Environment("prod", platform=platform))
    kind = "kubernetes:external-secrets.io/v1:ExternalSecret"
    deployment = requests["kubernetes:apps/v1:Deployment", "web"]
    assert short_names(deployment.dependencies) == {"ExternalSecret web-key"}
    annotations = inputs(requests[kind, "web-key"])["metadata"]["annotations"]
    assert annotations == {"pulumi.com/waitFor": "condition=Ready"}


def test_a_deployment_that_recreates_its_pods_is_made_anew_where_it_did_not_before():
    requests = applied(Store("store"), Web("web"))
    store, web = (requests["kubernetes:apps/v1:Deployment", name] for name in ("store", "web"))
    assert (list(store.replaceOnChanges), store.deleteBeforeReplace) == (["spec.strategy"], True)
    assert (list(web.replaceOnChanges), web.deleteBeforeReplaceDefined) == ([], False)


def test_an_object_without_a_namespace_of_the_stack_waits_for_nothing():
    requests = applied(Web("web"))
    assert not any(request.dependencies for request in requests.values())
    assert ("kubernetes:core/v1:Namespace", "prod") not in requests


def in_own_namespace(*components):
    environment = Environment("prod", platform=KUBERNETES, namespace="shop", create_namespace=True)
    return applied(*components, environment=environment)


def retained(requests):
    """The objects that stay where they are whatever the stack does."""
    return {
        f"{kind.rpartition(':')[2]} {name}" for (kind, name), one in requests.items() if one.retainOnDelete
    }


def test_data_that_must_survive_outlive_their_component_and_their_namespace_the_stack():
    kept = retained(in_own_namespace(Store("store"), Web("web")))
    assert kept == {"PersistentVolumeClaim store-data", "Namespace prod"}


def test_without_such_data_nothing_is_left_behind():
    assert retained(in_own_namespace(Web("web"))) == set()


def test_an_object_is_the_same_resource_whatever_its_application_is_called():
    def objects(application):
        registered = run(lambda: deploy(PROD, [Application(application, [Web("web")])])).requests
        return {key for key in registered if key[0].startswith("kubernetes:")}

    assert objects("shop") == objects("store")


def test_an_object_outside_of_the_environments_namespace_is_named_with_its_own():
    @component
    class Outside(Component):
        def workload(self):
            return KubernetesWorkload(
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"namespace": "elsewhere"}}
            )

    assert ("kubernetes:core/v1:ConfigMap", "elsewhere/outside") in applied(Outside("outside"))


def test_several_environments_in_one_process_do_not_mix():
    first, second = (run(deploy_project, stack=name).requests for name in ("dev", "prod"))
    assert ("kubernetes:core/v1:Namespace", "dev") in first
    assert ("kubernetes:core/v1:Namespace", "dev") not in second


POD = {
    "metadata": {"annotations": {"example.com/team": "shop"}},
    "spec": {
        "replicas": 1,
        "template": {
            "spec": {"containers": [{"name": "log", "image": "l"}, {"name": "web", "image": "w"}]},
        },
    },
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("spec.replicas", "spec.replicas"),
        ("spec.template.spec.containers[name=web].image", "spec.template.spec.containers[1].image"),
        ("spec.template.spec.containers[name=log]", "spec.template.spec.containers[0]"),
        ('metadata.annotations["example.com/team"]', 'metadata.annotations["example.com/team"]'),
    ],
)
def test_paths_are_written_as_pulumi_reads_them(path, expected):
    body = {"apiVersion": "apps/v1", "kind": "Deployment", **POD}
    assert property_path(Path.parse(path), body) == expected
