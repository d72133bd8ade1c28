"""What holds for any traits of strangers, whatever they do to a Deployment.

The oracle knows nothing of the library's paths: it works on sets of leaves, each a tuple of names.
"""

import copy
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from oamdsl import Add, Create, Delegate, Platform, Read, Set, implements
from oamdsl.compose.fold import fold
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Effect
from tests.compose.composing import (
    CLASSES,
    DEPLOYMENT,
    POD,
    A,
    Web,
    binding,
    composed,
    deployment,
    field,
    rendered,
    text,
    wrote,
)

Leaf = tuple[str, ...]
PROFILE = settings(max_examples=150, deadline=None)

SPEC: dict[str, Any] = {
    "minReadySeconds": 5,
    "strategy": {"rollingUpdate": {"maxSurge": 1}},
    "template": {
        "metadata": {"annotations": {"dev": "x"}},
        "spec": {
            "terminationGracePeriodSeconds": 30,
            "containers": [
                {
                    "name": "web",
                    "image": "web:1",
                    "env": [{"name": "DEV", "value": "x"}],
                    "securityContext": {"runAsUser": 1},
                }
            ],
        },
    },
}


@attrs.frozen(eq=False)
class Deed:
    """An effect in the oracle's words.

    Attributes:
        verb: set, delegate, add, create or read.
        object: Name of the object.
        at: The field, ``*`` for any container; of an added entry, the entry itself.
        value: What a trait puts there; ``{}`` in it stands for the trait's own word.
    """

    verb: str
    object: str
    at: Leaf
    value: Any


def _deeds() -> Iterator[Deed]:
    containers = ("spec", "template", "spec", "containers")
    for at, value in {
        ("spec", "replicas"): "{}",
        ("spec", "minReadySeconds"): "{}",
        ("spec", "strategy"): {"type": "{}"},
        ("spec", "strategy", "type"): "{}",
        ("spec", "strategy", "rollingUpdate"): {"maxSurge": "{}", "maxUnavailable": "{}"},
        ("spec", "strategy", "rollingUpdate", "maxUnavailable"): "{}",
        ("spec", "template", "spec", "tolerations"): [{"key": "{}"}],
        ("spec", "template", "spec", "dnsPolicy"): "{}",
        ("spec", "template", "metadata", "annotations", "a"): "{}",
        (*containers, "web", "args"): ["{}", "{}"],
        (*containers, "web", "securityContext", "privileged"): "{}",
        (*containers, "*", "securityContext", "privileged"): "{}",
        (*containers, "*", "securityContext"): {"runAsNonRoot": "{}"},
        (*containers, "*", "image"): "{}",
    }.items():
        yield Deed("set", "web", at, value)
    yield Deed("delegate", "web", ("spec", "replicas"), "{}")
    yield Deed("delegate", "web", (*containers, "*", "resources", "requests", "cpu"), "{}")
    for key in ("a", "b", "dev"):
        yield Deed("add", "web", ("spec", "template", "metadata", "annotations", key), "{}")
    for key in ("ssd", "gpu"):
        yield Deed("add", "web", ("spec", "template", "spec", "nodeSelector", key), "{}")
    for name in ("logs", "data"):
        volume = {"name": name, "hostPath": {"path": "{}"}}
        yield Deed("add", "web", ("spec", "template", "spec", "volumes", name), volume)
    for name in ("E", "DEV"):
        variable = {"name": name, "value": "{}"}
        yield Deed("add", "web", (*containers, "web", "env", name), variable)
        yield Deed("add", "web", (*containers, "*", "env", name), variable)
    for name in ("proxy", "agent"):
        yield Deed("add", "web", (*containers, name), {"name": name, "image": "{}"})
    for name in ("one", "two"):
        yield Deed("create", name, (), {"data": {"k": "{}"}})
        yield Deed("set", name, ("data", "k"), "{}")
        yield Deed("set", name, ("data", "other"), "{}")
    yield Deed("read", "web", (*containers, "*", "resources", "requests", "cpu"), None)


DEEDS = tuple(_deeds())
traits = st.lists(st.lists(st.sampled_from(DEEDS), max_size=5, unique=True), min_size=1, max_size=3)
few_traits = st.lists(st.lists(st.sampled_from(DEEDS), max_size=2, unique=True), min_size=1, max_size=3)
two_traits = st.lists(
    st.lists(st.sampled_from(DEEDS), min_size=1, max_size=4, unique=True), min_size=2, max_size=2
)


def said(value: Any, word: str) -> Any:
    match value:
        case str():
            return value.replace("{}", word)
        case Mapping():
            return {key: said(one, word) for key, one in value.items()}
        case list():
            return [said(one, word) for one in value]
    return value


