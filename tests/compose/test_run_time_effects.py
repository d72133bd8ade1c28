"""Effects that take away, amend, replace, and that controllers have at run time."""

import itertools

import pytest

from oamdsl import (
    Add,
    Amend,
    Application,
    Component,
    Create,
    Delegate,
    Derive,
    Environment,
    Offer,
    Platform,
    Read,
    Remove,
    Replace,
    Reserve,
    Rewrite,
    Set,
    Trait,
    component,
    parameter,
    trait,
)
from oamdsl.checks.check import check
from oamdsl.compose.compose import compose
from oamdsl.compose.ledger import Verb
from oamdsl.compose.ownership import owned_fields
from oamdsl.compose.relation import Relation, relation
from oamdsl.kubernetes.path import Path
from oamdsl.model.platform import implements
from tests.compose.composing import DEPLOYMENT, A, B, contests, deployment, field, folded, pod, rendered

REPLICAS = field("spec.replicas")
PAUSED = field("spec.paused")
CPU = field("spec.template.spec.containers[name=web].resources.requests.cpu")
EACH_CPU = field("spec.template.spec.containers[*].resources.requests.cpu")
MADE = Create("example.com/v1", "Route", "web", {"spec": {"rules": [1]}})


def body(result):
    return result.objects[0].body


def reasons(result):
    return [f"{one.field.path}: {one.reason}" for one in result.misdirections]


class TestRemove:
    def test_of_what_the_developer_wrote_is_contested(self):
        result = folded([Remove(PAUSED)], workload=deployment({"paused": True, **pod()}))
        assert contests(result) == {("Deployment/web spec.paused", "A", "Web")}
        assert body(result)["spec"]["paused"] is True

    def test_of_an_entry_that_a_trait_added_itself_applies(self):
        containers = field("spec.template.spec.containers")
        side = Add(containers, None, {"name": "side", "image": "s"})
        result = folded([side, Remove(field("spec.template.spec.containers[name=side]"))])
        names = [one["name"] for one in body(result)["spec"]["template"]["spec"]["containers"]]
        assert names == ["web"]

    def test_of_what_a_trait_made_itself_applies(self):
        made = Create("v1", "ConfigMap", "web", {"data": {"a": "1", "b": "2"}, "immutable": True})
        ref = next(one.ref for one in folded([made]).objects if one.ref.api.kind == "ConfigMap")
        result = folded([made, Remove(ref / "data" / "a"), Remove(ref / "immutable")])
        assert result.objects[1].body["data"] == {"b": "2"}
        assert "immutable" not in result.objects[1].body
        assert [claim.verb for claim in result.objects[1].claims] == [Verb.REMOVED, Verb.REMOVED]

    def test_of_what_is_not_there_hits_nothing(self):
        assert reasons(folded([Remove(PAUSED)])) == ["spec.paused: there is no spec.paused"]


class TestAmend:
    def ref(self):
        return next(one.ref for one in folded([MADE]).objects if one.ref.api.kind == "Route")

    def test_makes_another_value_of_what_is_offered(self):
        rules = self.ref() / "spec" / "rules"
        offering = [MADE, Offer(rules, why="a rollout may")]
        amending = [Amend(rules, lambda there: [*there, 2])]
        for order in itertools.permutations([offering, amending]):
            result = folded(*order)
            assert result.objects[1].body["spec"]["rules"] == [1, 2]
            assert contests(result) == set()
            assert len(result.hand_overs) == 1

    def test_of_what_nobody_offers_is_contested(self):
        rules = self.ref() / "spec" / "rules"
        result = folded([MADE], [Amend(rules, lambda there: [*there, 2])])
        assert contests(result) == {("Route/web spec.rules", "A", "B")}
        assert result.objects[1].body["spec"]["rules"] == [1]

    def test_of_what_is_not_there_hits_nothing(self):
        assert reasons(folded([Amend(PAUSED, lambda there: there)])) == [
            "spec.paused: there is no spec.paused"
        ]


