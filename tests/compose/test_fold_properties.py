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

from oamdsl import Add, Amend, Create, Default, Delegate, Offer, Platform, Read, Rewrite, Set, implements
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Controller
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Effect
from tests.compose.composing import (
    CLASSES,
    DEPLOYMENT,
    POD,
    A,
    D,
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
                    "securityContext": {"runAsUser": 1, "capabilities": {"drop": ["DEV"]}},
                }
            ],
            "nodeSelector": {"dev": "x"},
            "tolerations": [{"key": "dev"}],
        },
    },
}


@attrs.frozen(eq=False)
class Deed:
    """An effect in the oracle's words.

    Attributes:
        verb: set, delegate, default, add, create, amend, offer or read.
        object: Name of the object.
        at: The field, ``*`` for any container; of an added entry, the entry itself.
        value: What a trait puts there, or adds to it; ``{}`` in it stands for the trait's own word.
        after: What an added entry stands after.
    """

    verb: str
    object: str
    at: Leaf
    value: Any
    after: tuple[str, ...] = ()


POD_SPEC = ("spec", "template", "spec")
CONTAINERS = (*POD_SPEC, "containers")
ANNOTATIONS = ("spec", "template", "metadata", "annotations")


def _decided() -> Iterator[Deed]:
    for at, value in {
        ("spec", "replicas"): "{}",
        ("spec", "minReadySeconds"): "{}",
        ("spec", "strategy"): {"type": "{}"},
        ("spec", "strategy", "type"): "{}",
        ("spec", "strategy", "rollingUpdate"): {"maxSurge": "{}", "maxUnavailable": "{}"},
        ("spec", "strategy", "rollingUpdate", "maxUnavailable"): "{}",
        (*POD_SPEC, "tolerations"): [{"key": "{}"}],
        (*POD_SPEC, "dnsPolicy"): "{}",
        (*ANNOTATIONS, "a"): "{}",
        (*CONTAINERS, "web", "args"): ["{}", "{}"],
        (*CONTAINERS, "web", "securityContext", "privileged"): "{}",
        (*CONTAINERS, "*", "securityContext", "privileged"): "{}",
        (*CONTAINERS, "*", "securityContext"): {"runAsNonRoot": "{}"},
        (*CONTAINERS, "*", "image"): "{}",
    }.items():
        yield Deed("set", "web", at, value)
    yield Deed("delegate", "web", ("spec", "replicas"), "{}")
    yield Deed("delegate", "web", (*CONTAINERS, "*", "resources", "requests", "cpu"), "{}")


def _added() -> Iterator[Deed]:
    for key in ("a", "b", "dev"):
        yield Deed("add", "web", (*ANNOTATIONS, key), "{}")
    for key in ("ssd", "dev"):
        yield Deed("add", "web", (*POD_SPEC, "nodeSelector", key), "{}")
    for key in ("gpu", "dev"):
        toleration = {"key": key, "tolerationSeconds": "{}"}
        yield Deed("add", "web", (*POD_SPEC, "tolerations", key), toleration)
    for name in ("ALL", "DEV"):
        drop = ("securityContext", "capabilities", "drop", name)
        yield Deed("add", "web", (*CONTAINERS, "web", *drop), name)
        yield Deed("add", "web", (*CONTAINERS, "*", *drop), name)
    for name, after in (("i1", ()), ("i2", ("i1",)), ("i3", ("i2", "i1")), ("i1", ("i3",))):
        at = (*POD_SPEC, "initContainers", name)
        yield Deed("add", "web", at, {"name": name, "image": "{}"}, after)
    for name in ("logs", "data"):
        volume = {"name": name, "hostPath": {"path": "{}"}}
        yield Deed("add", "web", (*POD_SPEC, "volumes", name), volume)
    for name in ("E", "DEV"):
        variable = {"name": name, "value": "{}"}
        yield Deed("add", "web", (*CONTAINERS, "web", "env", name), variable)
        yield Deed("add", "web", (*CONTAINERS, "*", "env", name), variable)
    for name in ("proxy", "agent"):
        yield Deed("add", "web", (*CONTAINERS, name), {"name": name, "image": "{}"})