def word(deed: Deed, who: str) -> str:
    return f"{who}-{deed.verb}-{deed.at[-1] if deed.at else ''}"


def effect(deed: Deed, who: str) -> Effect:
    value = said(deed.value, word(deed, who))
    ref = DEPLOYMENT if deed.object == "web" else ObjectRef(Api("v1", "ConfigMap"), deed.object, "prod")
    match deed.verb:
        case "set":
            return Set(FieldRef(ref, written(deed.at)), value)
        case "delegate":
            return Delegate(FieldRef(ref, written(deed.at)), to=f"controller of {who}", initial=value)
        case "add":
            key = deed.at[-1] if isinstance(value, str) else None
            return Add(FieldRef(ref, written(deed.at[:-1])), key, value)
        case "create":
            return Create("v1", "ConfigMap", deed.object, value)
    return Read(FieldRef(ref, written(deed.at)), why="it is read")


def written(at: Leaf) -> Path:
    parts = [
        ("[*]" if name == "*" else f"[name={name}]")
        if above in ("containers", "volumes", "env")
        else f".{name}"
        for above, name in zip(("", *at), at, strict=False)
    ]
    return Path.parse("".join(parts).removeprefix("."))


def bindings(some: list[list[Deed]]):
    return [
        binding(cls(), [effect(deed, cls.__name__) for deed in deeds])
        for cls, deeds in zip(CLASSES, some, strict=False)
    ]


def leaves(value: Any, at: Leaf = ()) -> dict[Leaf, Any]:
    """The fields of a body: {path: value}; the entries of the keyed lists here go by their name."""
    if at[-1:] == ("nodeSelector",):
        return {at: value}
    if isinstance(value, Mapping) and value:
        return {k: v for key, one in value.items() for k, v in leaves(one, (*at, key)).items()}
    if isinstance(value, list) and at[-1] in ("containers", "volumes", "env"):
        return {k: v for one in value for k, v in leaves(one, (*at, one["name"])).items()}
    return {at: value}


def touches(one: Leaf, other: Leaf) -> bool:
    depth = min(len(one), len(other))
    return one[:depth] == other[:depth]


class Oracle:
    """What must come of two traits, from the deeds alone."""

    def __init__(self, some: list[list[Deed]]) -> None:
        self.deeds = [
            (cls.__name__, deed)
            for cls, deeds in zip(CLASSES, some, strict=False)
            for deed in dict.fromkeys(deeds)
        ]
        body = {"web": {"spec": SPEC}}
        self.developer = {(name, *at) for name, one in body.items() for at in leaves(one)}
        self.objects = {"web"} | {deed.object for _, deed in self.deeds if deed.verb == "create"}
        self.containers = {"web"} | {
            deed.at[-1] for _, deed in self.deeds if deed.verb == "add" and deed.at[-2] == "containers"
        }

    def places(self, deed: Deed) -> list[Leaf]:
        names = self.containers if "*" in deed.at else {"*"}
        return [
            (deed.object, *(name if part == "*" else part for part in deed.at))
            for name in sorted(names)
            if deed.object in self.objects
        ]

    def contents(self) -> Iterator[tuple[str, Leaf, set[Leaf]]]:
        """``(owner, what may be there once, the leaves of it)`` of all that is made and added."""
        for who, deed in self.deeds:
            if deed.verb == "create":
                made = {"apiVersion": "", "kind": "", "metadata": "", **deed.value}
                yield who, (deed.object,), {(deed.object, *at) for at in leaves(made)}
            elif deed.verb == "add":
                for place in self.places(deed):
                    if place[-2] == "nodeSelector":
                        yield who, place[:-1], {place[:-1]}
                    else:
                        yield who, place, {(*place, *at) for at in leaves(deed.value)}

    def decisions(self) -> Iterator[tuple[str, Leaf, Deed]]:
        for who, deed in self.deeds:
            if deed.verb in ("set", "delegate"):
                for place in self.places(deed):
                    yield who, place, deed

    def conflicts(self) -> set[frozenset[str]]:
        found = set()
        contents = list(self.contents())
        free = []
        for who, entry, inner in contents:
            if any(leaf[: len(entry)] == entry for leaf in self.developer):
                found.add(frozenset({who, "Web"}))
            else:
                free.append((who, entry, inner))
        for (who, entry, _), (other, its, _) in itertools.combinations(free, 2):
            if who != other and entry == its:
                found.add(frozenset({who, other}))
        decisions = list(self.decisions())
        for who, place, _ in decisions:
            found |= {frozenset({who, "Web"}) for leaf in self.developer if touches(leaf, place)}
            found |= {
                frozenset({who, other})
                for other, _, inner in free
                if other != who and any(touches(leaf, place) for leaf in inner)
            }
        for (who, place, deed), (other, its, its_deed) in itertools.combinations(decisions, 2):
            if who != other and touches(place, its):
                found.add(frozenset({who, other}))
            elif who == other and place == its and (deed.verb, deed.value) != (its_deed.verb, its_deed.value):
                found.add(frozenset({who}))
        return found

    def result(self) -> dict[Leaf, Any]:
        """The leaves of all objects when nothing conflicts."""
        all_of = {("web", *at): value for at, value in leaves({"spec": SPEC}).items()}
        for who, deed in self.deeds:
            value = said(deed.value, word(deed, who))
            if deed.verb == "create":
                all_of |= {(deed.object, *at): one for at, one in leaves(value).items()}
            elif deed.verb == "add":
                for place in self.places(deed):
                    if place[-2] == "nodeSelector":
                        all_of[place[:-1]] = {**all_of.get(place[:-1], {}), place[-1]: value}
                    else:
                        all_of |= {(*place, *at): one for at, one in leaves(value).items()}
        for who, place, deed in sorted(self.decisions(), key=lambda one: len(one[1])):
            value = said(deed.value, word(deed, who))
            all_of = {at: one for at, one in all_of.items() if not touches(at, place)}
            all_of |= (
                {(*place, *at): one for at, one in leaves(value).items()}
                if isinstance(value, dict)
                else {place: value}
            )
        return all_of


