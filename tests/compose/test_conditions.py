"""Effects that depend on whether an object is there."""

import itertools

import pytest

from oamdsl import (
    Application,
    Create,
    Delegate,
    Environment,
    KubernetesWorkload,
    Platform,
    Refuse,
    Require,
    Set,
    Where,
    implements,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.conditions import settled
from oamdsl.compose.relation import Relation, relation
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from tests.compose.composing import A, B, C, Web, binding, deployment, field, rendered

ROUTE = ObjectRef(Api("example.com/v1", "Route"), "web", "prod")
MADE = Create("example.com/v1", "Route", "web", {"spec": {}})
THERE = Set(field("spec.paused"), value=True)
ABSENT = Set(field("spec.paused"), value=False)
EITHER = Where(ROUTE, (THERE,), otherwise=(ABSENT,))


def outcome(effects, *others, workload=None):
    """What *effects* come to beside those of *others*, the same in every order."""
    first = binding(A(), effects)
    bindings = [first, *(binding(cls(), some) for cls, some in zip((B, C), others, strict=False))]
    found, *same = (
        next(one.effects for one in settled(rendered(workload), order) if one.trait is first.trait)
        for order in itertools.permutations(bindings)
    )
    assert all(one == found for one in same)
    return found


def test_what_depends_on_an_object_holds_where_another_trait_makes_it():
    assert outcome([MADE, EITHER]) == (MADE, THERE)
    assert outcome([EITHER], [MADE]) == (THERE,)
    assert outcome([EITHER], [THERE]) == (ABSENT,)
    assert outcome([Where(ROUTE, (THERE,))], [THERE]) == ()


@pytest.mark.parametrize(
    ("api_version", "name", "expected"),
    [
        ("example.com/v1beta1", "web", THERE),  # the same object in another version of its API
        ("example.com/v1", "other", ABSENT),
        ("example.org/v1", "web", ABSENT),
    ],
)
def test_an_object_is_the_one_of_that_name_in_its_group(api_version, name, expected):
    assert outcome([EITHER], [Create(api_version, "Route", name, {})]) == (expected,)


def test_or_the_developer_does():
    body = deployment().body
    workload = KubernetesWorkload(body, objects=[{"apiVersion": "example.com/v1", "kind": "Route"}])
    assert outcome([EITHER], workload=workload) == (THERE,)


def test_conditions_may_be_in_one_another_and_what_they_make_is_not_looked_at():
    other = Where(ROUTE, (THERE,), otherwise=(MADE, EITHER))
    assert outcome([other]) == (MADE, ABSENT)
    assert outcome([other], [EITHER]) == (MADE, ABSENT)


@implements(A)
def scales(_trait, workload):
    yield Create("example.com/v1", "Scaler", workload.name, {"spec": {}})
    yield Delegate(workload.replicas, to="Scaler", initial=1)


@implements(B)
def scales_otherwise(_trait, workload):
    yield Set(workload.replicas, 3)


@implements(C)
def releases(_trait, workload):
    scaler = ObjectRef(Api("example.com/v1", "Scaler"), workload.name, workload.context.namespace)
    yield Where(
        scaler,
        (),
        otherwise=(
            Delegate(workload.replicas, to="Release", initial=1),
            Require("mesh"),
            Refuse("scaler", why="it has nothing to go by", help="bind `A`"),
        ),
    )


PLATFORM = Platform("p", [scales, scales_otherwise, releases])


def composed(*traits):
    environment = Environment("prod", platform=PLATFORM, namespace="prod")
    (found,) = compose(environment, [Application("shop", [Web("web", traits=traits)])]).components
    return found


def test_relations_depend_on_it():
    assert relation(C(), A(), rendered(), PLATFORM)[0] is Relation.COMPOSABLE
    assert relation(C(), B(), rendered(), PLATFORM)[0] is Relation.CONFLICTING


def test_so_does_what_is_required_and_refused():
    alone, beside = composed(C()), composed(C(), A())
    assert [what for what, _ in alone.requirements] == ["mesh"]
    assert [refusal.why for refusal, _ in alone.refusals] == ["it has nothing to go by"]
    assert list(beside.requirements) == []
    assert beside.refusals == ()
    assert beside.folded.contests == ()
    assert beside.claim_on(field("spec.replicas")).owner.name == "A"


@pytest.mark.parametrize("effect", ["x", Create("v1", "ConfigMap", "", {})])
def test_what_is_no_effect_is_none_in_a_condition_either(effect):
    @implements(A)
    def mistaken(_trait, _workload):
        yield Where(ROUTE, (THERE,), otherwise=(Where(ROUTE, (effect,)),))

    environment = Environment("prod", platform=Platform("p", [mistaken]))
    (found,) = compose(environment, [Application("shop", [Web("web", traits=[A()])])]).components
    (failure,) = found.failures
    assert failure.error.startswith("it yielded ")
