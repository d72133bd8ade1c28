import pytest

from oamdsl import (
    ConfigFile,
    ContainerizedWorkload,
    Create,
    KubernetesWorkload,
    Metadata,
    Secret,
    implements,
)
from oamdsl.checks.rules.exposed_secret import exposed_secret
from oamdsl.model.value import Mapped, StackSecret
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import container, messages, plan_of, service, shown


def test_a_secret_argument_is_reported_without_its_value():
    (finding,) = exposed_secret(service(container(args=["-p", Secret("hunter2")])))
    assert finding.violation.message == (
        "a secret stands in `spec.template.spec.containers[name=web].args` of Deployment/web"
        " of component `web`, where it is not kept secret"
    )
    assert "hunter2" not in str(finding)
    assert [label for _, label in shown(finding)] == [
        "`spec.template.spec.containers[name=web].args` is written here",
        "component `web` is built here",
    ]
    assert finding.violation.help.startswith("give it to the container as an environment variable")


def raw(**fields):
    return plan_of(KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap", **fields}))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"data": {"a": StackSecret("a")}}, "data.a"),
        ({"data": {"a": Mapped(Secret(1), str)}}, "data.a"),
        ({"metadata": {"annotations": {"x/y": Secret("")}}}, 'metadata.annotations["x/y"]'),
        ({"list": (1, True, None, {"b": Secret("")})}, "list"),
        ({"number": 1.5, "b": Secret("")}, "b"),
    ],
)
def test_a_secret_is_found_anywhere(fields, path):
    assert messages(exposed_secret, raw(**fields)) == [
        f"a secret stands in `{path}` of ConfigMap/web of component `web`, where it is not kept secret"
    ]


def test_a_kubernetes_secret_keeps_secrets_in_its_data_alone():
    body = {
        "apiVersion": "v1",
        "kind": "Secret",
        "data": {"a": Secret("1")},
        "stringData": {"a": Secret("2")},
        "type": Secret("3"),
    }
    assert [one.split("`")[1] for one in messages(exposed_secret, plan_of(KubernetesWorkload(body)))] == [
        "type"
    ]


def test_a_custom_resource_called_secret_keeps_none():
    body = {"apiVersion": "example.com/v1", "kind": "Secret", "data": {"a": Secret("1")}}
    assert len(messages(exposed_secret, plan_of(KubernetesWorkload(body)))) == 1


def test_secret_variables_and_files_are_kept():
    web = container(env={"A": Secret("1")}, config=[ConfigFile("/a", Secret("2"))])
    assert messages(exposed_secret, service(web)) == []


@implements(Metadata)
def config_map(trait, workload):
    """A ConfigMap with a secret."""
    yield Create("v1", "ConfigMap", workload.name, {"data": {"a": Secret("1")}})


def test_a_trait_that_exposes_a_secret_is_named():
    platform = KUBERNETES.offering(config_map)
    plan = plan_of(ContainerizedWorkload([container()]), Metadata(), platform=platform)
    (finding,) = exposed_secret(plan)
    assert shown(finding)[0] == ("Metadata()", "the value comes from here")


def test_a_text_made_of_a_secret_is_left_to_another_rule():
    assert messages(exposed_secret, service(container(args=[str(Secret("1"))]))) == []