def _made() -> Iterator[Deed]:
    for name in ("one", "two"):
        yield Deed("create", name, (), {"data": {"k": "{}"}})
        yield Deed("set", name, ("data", "k"), "{}")
        yield Deed("set", name, ("data", "other"), "{}")
    yield Deed("read", "web", (*CONTAINERS, "*", "resources", "requests", "cpu"), None)


def _built_on() -> Iterator[Deed]:
    for name, at in (
        ("web", ("spec", "replicas")),
        ("web", ("spec", "minReadySeconds")),
        ("web", (*ANNOTATIONS, "a")),
        ("one", ("data", "k")),
    ):
        yield Deed("amend", name, at, "{}")
        yield Deed("default", name, at, "{}")
        yield Deed("offer", name, at, None)


DEEDS = (*_decided(), *_added(), *_made(), *_built_on())
KEYS = {
    "containers": "name",
    "initContainers": "name",
    "volumes": "name",
    "env": "name",
    "tolerations": "key",
}
MAPS = ("annotations", "nodeSelector")
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
    if deed.verb == "create":
        return Create("v1", "ConfigMap", deed.object, value)
    if deed.verb == "add":
        key = deed.at[-1] if deed.at[-2] in MAPS else None
        return Add(FieldRef(ref, written(deed.at[:-1])), key, value, deed.after)
    place = FieldRef(ref, written(deed.at))
    return {
        "set": Set(place, value),
        "delegate": Delegate(place, to=f"controller of {who}", initial=value),
        "default": Default(place, value, why="others may decide it"),
        "amend": Amend(place, lambda there: f"{there}+{value}"),
        "offer": Offer(place, why="it may be built on"),
        "read": Read(place, why="it is read"),
    }[deed.verb]


def written(at: Leaf) -> Path:
    parts = [
        ("[*]" if name == "*" else f"[{KEYS[above]}={name}]") if above in KEYS else f".{name}"
        for above, name in zip(("", *at), at, strict=False)
    ]
    return Path.parse("".join(parts).removeprefix("."))


def bindings(some: list[list[Deed]]):
    return [
        binding(cls(), [effect(deed, cls.__name__) for deed in deeds])
        for cls, deeds in zip(CLASSES, some, strict=False)
    ]