class TestDerive:
    """A field of one's own object that follows a field of another's."""

    ref = TestAmend.ref
    OWN = Create("example.com/v1", "Canary", "web", {"spec": {"port": 80}})

    def deriving(self, source="rules"):
        own = next(one.ref for one in folded([self.OWN]).objects if one.ref.api.kind == "Canary")
        return Derive(
            own / "spec" / "first",
            source=self.ref() / "spec" / source,
            make=lambda there: there[0],
            why="it is shown again",
        )

    def test_takes_its_value_from_what_another_trait_makes(self):
        for order in itertools.permutations([[MADE], [self.OWN, self.deriving()]]):
            result = folded(*order)
            (canary,) = (one for one in result.objects if one.ref.api.kind == "Canary")
            assert canary.body["spec"] == {"port": 80, "first": 1}
            assert contests(result) == set()
            assert [(str(one.field.path), one.is_set) for one in result.readings] == [("spec.rules", True)]

    def test_from_what_is_not_set_says_so(self):
        result = folded([MADE], [self.OWN, self.deriving("hosts")])
        assert [one.is_set for one in result.readings] == [False]
        assert "first" not in result.objects[1].body["spec"]

    def test_from_an_object_that_is_not_there_hits_nothing_once(self):
        (missed,) = folded([self.OWN, self.deriving(), self.deriving("hosts")]).misdirections
        assert str(missed.field.object) == "Route/web"
        assert missed.field.path == Path()

    def test_from_what_somebody_else_decides_after_all_is_contested(self):
        rules = self.ref() / "spec" / "rules"
        offering = [MADE, Offer(rules, why="a rollout may")]
        unrelated = Set(self.ref() / "spec" / "hosts", ["a"])
        result = folded(offering, [self.OWN, self.deriving()], [Amend(rules, sorted)], [unrelated])
        assert contests(result) == {("Route/web spec.rules", "B", "C")}

    def test_is_a_reason_for_traits_to_go_together(self):
        platform = Platform("bare", [making, following])
        found = relation(Making(), Following(), rendered(), platform)
        assert found[0] is Relation.COMPOSABLE


class TestReserve:
    """An object that a controller makes."""

    COPY = Reserve("apps/v1", "Deployment", "web-copy", by="Copier", of=DEPLOYMENT)

    def test_is_no_part_of_the_plan(self):
        result = folded([self.COPY])
        assert [str(one.ref) for one in result.objects] == ["Deployment/web"]
        assert [(str(one.claim.field.object), one.of) for one in result.reserved] == [
            ("Deployment/web-copy", DEPLOYMENT)
        ]
        assert contests(result) == set()

    @pytest.mark.parametrize(
        "other",
        [
            Create("apps/v1beta1", "Deployment", "web-copy", {}),
            Reserve("apps/v1", "Deployment", "web-copy", by="Other", of=DEPLOYMENT),
        ],
    )
    def test_is_contested_by_who_makes_the_same(self, other):
        for order in itertools.permutations([[self.COPY], [other]]):
            assert {one[1:] for one in contests(folded(*order))} == {("A", "B")}

    def test_of_the_developers_own_object_is_contested(self):
        result = folded([Reserve("apps/v1", "Deployment", "web", by="Copier", of=DEPLOYMENT)])
        assert contests(result) == {("Deployment/web ", "A", "Web")}


@trait
class Making(Trait):
    """Makes a route."""


@trait
class Following(Trait):
    """Follows it."""


@implements(Making)
def making(_trait, _workload):
    yield MADE


@implements(Following)
def following(_trait, _workload):
    yield TestDerive.OWN
    yield TestDerive().deriving()


CONTROLLED = Rewrite(EACH_CPU, by="Scaler", in_pods=True)