def all_leaves(result) -> dict[Leaf, Any]:
    return {
        (one.ref.name, *at): value
        for one in result.objects
        for at, value in leaves(
            {key: part for key, part in one.body.items() if key in ("spec", "data")}
        ).items()
    }


def workload():
    return rendered(deployment(SPEC))


@PROFILE
@given(traits)
def test_the_order_of_the_traits_does_not_matter(some):
    ground = workload()
    results = [fold(ground, order, wrote) for order in itertools.permutations(bindings(some))]
    assert len({text(one) for one in results}) == 1
    assert len({one.contests for one in results}) == 1
    assert len({one.hand_overs for one in results}) == 1
    assert len({tuple(str(claim) for each in one.objects for claim in each.claims) for one in results}) == 1


@PROFILE
@given(two_traits)
def test_two_owners_of_one_field_always_conflict_and_of_different_fields_never(some):
    result = fold(workload(), bindings(some), wrote)
    found = {frozenset({one.first.owner.name, one.second.owner.name}) for one in result.contests}
    assert found == Oracle(some).conflicts()


@PROFILE
@given(few_traits)
def test_nothing_is_lost_and_nothing_else_is_changed(some):
    result = fold(workload(), bindings(some), wrote)
    if not result.contests:
        assert all_leaves(result) == Oracle(some).result()


@PROFILE
@given(traits)
def test_what_the_developer_wrote_is_never_overwritten(some):
    result = all_leaves(fold(workload(), bindings(some), wrote))
    assert all(result[("web", *at)] == value for at, value in leaves({"spec": SPEC}).items())


@PROFILE
@given(traits)
def test_inputs_are_never_changed(some):
    ground, bound = workload(), bindings(some)

    def inputs():
        return ground.body, [
            one.value if isinstance(one, (Set, Add)) else getattr(one, "body", None)
            for each in bound
            for one in each.effects
        ]

    before = copy.deepcopy(inputs())
    for one in fold(ground, bound, wrote).objects:
        if one.body is not ground.body:
            wreck(one.body)
    assert inputs() == before


def wreck(value: Any) -> None:
    """Change *value* down to its leaves, as a careless reader of a result may."""
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, (dict, list)):
            wreck(one)
    value.clear()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(DEEDS), max_size=4))
def test_a_trait_bound_to_two_components_gives_independent_results(deeds):
    @implements(A)
    def implementation(_trait, ground):
        for deed in deeds:
            one = effect(deed, "A")
            if isinstance(one, Create):
                yield attrs.evolve(one, name=f"{ground.name}-{one.name}")
            elif one.field.object == DEPLOYMENT:
                yield attrs.evolve(one, field=ground.ref / one.field.path)

    shared = A()
    platform = Platform("shared", [implementation])
    alone = composed(Web("first", traits=[A()]), platform)
    first = composed(Web("first", traits=[shared]), platform)
    before = text(first.folded)
    second = composed(Web("second", traits=[shared]), platform)
    assert before == text(first.folded) == text(alone.folded)
    assert text(second.folded).replace("second", "first") == before


def test_the_written_path_of_a_deed_is_the_one_that_people_write():
    deed = next(one for one in DEEDS if one.verb == "add" and one.at[-1] == "E" and "*" in one.at)
    assert effect(deed, "A") == Add(
        field(f"{POD}.containers[*].env"), None, {"name": "E", "value": "A-add-E"}
    )