def leaves(value: Any, at: Leaf = ()) -> dict[Leaf, Any]:
    """The fields of a body: {path: value}; the entries of the lists here go by their key."""
    if isinstance(value, Mapping) and value:
        return {k: v for key, one in value.items() for k, v in leaves(one, (*at, key)).items()}
    if isinstance(value, list) and at[-1] in KEYS:
        return {k: v for one in value for k, v in leaves(one, (*at, one[KEYS[at[-1]]])).items()}
    if isinstance(value, list) and at[-1] == "drop":
        return {(*at, one): one for one in value}
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
                    yield who, place, set(leaves(deed.value, place))

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
        return found | self.conflicts_after_decisions()

    def conflicts_after_decisions(self) -> set[frozenset[str]]:
        found = set()
        for place in {place for _, place, _ in self.defaults()}:
            open_to = {who for who, its, _ in self.defaults() if its == place}
            if len(open_to) > 1 and not self.decided(place):
                found.add(frozenset(open_to))
        amendments = list(self.amendments())
        found |= {
            frozenset({who, holder})
            for who, place, _ in amendments
            for holder in self.holders(place)
            if holder != who and (holder, place) not in self.offers()
        }
        return found | {
            frozenset({who, other})
            for (who, place, _), (other, its, _) in itertools.combinations(amendments, 2)
            if place == its
        }

    def offers(self) -> set[tuple[str, Leaf]]:
        return {(who, (deed.object, *deed.at)) for who, deed in self.deeds if deed.verb == "offer"}

    def amendments(self) -> Iterator[tuple[str, Leaf, Deed]]:
        """Those that find something to build on."""
        for who, deed in self.deeds:
            if deed.verb == "amend":
                for place in self.places(deed):
                    if self.holders(place):
                        yield who, place, deed

    def defaults(self) -> Iterator[tuple[str, Leaf, Deed]]:
        for who, deed in self.deeds:
            if deed.verb == "default":
                for place in self.places(deed):
                    yield who, place, deed

    def holders(self, place: Leaf) -> set[str]:
        """Whose the value at *place* is once all decisions are taken, and what is open has its default."""
        open_to = {who for who, its, _ in self.defaults() if its == place}
        return self.decided(place) or (open_to if len(open_to) == 1 else set())

    def decided(self, place: Leaf) -> set[str]:
        """Whose the value at *place* is once all decisions are taken."""
        deciding = [(who, (deed.verb, deed.value)) for who, its, deed in self.decisions() if its == place]
        content = next((who for who, _, inner in self.contents() if place in inner), None)
        content = "Web" if place in self.developer else content
        contested = len(set(deciding)) > 1 or any(content not in (None, who) for who, _ in deciding)
        return {who for who, _ in deciding} if deciding and not contested else {content} - {None}

    def result(self) -> dict[Leaf, Any]:
        """The leaves of all objects when nothing conflicts."""
        all_of = {("web", *at): value for at, value in leaves({"spec": SPEC}).items()}
        for who, deed in self.deeds:
            value = said(deed.value, word(deed, who))
            if deed.verb == "create":
                all_of |= {(deed.object, *at): one for at, one in leaves(value).items()}
            elif deed.verb == "add":
                for place in self.places(deed):
                    all_of |= leaves(value, place)
        for who, place, deed in sorted(self.decisions(), key=lambda one: len(one[1])):
            value = said(deed.value, word(deed, who))
            all_of = {at: one for at, one in all_of.items() if not touches(at, place)}
            all_of |= leaves(value, place)
        for who, place, deed in self.defaults():
            if not self.decided(place):
                all_of[place] = said(deed.value, word(deed, who))
        for who, place, deed in self.amendments():
            all_of[place] = f"{all_of[place]}+{said(deed.value, word(deed, who))}"
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
    assert len({one.circles for one in results}) == 1
    assert len({str([(each.field, each.reason) for each in one.misdirections]) for one in results}) == 1
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
def test_entries_stand_after_those_that_they_name(some):
    result = fold(workload(), bindings(some), wrote)
    if result.contests or result.circles or result.misdirections:
        return
    spec = result.objects[0].body["spec"]["template"]["spec"]
    names = [one["name"] for one in spec.get("initContainers", ())]
    for deed in itertools.chain(*some):
        for before in deed.after:
            assert names.index(before) < names.index(deed.at[-1])


ACTS = (
    Delegate(field("spec.replicas"), to="Scaler/web", initial=None),
    Rewrite(field("spec.minReadySeconds"), by="Rollout/web"),
    Rewrite(field(f"{POD}.containers[*].resources.requests.cpu"), by="Sizer/web", in_pods=True),
)


@PROFILE
@given(few_traits, st.lists(st.sampled_from(ACTS), min_size=1, max_size=2, unique=True))
def test_what_a_controller_does_is_contested_like_what_a_trait_says(some, acts):
    declared = binding(D(), acts)
    controllers = [Controller(declared.owner, (act,)) for act in acts]
    said = fold(workload(), [*bindings(some), declared], wrote)
    read = [fold(workload(), bindings(some), wrote, order) for order in (controllers, controllers[::-1])]
    assert text(read[0]) == text(read[1]) == text(said)
    for one in read:
        assert {(str(each.first), str(each.second)) for each in one.contests} == {
            (str(each.first), str(each.second)) for each in said.contests
        }


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
    fold(ground, bound, wrote)
    assert inputs() == before


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