class TestRewrite:
    @pytest.mark.parametrize(
        "other",
        [
            Read(EACH_CPU, why="it is measured by it"),
            Delegate(CPU, to="Other", initial="1"),
            Rewrite(CPU, by="Other", in_pods=True),
            Rewrite(field("spec.template.spec"), by="Other"),
        ],
    )
    def test_excludes_who_relies_on_the_field_or_controls_it(self, other):
        for order in itertools.permutations([[CONTROLLED], [other]]):
            result = folded(*order)
            assert {owners for _, *owners in contests(result) for owners in [tuple(owners)]} == {("A", "B")}

    def test_leaves_the_first_value_to_others(self):
        result = folded([CONTROLLED], [Set(CPU, "1")])
        assert contests(result) == set()
        assert [str(claim.field.path) for claim in result.objects[0].rewritten] == [str(CPU.path)]

    def test_of_an_object_excludes_who_sets_the_field(self):
        result = folded([Rewrite(PAUSED, by="Rollout")], [Set(PAUSED, value=False)])
        assert contests(result) == {("Deployment/web spec.paused", "A", "B")}

    def test_of_its_own_field_is_no_contest(self):
        assert contests(folded([Set(PAUSED, value=False), Rewrite(PAUSED, by="Rollout")])) == set()

    def test_of_what_the_developer_wrote_is_none(self):
        result = folded([Rewrite(PAUSED, by="Rollout")], workload=deployment({"paused": True, **pod()}))
        assert contests(result) == set()
        assert body(result)["spec"]["paused"] is True


ROLLOUT = Replace("argoproj.io/v1alpha1", "Rollout", (Path(("spec", "strategy")),))


@component
class Web(Component):
    """A Deployment whose strategy may be decided by a parameter."""

    paused: bool = parameter(default=False)
    image: str = parameter(default="web:1")
    strategy: str = parameter(default="")

    def workload(self):
        strategy = {"strategy": {"type": self.strategy}} if self.strategy else {}
        spec = {**pod(containers=[{"name": "web", "image": self.image}]), **strategy}
        return deployment({"paused": self.paused, "selector": {"matchLabels": {"a": "b"}}, **spec})


@implements(A)
def becomes(_trait, workload):
    yield ROLLOUT
    yield Set(workload / "spec" / "strategy", {"canary": {}})


@implements(B)
def follows(_trait, workload):
    yield Create("example.com/v1", "Scaler", workload.name, {"spec": {"target": workload.reference}})


@implements(B)
def becomes_another(_trait, _workload):
    yield Replace("example.com/v1", "Other")


def plan(*traits, platform=None, **parameters):
    platform = platform or Platform("p", [becomes, follows])
    environment = Environment("prod", platform=platform)
    return compose(environment, [Application("shop", [Web("web", traits=traits, **parameters)])])


