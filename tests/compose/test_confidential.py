"""What of a plan no report may show."""

import pytest

from oamdsl import (
    Application,
    Component,
    Environment,
    KubernetesWorkload,
    RawPatch,
    Secret,
    Value,
    component,
    parameter,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.confidential import is_given_away, sealed, secrets_of, shown_field
from oamdsl.diff.seal import Salted
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.value import Mapped, StackSecret
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.model.test_value import Later

SEAL = Salted(b"salt")
SPELT = "hunter2\nhunter2"


@component
class Raw(Component):
    """A Secret as it is written in Kubernetes."""

    token: Value[str] = parameter(default="")

    def workload(self):
        return KubernetesWorkload(
            {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": "key"},
                "stringData": {"token": self.token, "short": "abc"},
            }
        )


def raw(token, *traits):
    environment = Environment("prod", platform=KUBERNETES)
    plan = compose(environment, [Application("shop", [Raw("key", token=token, traits=traits)])])
    return plan.components[0]


def test_what_a_secret_keeps_is_sealed_and_nothing_else():
    body = {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "Opaque",
        "data": {"a": "aHVudGVyMg==", "none": None, "sealed": "[secret]"},
        "stringData": {"later": Later(), "known": Secret("hunter2")},
    }
    assert sealed(body) == {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "Opaque",
        "data": {"a": "[secret]", "none": None, "sealed": "[secret]"},
        "stringData": {"later": "[known after deployment]", "known": "[secret]"},
    }
    assert sealed({"apiVersion": "v1", "kind": "Secret", "data": "odd"})["data"] == "[secret]"
    assert sealed({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "b"}})["data"] == {"a": "b"}


def test_a_secret_is_sealed_wherever_it_stands_by_what_it_is():
    body = {"apiVersion": "v1", "kind": "A", "list": [Secret("a"), Mapped(Secret("A"), str.lower), Later()]}
    assert sealed(body, SEAL)["list"] == [SEAL("a"), SEAL("a"), "[known after deployment]"]
    assert SEAL("a") != SEAL("b") != Salted(b"other")("b")
    stack = {"apiVersion": "v1", "kind": "A", "secret": StackSecret("key")}
    assert sealed(stack, SEAL)["secret"] == SEAL(StackSecret("key"))


def test_in_base64_or_not_it_is_the_same_secret():
    secret = {"apiVersion": "v1", "kind": "Secret"}
    one = sealed({**secret, "data": {"a": "aHVudGVyMg=="}}, SEAL)["data"]["a"]
    assert one == sealed({**secret, "stringData": {"a": "hunter2"}}, SEAL)["stringData"]["a"]


@pytest.mark.parametrize(
    ("kind", "path", "value", "expected"),
    [
        ("Secret", "data.a", "x", "[secret]"),
        ("ConfigMap", "data.a", "é", '"é"'),
        ("ConfigMap", "data.a", Secret("x"), "[secret]"),
        ("ConfigMap", "data.a", [Secret("x"), Later()], '["[secret]", "[known after deployment]"]'),
    ],
)
def test_a_field_is_shown_unless_it_is_a_secret(kind, path, value, expected):
    assert shown_field(ObjectRef(Api("v1", kind), "a", "") / Path.parse(path), value) == expected


def test_what_spells_out_what_a_secret_keeps_is_found_in_what_was_declared():
    patch = RawPatch(merge={"stringData": {"token": SPELT}})
    other = RawPatch(merge={"metadata": {"labels": {"a": "abc"}}})
    composed = raw(SPELT, patch)
    secrets = secrets_of(composed)
    assert secrets == {SPELT, "hunter2\\nhunter2"}
    assert is_given_away(composed.component, "token", secrets)
    assert is_given_away(patch, "merge", secrets)
    assert not is_given_away(other, "merge", secrets)
    assert secrets_of(raw(Secret("hunter2"))) == frozenset()


def test_what_a_patch_says_is_found_even_if_it_is_refused():
    one, other = (
        RawPatch(merge={"stringData": {"a": "first-one"}}),
        RawPatch(merge={"stringData": {"a": "second-one"}}),
    )
    composed = raw("hunter2", one, other)
    assert {"first-one", "second-one"} <= secrets_of(composed)
    operations = [
        {"op": "add", "path": "/stringData/a", "value": "third-one"},
        {"op": "add", "path": "/data/b", "value": "Zm91cnRoLW9uZQ=="},
        {"op": "remove", "path": "/data/c"},
    ]
    refused = RawPatch(kind="Secret", name="none", operations=operations)
    assert {"third-one", "fourth-one"} <= secrets_of(raw("hunter2", refused))


def test_data_of_what_is_no_secret_are_none():
    @component
    class Settings(Component):
        """A ConfigMap."""

        def workload(self):
            return KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "plain-text"}})

    environment = Environment("prod", platform=KUBERNETES)
    patch = RawPatch(merge={"data": {"b": "more-text"}})
    plan = compose(environment, [Application("shop", [Settings("settings", traits=[patch])])])
    assert secrets_of(plan.components[0]) == frozenset()
