import enum
from collections.abc import Mapping, Sequence

import pytest

from oamdsl import (
    Component,
    ConfigFile,
    Container,
    ContainerizedWorkload,
    KubernetesWorkload,
    Platform,
    Secret,
    Set,
    component,
    implements,
    parameter,
)
from oamdsl.compose.developer_claim import other_values
from oamdsl.compose.ledger import Role, Verb
from oamdsl.kubernetes.path import Path
from oamdsl.model.element import fields_of
from tests.compose.composing import WEB, A, composed, deployment


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


@component
class Tuned(Component):
    """A component with a parameter of every kind."""

    replicas: int = parameter(default=2, ge=1, le=2)
    paused: bool = parameter(default=False)
    ratio: float = parameter(default=0.5)
    policy: str = parameter(default="Always", choices=("Always", "Never"))
    text: str = parameter(default="x")
    token: str = parameter(default="t", secret=True)
    level: Level = parameter(default=Level.LOW)
    arguments: Sequence[str] = parameter(default=("-v",))
    notes: Mapping[str, str] = parameter(default={"note": "x"})
    port: int | None = parameter(default=None)
    sidecar: bool = parameter(default=True)
    fixed: str = "fixed"

    def workload(self):
        if self.text == "xx":
            raise ValueError(self.text)
        web = {
            "name": "web",
            "image": self.fixed,
            "imagePullPolicy": self.policy,
            "args": list(self.arguments),
            "env": [
                {"name": "RATIO", "value": str(self.ratio)},
                {"name": "TOKEN", "value": self.token},
                {"name": "LEVEL", "value": self.level.value},
                {"name": "PORT", "value": self.port},
                {"name": "TEXT", "value": f"{self.text}"},
            ],
        }
        sidecar = [{"name": "sidecar", "image": "s:1"}] if self.sidecar else []
        return KubernetesWorkload(
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "metadata": {"annotations": dict(self.notes)},
                "spec": {
                    "replicas": self.replicas,
                    "paused": self.paused,
                    "strategy": {"type": "Recreate", "other": self.text},
                    "template": {"spec": {"containers": [web, *sidecar]}},
                },
            }
        )


def claim(one, path, index=0):
    found = composed(one)
    return found.claims.of(found.workload.objects[index], Path.parse(path))


FOLLOWING = {
    "replicas": "spec.replicas",
    "paused": "spec.paused",
    "policy": f"{WEB}.imagePullPolicy",
    "arguments": f"{WEB}.args",
    "notes": "metadata.annotations.note",
    "ratio": f"{WEB}.env[name=RATIO].value",
    "token": f"{WEB}.env[name=TOKEN].value",
    "level": f"{WEB}.env[name=LEVEL].value",
    "port": f"{WEB}.env[name=PORT].value",
    "text": f"{WEB}.env[name=TEXT].value",
    "sidecar": "spec.template.spec.containers[name=sidecar].image",
}
OVERRIDES = {
    "replicas": 1,
    "paused": True,
    "policy": "Never",
    "arguments": ["-q"],
    "notes": {"note": "y"},
    "ratio": 1.5,
    "token": "u",
    "level": Level.HIGH,
    "port": 80,
    "text": "y",
    "sidecar": True,
}


@pytest.mark.parametrize(("name", "path"), FOLLOWING.items())
def test_a_field_that_follows_from_a_parameter_is_its_default_or_its_overriders(name, path):
    left = claim(Tuned("web"), path)
    assert (left.verb, left.owner.name, left.owner.role) == (Verb.DEFAULTED, name, Role.DEVELOPER)
    assert left.owner.origin == fields_of(Tuned)[name].constraint.origin
    tuned = Tuned("web", **{name: OVERRIDES[name]})
    given = claim(tuned, path)
    assert (given.verb, given.owner.name) == (Verb.OVERRODE, name)
    assert given.owner.role is Role.APPLICATION_OPERATOR
    assert given.owner.origin == tuned.origin


@pytest.mark.parametrize("path", ["spec.strategy.type", f"{WEB}.image", f"{WEB}.name"])
def test_every_other_field_is_the_developers(path):
    found = claim(Tuned("web"), path)
    assert (found.verb, found.owner.name, found.owner.role) == (Verb.WROTE, "Tuned", Role.DEVELOPER)