class TestReplace:
    @pytest.mark.parametrize("traits", list(itertools.permutations([A(), B()])))
    def test_changes_the_kind_and_whatever_refers_to_it_follows(self, traits):
        workload, scaler = plan(*traits).components[0].objects
        assert (workload.body["apiVersion"], workload.body["kind"]) == ("argoproj.io/v1alpha1", "Rollout")
        assert workload.body["spec"]["strategy"] == {"canary": {}}
        assert workload.body["spec"]["selector"] == {"matchLabels": {"a": "b"}}
        assert scaler.body["spec"]["target"] == {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Rollout",
            "name": "web",
        }

    def test_keeps_who_decides_what(self):
        (composed,) = plan(A(), image="web:2").components
        claims = {str(one.claim.field.path): one.claim for one in owned_fields(composed)}
        assert claims["kind"].purpose == "`A` sets it"
        assert (
            claims["spec.template.spec.containers[name=web].image"].purpose == "parameter `image` decides it"
        )
        assert claims["spec.template.spec.containers[name=web].name"].purpose == "`Web` wrote it"
        assert claims["spec.paused"].purpose == "parameter `paused` decides it by its default"

    def test_contests_what_the_developer_wrote_and_it_has_no_place_for(self):
        (contest,) = plan(A(), strategy="Recreate").components[0].folded.contests
        assert str(contest.second.field) == "Deployment/web spec.strategy"
        assert contest.first.verb is Verb.OVERRODE

    def test_drops_a_default_without_a_word(self):
        @component
        class Defaulted(Web):
            strategy: str = parameter(default="RollingUpdate")

        environment = Environment("prod", platform=Platform("p", [becomes]))
        (composed,) = compose(environment, [Application("shop", [Defaulted("web", traits=[A()])])]).components
        assert composed.folded.contests == ()
        assert composed.objects[0].body["spec"]["strategy"] == {"canary": {}}

    def test_by_two_traits_to_two_kinds_is_a_contest(self):
        found = plan(A(), B(), platform=Platform("p", [becomes, becomes_another]))
        messages = [one.violation.message for one in check(found) if one.code == "OAM202"]
        assert messages == ["`A` and `B` both decide `kind` of Rollout/web in component `web`"]

    def test_and_a_trait_that_wants_the_kind_as_it_is_exclude_each_other(self):
        @implements(B)
        def stays(_trait, _workload):
            yield Replace("apps/v1", "Deployment")

        found = plan(A(), B(), platform=Platform("p", [becomes, stays]))
        messages = [one.violation.message for one in check(found) if one.code == "OAM202"]
        assert messages == ["`A` and `B` both decide `kind` of Rollout/web in component `web`"]
        (alone,) = plan(B(), platform=Platform("p", [stays])).components
        assert alone.objects[0].body["kind"] == "Deployment"

    def test_shows_in_the_relation_of_two_traits(self):
        both = Platform("p", [becomes, becomes_another])
        assert relation(A(), B(), rendered(), both) == (
            Relation.CONFLICTING,
            "each makes Deployment/web another kind",
        )
        assert relation(A(), B(), rendered(), Platform("p", [becomes, follows]))[0] is Relation.COMPOSABLE


def test_a_conflict_at_run_time_is_told_in_words():
    @implements(A)
    def reads(_trait, workload):
        yield Set(workload.container("web") / "resources" / "requests" / "cpu", "1")
        yield Read(workload.each_container / "resources" / "requests" / "cpu", why="it is measured by it")

    @implements(B)
    def rewrites(_trait, workload):
        yield Rewrite(workload.each_container / "resources" / "requests" / "cpu", by="Scaler", in_pods=True)

    found = plan(A(), B(), platform=Platform("p", [reads, rewrites]))
    (message,) = [one.violation.message for one in check(found) if one.code == "OAM202"]
    assert message == (
        "the Scaler of `B` changes `spec.template.spec.containers[name=web].resources.requests.cpu` of"
        " Deployment/web in each pod, while `A` relies on it in component `web`"
    )
    kind, reason = relation(A(), B(), rendered(), Platform("p", [reads, rewrites]))
    assert kind is Relation.CONFLICTING
    assert reason.startswith("`B` has it changed at run time by the Scaler, and `A` relies on it: `spec.")


def test_what_a_controller_rewrites_is_left_alone_once_it_is_deployed():
    @implements(A)
    def rewrites(_trait, workload):
        yield Rewrite(workload / "spec" / "paused", by="Rollout")
        yield Rewrite(workload / "spec" / "selector", by="Rollout", in_pods=True)

    (composed,) = plan(A(), platform=Platform("p", [rewrites])).components
    assert [str(one.field.path) for one in composed.delegated(composed.objects[0].ref)] == ["spec.paused"]


def test_an_implementation_that_fails_for_the_new_kind_alone_is_a_failure():
    @implements(B)
    def fussy(_trait, workload):
        if workload.ref.api.kind == "Rollout":
            message = "no"
            raise LookupError(message)
        yield Set(workload / "spec" / "minReadySeconds", 1)

    (composed,) = plan(A(), B(), platform=Platform("p", [becomes, fussy])).components
    assert [failure.error for failure in composed.failures] == ["LookupError: no"]
