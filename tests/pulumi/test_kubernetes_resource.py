"""A registered object cannot be told from one that pulumi_kubernetes' own classes register."""

import importlib
import json
import re
from pathlib import Path

import pulumi_kubernetes
import pytest
from pulumi import ResourceOptions
from pulumi_kubernetes.apiextensions import CustomResource

from oamdsl.pulumi import kubernetes_resource
from oamdsl.pulumi.kubernetes_resource import KubernetesResource, provider_version, type_token
from tests.projects import PROJECT, plan_of
from tests.pulumi.provider_aliases import aliases
from tests.pulumi.recording import canonical, inputs, run

META = {"name": "it", "namespace": "prod", "labels": {"app.kubernetes.io/name": "it"}}
FURTHER = [
    {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": META,
        "stringData": {"password": "x"},
        "type": "Opaque",
    },
    {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": META, "automountServiceAccountToken": False},
    {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": META,
        "spec": {"maxUnavailable": 1},
    },
    {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "Role",
        "metadata": META,
        "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
    },
]


def every_body():
    """One object of each kind that the examples have, and of some more."""
    bodies = [
        body
        for environment in PROJECT.environments
        for plan in (plan_of(environment.name),)
        for body in (plan.namespace, *(one.body for composed in plan.components for one in composed.objects))
    ]
    return {(body["apiVersion"], body["kind"]): body for body in [*bodies, *FURTHER]}


def typed(name, body):
    """Register *body* by the class of pulumi_kubernetes for its kind."""
    group, _, version = body["apiVersion"].rpartition("/")
    try:
        module = importlib.import_module(f"pulumi_kubernetes.{(group or 'core').partition('.')[0]}.{version}")
    except ModuleNotFoundError:
        CustomResource(name, body["apiVersion"], body["kind"], metadata=body["metadata"], spec=body["spec"])
        return
    properties = {re.sub("([A-Z])", r"_\1", key).lower(): value for key, value in body.items()}
    getattr(module, body["kind"])(name, **properties)


def aliases_of(request):
    return [alias.spec.type for alias in request.aliases]


@pytest.mark.parametrize("body", [pytest.param(body, id=kind) for (_, kind), body in every_body().items()])
def test_it_is_registered_as_by_the_typed_class(body):
    (ours,) = run(lambda: KubernetesResource("it", body, ResourceOptions())).requests.values()
    (theirs,) = run(lambda: typed("it", body)).requests.values()
    assert ours.type == theirs.type
    assert ours.version == theirs.version
    assert ours.pluginDownloadURL == theirs.pluginDownloadURL
    assert aliases_of(ours) == aliases_of(theirs)
    assert list(ours.additionalSecretOutputs) == list(theirs.additionalSecretOutputs)
    assert canonical(inputs(ours)) == canonical(inputs(theirs))
    assert ours.custom
    assert theirs.custom


def test_the_list_of_aliases_is_that_of_the_installed_pulumi_kubernetes():
    written = json.loads(Path(kubernetes_resource.__file__).with_name("aliases.json").read_text())
    assert written == aliases()


def test_the_provider_is_the_installed_one():
    assert provider_version() == pulumi_kubernetes._utilities.get_version()


@pytest.mark.parametrize(
    ("api_version", "kind", "token"),
    [
        ("v1", "Service", "kubernetes:core/v1:Service"),
        ("apps/v1", "Deployment", "kubernetes:apps/v1:Deployment"),
        ("keda.sh/v1alpha1", "ScaledObject", "kubernetes:keda.sh/v1alpha1:ScaledObject"),
    ],
)
def test_type_tokens(api_version, kind, token):
    assert type_token(api_version, kind) == token