@component
class Pair(Component):
    """A field that follows from two parameters."""

    first: str = parameter(default="a")
    second: str = parameter(default="b")
    third: str | None = parameter(default=None)

    def workload(self):
        return deployment({"both": self.first + self.second, "third": self.third})


def test_of_two_parameters_behind_a_field_the_one_that_was_given_counts():
    assert claim(Pair("web"), "spec.both").owner.name == "first"
    found = claim(Pair("web", second="c"), "spec.both")
    assert (found.verb, found.owner.name) == (Verb.OVERRODE, "second")


def test_the_namespace_and_the_applications_name_are_placed_by_those_who_give_them():
    one = composed(Tuned("web"))
    namespace = claim(Tuned("web"), "metadata.namespace")
    assert (namespace.verb, namespace.owner.name) == (Verb.PLACED, "environment prod")
    assert namespace.owner.role is Role.INFRASTRUCTURE_OPERATOR

    @component
    class Web(Component):
        def workload(self):
            return ContainerizedWorkload([Container("web", image="web:1")])

    for path in ("metadata.labels", "spec.template.metadata.labels"):
        part_of = claim(Web("web"), f'{path}["app.kubernetes.io/part-of"]')
        assert (part_of.verb, part_of.owner.name) == (Verb.PLACED, "application shop")
        assert part_of.owner.role is Role.APPLICATION_OPERATOR
    assert one.claims.of(one.workload.objects[0], Path()).verb is Verb.WROTE


def test_a_namespace_that_the_developer_wrote_is_the_developers():
    @component
    class Elsewhere(Component):
        def workload(self):
            return deployment(namespace="elsewhere")

    assert claim(Elsewhere("web"), "metadata.namespace").verb is Verb.WROTE


def test_an_object_that_comes_with_a_parameter_follows_from_it():
    @component
    class Configured(Component):
        with_file: bool = parameter(default=True)

        def workload(self):
            files = [ConfigFile("/etc/a", "x")] if self.with_file else []
            return ContainerizedWorkload([Container("web", image="web:1", config=files)])

    assert claim(Configured("web"), "data", index=1).owner.name == "with_file"


def taken(path, one):
    @implements(A)
    def taker(_trait, workload):
        yield Set(workload.ref / Path.parse(path), "taken")

    return composed(one, Platform("taking", [taker])).folded


def test_a_trait_may_claim_a_field_that_follows_from_a_default():
    result = taken("spec.replicas", Tuned("web", traits=[A()]))
    assert not result.contests
    assert result.objects[0].body["spec"]["replicas"] == "taken"


def test_a_trait_may_not_claim_a_field_that_an_operator_overrode():
    result = taken("spec.replicas", Tuned("web", replicas=1, traits=[A()]))
    assert result.contests[0].first.verb is Verb.OVERRODE
    assert result.objects[0].body["spec"]["replicas"] == 1


def test_a_trait_may_not_claim_what_holds_a_fixed_field_beside_a_default():
    result = taken("spec.strategy", Tuned("web", traits=[A()]))
    assert [str(one.first.field.path) for one in result.contests] == ["spec.strategy.type"]


@pytest.mark.parametrize(
    ("name", "value", "known"),
    [
        ("replicas", 2, [1]),
        ("replicas", 1, [2]),
        ("paused", False, [True]),
        ("ratio", 0.5, [1.5, -0.5]),
        ("text", "x", ["xx"]),
        ("level", Level.LOW, [Level.HIGH]),
        ("port", None, []),
    ],
)
def test_other_values_are_admitted_and_unlike(name, value, known):
    *found, stranger = other_values(fields_of(Tuned)[name], value)
    assert found == known
    assert type(stranger).__name__ == "_Stranger"


def test_other_values_of_choices_are_the_other_choices_alone():
    assert list(other_values(fields_of(Tuned)["policy"], "Always")) == ["Never"]


def test_other_values_of_a_secret_are_secret():
    assert isinstance(next(other_values(fields_of(Tuned)["token"], Secret("t"))), Secret)


def test_other_values_of_a_field_that_is_no_parameter_have_no_bounds():
    assert next(other_values(fields_of(Tuned)["fixed"], 7)) == 8


def test_a_stranger_is_opaque():
    *_, stranger = other_values(fields_of(Tuned)["port"], None)
    assert (stranger.future(), stranger.is_secret()) == (None, None)
