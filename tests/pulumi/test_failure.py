"""What the cluster refuses is said in the words of the application."""

from pathlib import Path
from types import SimpleNamespace

import pulumi
from pulumi.runtime import settings
from pulumi.runtime.proto import resource_pb2

from oamdsl import Application, AutoScaler, Environment, ManualScaler, SecurityPolicy
from oamdsl.compose.compose import compose
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.pulumi.failure import Registered, explanation, failure_hook
from tests.rule_examples import Web

PROD = Environment("prod", platform=KUBERNETES)
BASE = Path(__file__).parent


def registered(kind: str, *traits) -> Registered:
    """The object of *kind* of a component with *traits*."""
    plan = compose(PROD, [Application("shop", [Web("web", traits=traits)])])
    (composed,) = plan.components
    (folded,) = (one for one in composed.objects if one.ref.api.kind == kind)
    return Registered(composed, folded, "prod")


def test_a_field_that_the_cluster_names_leads_to_the_line_that_decides_it():
    said = explanation(
        registered("Deployment", ManualScaler(replicas=3), SecurityPolicy(run_as_non_root=True)),
        "update",
        'Deployment.apps "web" is invalid: spec.replicas: Invalid value: 3: one is enough',
        BASE,
    )

    assert said.startswith(
        "Deployment/web of component `web` could not be updated because of `spec.replicas`\n"
    )
    assert "--> test_failure.py:" in said
    assert "`ManualScaler` sets it" in said
    assert "component `web` is built here" in said
    assert "runAsNonRoot" not in said
    assert "in: shop/web (prod)" in said
    assert "run `oamdsl explain shop/web -s prod`" in said


def test_an_object_that_a_trait_makes_leads_to_the_trait():
    said = explanation(registered("HorizontalPodAutoscaler", AutoScaler(maximum=9)), "create", "quota", BASE)

    assert "HorizontalPodAutoscaler/web of component `web` could not be created\n" in said
    assert "`AutoScaler` makes it" in said


def test_an_object_that_was_there_before_may_be_taken_over():
    said = explanation(registered("Deployment"), "create", '"web" already exists', BASE)

    assert "help: where it is left of a deployment that was killed" in said
    assert "help" not in explanation(registered("Deployment"), "create", "denied", BASE)


def test_without_a_field_every_trait_that_decides_something_is_named():
    said = explanation(registered("Deployment", ManualScaler(replicas=3)), "create", "denied", BASE)

    assert "`ManualScaler` decides" in said


def test_an_image_that_cannot_be_pulled_leads_to_its_line():
    said = explanation(
        registered("Deployment", ManualScaler(replicas=3)),
        "update",
        "'web' timed out waiting to be Ready\n"
        '* [Pod shop/web-1]: [ImagePullBackOff] Back-off pulling image "nginx:1.29.3"',
        BASE,
    )

    assert said.startswith(
        "Deployment/web of component `web` was updated, and is not ready because of"
        " `spec.template.spec.containers[name=web].image`\n"
    )
    assert "`Web` wrote it" in said
    assert "ManualScaler" not in said
    assert "kubectl describe pods --namespace default --selector app.kubernetes.io/name=web`" in said


def test_a_cluster_that_cannot_be_reached_is_nobodys_line():
    error = "configured Kubernetes cluster is unreachable: connection refused"
    said = explanation(registered("Deployment", ManualScaler(replicas=3)), "update", error, BASE)

    assert "Deployment/web of component `web` could not be updated\n" in said
    assert "ManualScaler" not in said
    assert "help: see why with `oamdsl doctor --cluster`, and run `pulumi up -s prod` again" in said


def test_what_has_no_pods_is_looked_at_itself():
    said = explanation(registered("Service"), "create", "'web' timed out waiting to be Ready", BASE)

    assert said.startswith("Service/web of component `web` was created, and is not ready\n")
    assert "`kubectl describe Service web --namespace default`" in said


def test_the_engine_is_told_not_to_try_again(monkeypatch):
    said = []
    monkeypatch.setattr(
        settings,
        "SETTINGS",
        SimpleNamespace(monitor_features={resource_pb2.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS}),
    )
    monkeypatch.setattr(pulumi, "ErrorHook", lambda _, function: function)
    monkeypatch.setattr(pulumi.log, "error", said.append)
    key = ("kubernetes:apps/v1:Deployment", "web")
    failed = pulumi.ErrorHookArgs(
        "urn", "", key[1], key[0], failed_operation="delete", errors=["late", "early"]
    )

    hook = failure_hook({key: registered("Deployment")}, BASE)

    assert hook is not None
    assert hook(failed) is False
    assert [one.partition("\n")[0] for one in said] == [
        "Deployment/web of component `web` could not be deleted"
    ]


def test_an_engine_that_is_too_old_for_it_is_asked_for_nothing(monkeypatch):
    monkeypatch.setattr(settings, "SETTINGS", SimpleNamespace())
    assert failure_hook({}, BASE) is None
