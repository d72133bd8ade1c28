import attrs
import pytest

from oamdsl import (
    Add,
    Amend,
    Component,
    Container,
    ContainerizedWorkload,
    Create,
    Default,
    Delegate,
    KubernetesWorkload,
    ManualScaler,
    Offer,
    Platform,
    Read,
    Remove,
    Rewrite,
    SecurityPolicy,
    Set,
    VolumeMounter,
    component,
    implements,
)
from oamdsl.compose.fold import fold
from oamdsl.compose.folded import Binding
from oamdsl.compose.ledger import Verb
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.merge import overlap
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.platforms.kubernetes.security_policy import security_context
from tests.compose.composing import (
    DEPLOYMENT,
    POD,
    WEB,
    A,
    B,
    Web,
    binding,
    composed,
    contests,
    deployment,
    field,
    folded,
    pod,
    rendered,
    text,
    wrote,
)

REPLICAS = field("spec.replicas")
STRATEGY = field("spec.strategy")
ROUTE = ObjectRef(Api("example.com/v1", "Route"), "web", "prod")
RULES = ROUTE / "spec" / "rules"


def route(**spec):
    return Create("example.com/v1", "Route", "web", {"spec": spec})


def value(result, path, ref=DEPLOYMENT):
    body = next(one.body for one in result.objects if one.ref == ref)
    return at(body, Path.parse(path))


def reasons(result):
    return [f"{one.binding.trait.label} {one.field}: {one.reason}" for one in result.misdirections]


def hand_overs(result):
    return [
        (one.giver.owner.name, one.taker.owner.name, str(one.taker.field), one.why)
        for one in result.hand_overs
    ]


def claims(result, ref=DEPLOYMENT):
    found = next(one for one in result.objects if one.ref == ref)
    return [f"{one.owner.name} {one.verb.value} {one.field.path}" for one in found.claims]


class TestDecisions:
    def test_a_decided_field_has_its_value_and_its_owner(self):
        result = folded([Set(REPLICAS, 3)])
        assert value(result, "spec.replicas") == 3
        assert claims(result) == ["A sets it spec.replicas"]
        assert not result.contests

    def test_a_delegated_field_starts_with_its_initial_value(self):
        result = folded([Delegate(REPLICAS, to="Scaler", initial=2)])
        assert value(result, "spec.replicas") == 2
        claim = result.objects[0].claims[0]
        assert (claim.verb, claim.to) == (Verb.DELEGATED, "Scaler")

    def test_a_delegated_field_without_an_initial_value_is_left_out(self):
        result = folded([Delegate(REPLICAS, to="Scaler", initial=None)])
        assert value(result, "spec.replicas") is None
        assert "replicas" not in result.objects[0].body["spec"]
        assert claims(result) == ["A leaves it to spec.replicas"]

    def test_a_field_that_is_set_and_delegated_is_contested_and_left_as_it_was(self):
        result = folded([Set(REPLICAS, 3)], [Delegate(REPLICAS, to="Scaler", initial=1)])
        assert contests(result) == {("Deployment/web spec.replicas", "A", "B")}
        assert value(result, "spec.replicas") is None
        assert claims(result) == []

    def test_a_field_that_the_developer_fixed_is_contested_with_both_lines(self):
        workload = deployment({"replicas": 2})
        result = folded([Set(REPLICAS, 3)], workload=workload)
        contest = result.contests[0]
        assert (contest.first.owner.name, contest.second.owner.name) == ("Web", "A")
        assert contest.first.owner.origin == workload.origin
        assert value(result, "spec.replicas") == 2

    def test_a_parent_of_what_the_developer_fixed_is_contested(self):
        result = folded(
            [Set(STRATEGY, {"type": "Recreate"})], workload=deployment({"strategy": {"a": {"b": 1}}})
        )
        assert result.contests[0].first.field == STRATEGY / "a" / "b"

    def test_a_child_of_what_the_developer_fixed_is_contested(self):
        result = folded([Set(field("spec.strategy.type"), "x")], workload=deployment({"strategy": "odd"}))
        assert contests(result) == {("Deployment/web spec.strategy.type", "A", "Web")}

    def test_a_field_through_a_list_that_is_none_is_contested(self):
        result = folded([Set(field("spec.strategy[name=x].y"), 1)], workload=deployment({"strategy": "odd"}))
        assert reasons(result) == [
            "A Deployment/web spec.strategy[name=x].y: there is no spec.strategy[name=x]"
        ]

    def test_a_field_beside_what_the_developer_fixed_is_free(self):
        result = folded([Set(field("spec.strategy.type"), "x")], workload=deployment({"strategy": {"a": 1}}))
        assert not result.contests
        assert value(result, "spec.strategy") == {"a": 1, "type": "x"}

    def test_a_trait_may_decide_a_field_and_what_is_below_it(self):
        result = folded([Set(STRATEGY / "type", "y"), Set(STRATEGY, {"type": "x", "other": 1})])
        assert value(result, "spec.strategy") == {"type": "y", "other": 1}
        assert not result.contests

    def test_a_trait_that_contradicts_itself_is_contested_with_itself(self):
        result = folded([Set(REPLICAS, 1), Set(REPLICAS, 2)])
        assert contests(result) == {("Deployment/web spec.replicas", "A", "A")}

    def test_a_trait_that_repeats_itself_is_not(self):
        result = folded([Set(REPLICAS, 1), Set(REPLICAS, 1)])
        assert not result.contests
        assert value(result, "spec.replicas") == 1

    def test_two_traits_made_on_one_line_are_still_two(self):
        traits = [ManualScaler(replicas=number) for number in (1, 2)]
        result = composed(Web("web", traits=traits), KUBERNETES).folded
        assert len(result.contests) == 1

    def test_two_instances_of_one_implementation_may_agree(self):
        disks = [VolumeMounter(name, mount_path=f"/{name}", size="1Gi") for name in ("a", "b")]
        result = composed(Web("web", traits=disks), KUBERNETES).folded
        assert not result.contests
        assert value(result, "spec.strategy") == {"type": "Recreate"}

    def test_an_entry_of_a_list_is_one_field_however_it_is_addressed(self):
        workload = deployment(pod(containers=[{"name": "web", "ports": [{"containerPort": 80}]}]))
        result = folded(
            [Set(field(f"{WEB}.ports[containerPort=80].hostPort"), 1)],
            [Set(field(f"{WEB}.ports[protocol=TCP,containerPort=80].hostPort"), 2)],
            workload=workload,
        )
        where = f"Deployment/web {WEB}.ports[containerPort=80,protocol=TCP].hostPort"
        assert contests(result) == {(where, "A", "B")}

    def test_a_list_whose_entries_cannot_be_told_apart_has_one_owner(self):
        workload = deployment(pod(dnsConfig={"options": [{"name": "a"}]}))
        result = folded([Set(field(f"{POD}.dnsConfig.options[name=a].value"), "x")], workload=workload)
        assert contests(result) == {(f"Deployment/web {POD}.dnsConfig.options", "A", "Web")}

    def test_each_container_is_every_one_that_others_add_too(self):
        sidecar = Add(field(f"{POD}.containers"), None, {"name": "proxy", "image": "proxy:1"})
        policy = SecurityPolicy(run_as_non_root=True)
        effects = tuple(security_context.effects(policy, rendered()))
        bindings = [Binding(policy, security_context, effects), binding(A(), [sidecar])]
        result = fold(rendered(), bindings, wrote)
        assert not result.contests
        for name in ("web", "proxy"):
            assert value(result, f"{POD}.containers[name={name}].securityContext") == {"runAsNonRoot": True}


class TestAdditions:
    @pytest.mark.parametrize(
        ("where", "key", "entry"),
        [
            ("metadata.annotations", "example.com/a", "x"),
            (f"{POD}.volumes", None, {"name": "data", "emptyDir": {}}),
            (f"{WEB}.env", None, {"name": "A", "value": "x"}),
            (f"{POD}.nodeSelector", "disk", "ssd"),
        ],
    )
    def test_two_owners_of_one_entry_conflict(self, where, key, entry):
        result = folded([Add(field(where), key, entry)], [Add(field(where), key, entry)])
        assert len(result.contests) == 1
        assert {one for contest in contests(result) for one in contest[1:]} == {"A", "B"}

    def test_entries_of_a_map_and_of_a_keyed_list_have_owners_of_their_own(self):
        notes, volumes = field("metadata.annotations"), field(f"{POD}.volumes")
        result = folded(
            [Add(notes, "b", "1"), Add(volumes, None, {"name": "b"})],
            [Add(notes, "a", "2"), Add(volumes, None, {"name": "a"})],
        )
        assert not result.contests
        assert value(result, "metadata.annotations") == {"a": "2", "b": "1"}
        assert value(result, f"{POD}.volumes") == [{"name": "a"}, {"name": "b"}]

    def test_an_atomic_map_has_one_owner_whatever_the_key(self):
        selector = field("spec.selector")
        result = folded([Add(selector, "a", "1")], [Add(selector, "b", "2")])
        assert contests(result) == {(str(selector), "A", "B")}

    def test_one_trait_may_add_several_keys_to_an_atomic_map(self):
        selector = field("spec.selector")
        result = folded([Add(selector, "b", "2"), Add(selector, "a", "1")])
        assert not result.contests
        assert value(result, "spec.selector") == {"a": "1", "b": "2"}

    def test_an_atomic_map_of_the_developers_takes_no_further_key(self):
        workload = deployment({"selector": {"a": "1"}})
        result = folded([Add(field("spec.selector"), "b", "2")], workload=workload)
        assert contests(result) == {("Deployment/web spec.selector", "A", "Web")}

    @pytest.mark.parametrize(
        ("where", "developers", "entries"),
        [
            ("tolerations", [{"operator": "Exists"}], [{"key": "a"}, {"key": "b", "effect": "NoExecute"}]),
            ("nodeSelector", {"os": "linux"}, {"disk": "ssd", "zone": "a"}),
            ("securityContext.supplementalGroups", [1], [2, 3]),
            ("readinessGates", [{"conditionType": "a"}], [{"conditionType": "b"}, {"conditionType": "c"}]),
        ],
    )
    def test_entries_that_add_to_each_other_have_owners_of_their_own(self, where, developers, entries):
        *outer, last = where.split(".")
        spec = {last: developers}
        for name in outer:
            spec = {name: spec}
        pairs = entries.items() if isinstance(entries, dict) else [(None, entry) for entry in entries]
        one, other = ([Add(field(f"{POD}.{where}"), *pair)] for pair in pairs)
        for order in ([one, other], [other, one]):
            result = folded(*order, workload=deployment(pod(**spec)))
            assert not result.contests
            both = {**developers, **entries} if isinstance(entries, dict) else [*developers, *entries]
            assert value(result, f"{POD}.{where}") == both

    @pytest.mark.parametrize(
        ("where", "one", "other"),
        [
            ("tolerations", {"key": "a", "tolerationSeconds": 1}, {"key": "a", "operator": "Equal"}),
            (
                "affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution",
                {"topologyKey": "zone", "namespaces": ["a"]},
                {"namespaces": ["a"], "topologyKey": "zone"},
            ),
        ],
    )
    def test_two_owners_of_what_is_one_entry_conflict(self, where, one, other):
        result = folded(*([Add(field(f"{POD}.{where}"), None, entry)] for entry in (one, other)))
        (contest,) = result.contests
        assert str(contest.second.field).startswith(f"Deployment/web {POD}.{where}[")
        assert len(value(result, f"{POD}.{where}")) == 1

    def test_a_pod_in_a_kind_that_leaves_its_schema_open_takes_entries_too(self):
        template = {"spec": {"containers": [{"name": "web", "image": "web:1"}]}}
        body = {"apiVersion": "apps.kruise.io/v1alpha1", "kind": "CloneSet", "spec": {"template": template}}
        ref = ObjectRef(Api("apps.kruise.io/v1alpha1", "CloneSet"), "web", "prod")
        sidecar = Add(field(f"{POD}.containers", ref), None, {"name": "proxy", "image": "proxy:1"})
        secured = Set(field(f"{POD}.containers[*].securityContext.privileged", ref), value=False)
        result = folded([sidecar], [secured], workload=KubernetesWorkload(body))
        assert result.contests == result.misdirections == ()
        assert value(result, f"{POD}.containers[name=proxy].securityContext.privileged", ref) is False

    def test_an_entry_that_the_developer_has_is_contested(self):
        workload = deployment(annotations={"a": "1"})
        result = folded([Add(field("metadata.annotations"), "a", "2")], workload=workload)
        assert contests(result) == {("Deployment/web metadata.annotations.a", "A", "Web")}
        assert value(result, "metadata.annotations.a") == "1"

    def test_an_entry_with_nothing_in_it_is_free(self):
        workload = deployment(annotations={"a": None})
        assert (
            value(
                folded([Add(field("metadata.annotations"), "a", "2")], workload=workload),
                "metadata.annotations.a",
            )
            == "2"
        )

    def test_a_map_whose_entries_have_nothing_in_them_is_free(self):
        workload = deployment(annotations={"a": None})
        result = folded([Set(field("metadata.annotations"), {"b": "2"})], workload=workload)
        assert not result.contests
        assert value(result, "metadata.annotations") == {"b": "2"}

    def test_a_trait_may_repeat_an_entry_and_not_change_it(self):
        one, same, other = (Add(field("metadata.annotations"), "a", text) for text in ("x", "x", "y"))
        assert not folded([one, same]).contests
        assert contests(folded([one, other])) == {("Deployment/web metadata.annotations.a", "A", "A")}

    def test_a_list_whose_entries_cannot_be_told_apart_takes_no_entry(self):
        result = folded([Add(field(f"{WEB}.args"), None, "-v")])
        reason = "its entries cannot be told apart, so it has one owner: use Set for the whole"
        assert reasons(result) == [f"A Deployment/web {WEB}.args: {reason}"]

    @pytest.mark.parametrize("entry", [{"value": "x"}, "A=x", {"name": {}}])
    def test_an_entry_without_its_key_hits_nothing(self, entry):
        result = folded([Add(field(f"{WEB}.env"), None, entry)])
        assert reasons(result) == [f"A Deployment/web {WEB}.env: its entries need a plain name"]

    def test_an_entry_of_a_container_that_is_not_there_hits_nothing(self):
        disk = VolumeMounter("data", mount_path="/data", size="1Gi", containers=["wbe"])
        result = composed(Web("web", traits=[disk]), KUBERNETES).folded
        assert [one.reason for one in result.misdirections] == [f"there is no {POD}.containers[name=wbe]"]

    def test_a_container_that_another_trait_adds_takes_entries(self):
        result = folded(
            [Add(field(f"{POD}.containers[name=proxy].env"), None, {"name": "A", "value": "x"})],
            [Add(field(f"{POD}.containers"), None, {"name": "proxy"})],
        )
        assert not result.misdirections
        assert value(result, f"{POD}.containers[name=proxy]") == {
            "name": "proxy",
            "env": [{"name": "A", "value": "x"}],
        }

    def test_an_entry_below_a_text_of_another_trait_is_contested(self):
        result = folded(
            [Add(field("metadata.annotations"), "a", "text")],
            [Add(field("metadata.annotations.a"), "b", "x")],
        )
        assert contests(result) == {("Deployment/web metadata.annotations.a.b", "A", "B")}

    def test_a_list_is_no_map(self):
        result = folded([Add(field(f"{POD}.containers"), "a", "x")])
        assert contests(result) == {(f"Deployment/web {POD}.containers.a", "A", "Web")}

    def test_a_text_is_no_list(self):
        workload = deployment(pod(volumes="odd"))
        result = folded([Add(field(f"{POD}.volumes"), None, {"name": "a"})], workload=workload)
        assert contests(result) == {(f"Deployment/web {POD}.volumes[name=a]", "A", "Web")}

    def test_every_container_gets_an_entry_those_that_others_add_too(self):
        result = folded(
            [Add(field(f"{POD}.containers[*].env"), None, {"name": "A", "value": "x"})],
            [Add(field(f"{POD}.containers"), None, {"name": "proxy"})],
        )
        assert [one["env"] for one in value(result, f"{POD}.containers")] == [
            [{"name": "A", "value": "x"}]
        ] * 2

    def test_a_field_in_an_added_entry_is_its_owners(self):
        sidecar = Add(field(f"{POD}.containers"), None, {"name": "proxy", "image": "proxy:1"})
        image = Set(field(f"{POD}.containers[name=proxy].image"), "proxy:2")
        assert contests(folded([sidecar], [image])) == {(f"{image.field}", "A", "B")}
        assert value(folded([sidecar, image]), f"{POD}.containers[name=proxy].image") == "proxy:2"

    def test_a_field_above_an_added_entry_is_contested(self):
        result = folded(
            [Add(field("metadata.annotations"), "a", "x")], [Set(field("metadata.annotations"), {"b": "y"})]
        )
        assert contests(result) == {("Deployment/web metadata.annotations", "A", "B")}

    def test_a_field_below_an_added_text_is_contested(self):
        result = folded(
            [Add(field("metadata.annotations"), "a", "x")], [Set(field("metadata.annotations.a.b"), "y")]
        )
        assert contests(result) == {("Deployment/web metadata.annotations.a.b", "A", "B")}

    def test_opaque_and_odd_values_are_put_in_an_order_of_their_own(self):
        entries = [{"name": name, "value": value} for name, value in (("b", None), ("a", [1]), ("c", 3))]
        result = folded([Add(field(f"{WEB}.env"), None, entry) for entry in entries])
        assert [one["name"] for one in value(result, f"{WEB}.env")] == ["a", "b", "c"]


def plus(one):
    """Amend a list, a number or a text by adding *one* to it."""
    return lambda there: there + one


class TestHandOvers:
    @pytest.mark.parametrize("order", [1, -1])
    def test_an_offered_field_goes_to_whoever_amends_it(self, order):
        offered = [Set(REPLICAS, 1), Offer(REPLICAS, why="a scaler may")]
        result = folded(*[offered, [Amend(REPLICAS, plus(5))]][::order])
        assert not result.contests
        assert value(result, "spec.replicas") == 6
        giver, taker = ("A", "B") if order == 1 else ("B", "A")
        assert hand_overs(result) == [(giver, taker, str(REPLICAS), "a scaler may")]
        assert claims(result) == [f"{taker} amends it spec.replicas"]

    def test_what_a_trait_made_may_be_amended_when_it_is_offered(self):
        made = [route(host="a", rules=[{"to": "stable"}]), Offer(RULES, why="a rollout may")]
        result = folded(made, [Amend(RULES, plus([{"to": "canary"}]))])
        assert not result.contests
        assert value(result, "spec", ROUTE) == {"host": "a", "rules": [{"to": "stable"}, {"to": "canary"}]}
        assert hand_overs(result) == [("A", "B", "Route/web spec.rules", "a rollout may")]

    @pytest.mark.parametrize(
        "replacing",
        [
            Set(RULES, [{"to": "canary"}]),
            Delegate(RULES, to="Canary", initial=None),
            Remove(RULES),
        ],
    )
    def test_an_offer_is_none_to_whoever_replaces_the_value(self, replacing):
        made = [route(rules=[1]), Offer(RULES, why="a rollout may")]
        result = folded(made, [replacing])
        assert contests(result) == {("Route/web spec.rules", "A", "B")}
        assert value(result, "spec.rules", ROUTE) == [1]

    def test_a_value_that_is_decided_and_offered_may_be_changed_at_run_time(self):
        offered = [Set(STRATEGY, "x"), Offer(STRATEGY, why="a rollout may")]
        result = folded(offered, [Rewrite(STRATEGY, by="Rollout")])
        assert not result.contests
        assert hand_overs(result) == [("A", "B", str(STRATEGY), "a rollout may")]

    def test_two_that_amend_one_field_conflict(self):
        made = [route(rules=[]), Offer(RULES, why="a rollout may")]
        result = folded(made, [Amend(RULES, plus([1]))], [Amend(RULES, plus([2]))])
        assert contests(result) == {("Route/web spec.rules", "B", "C")}
        assert value(result, "spec.rules", ROUTE) == []

    def test_two_that_both_offer_a_field_conflict(self):
        result = folded(*([Set(REPLICAS, n), Offer(REPLICAS, why="either")] for n in (1, 2)))
        assert contests(result) == {(str(REPLICAS), "A", "B")}

    def test_who_amends_more_than_is_offered_conflicts(self):
        made = [route(host="a", rules=[]), Offer(RULES, why="a rollout may")]
        result = folded(made, [Amend(ROUTE / "spec", lambda there: {**there, "rules": [1]})])
        assert contests(result) == {("Route/web spec", "A", "B")}
        assert value(result, "spec", ROUTE) == {"host": "a", "rules": []}

    def test_a_part_that_is_amended_of_an_offered_field_leaves_the_rest(self):
        given = [Set(STRATEGY, {"type": "x", "other": 1}), Offer(STRATEGY, why="as you like")]
        result = folded(given, [Amend(STRATEGY / "type", plus("y"))])
        assert value(result, "spec.strategy") == {"type": "xy", "other": 1}
        assert claims(result) == ["A sets it spec.strategy", "B amends it spec.strategy.type"]

    def test_what_nobody_offers_in_the_amended_field_is_contested(self):
        given = [Set(STRATEGY / "type", "x"), Set(STRATEGY / "other", 1), Offer(STRATEGY / "type", why="it")]
        result = folded(given, [Amend(STRATEGY, lambda there: {**there, "type": "y"})])
        assert contests(result) == {("Deployment/web spec.strategy", "A", "B")}
        assert value(result, "spec.strategy") == {"type": "x", "other": 1}

    def test_an_added_entry_may_be_amended(self):
        notes = field("metadata.annotations")
        effects = ([Add(notes, "a", "1"), Offer(notes / "a", why="yours")], [Amend(notes / "a", plus("2"))])
        for result in (folded(*effects), folded(*effects[::-1])):
            assert value(result, "metadata.annotations") == {"a": "12"}
            assert len(claims(result)) == len(result.hand_overs) == 1
            assert result.objects[0].claims[0].owner == result.hand_overs[0].taker.owner

    def test_a_decision_that_is_offered_does_not_give_way_to_what_the_developer_wrote(self):
        given = [Set(REPLICAS, 1), Offer(REPLICAS, why="only a default")]
        result = folded(given, workload=deployment({"replicas": 7}))
        assert contests(result) == {(str(REPLICAS), "A", "Web")}
        assert value(result, "spec.replicas") == 7

    def test_what_follows_from_a_default_may_be_amended(self):
        def by_default(one, path):
            return attrs.evolve(wrote(one, path), verb=Verb.DEFAULTED)

        ground = rendered(deployment({"replicas": 7}))
        result = fold(ground, [binding(A(), [Amend(REPLICAS, plus(1))])], by_default)
        assert not result.contests
        assert value(result, "spec.replicas") == 8

    def test_an_offer_may_be_of_every_container(self):
        images = field(f"{POD}.containers[*].imagePullPolicy")
        result = folded([Set(images, "Always"), Offer(images, why="yours")], [Amend(images, str.lower)])
        assert not result.contests
        assert value(result, f"{WEB}.imagePullPolicy") == "always"

    def test_many_fields_handed_over_to_one_claim_are_one_hand_over(self):
        made = [route(rules={"a": 1, "b": 2}), Offer(RULES, why="a rollout may")]
        assert len(folded(made, [Amend(RULES, lambda there: {})]).hand_overs) == 1


class TestDefaults:
    FEW = Default(REPLICAS, 1, why="a scaler may decide it")

    def test_a_field_that_nobody_decides_has_it(self):
        result = folded([self.FEW])
        assert value(result, "spec.replicas") == 1
        assert claims(result) == ["A sets it spec.replicas"]
        assert not result.hand_overs

    @pytest.mark.parametrize("order", [1, -1])
    @pytest.mark.parametrize("other", [Set(REPLICAS, 5), Delegate(REPLICAS, to="Scaler", initial=5)])
    def test_it_gives_way_to_who_decides_the_field(self, other, order):
        result = folded(*[[self.FEW], [other]][::order])
        assert not result.contests
        assert value(result, "spec.replicas") == 5
        giver, taker = ("A", "B") if order == 1 else ("B", "A")
        assert hand_overs(result) == [(giver, taker, str(REPLICAS), "a scaler may decide it")]

    def test_it_gives_way_to_what_the_developer_wrote_and_not_to_a_default_of_the_developers(self):
        workload = deployment({"replicas": 7})
        assert value(folded([self.FEW], workload=workload), "spec.replicas") == 7

        def by_default(one, path):
            return attrs.evolve(wrote(one, path), verb=Verb.DEFAULTED)

        result = fold(rendered(workload), [binding(A(), [self.FEW])], by_default)
        assert value(result, "spec.replicas") == 1

    def test_it_gives_way_to_what_stands_above_it_and_below_it(self):
        of_type = Default(STRATEGY / "type", "x", why="others may")
        assert value(folded([of_type], [Set(STRATEGY, "odd")]), "spec.strategy") == "odd"
        assert value(folded([of_type], workload=deployment({"strategy": "odd"})), "spec.strategy") == "odd"
        whole = Default(STRATEGY, {"type": "x"}, why="others may")
        assert value(folded([whole], [Set(STRATEGY / "a", 1)]), "spec.strategy") == {"a": 1}

    def test_two_different_ones_are_contested_and_two_alike_are_not(self):
        result = folded([self.FEW], [Default(REPLICAS, 2, why="so may others")])
        assert contests(result) == {(str(REPLICAS), "A", "B")}
        assert value(result, "spec.replicas") is None
        assert not folded([self.FEW, self.FEW]).contests

    def test_it_may_be_amended_where_it_is_offered(self):
        offered = [self.FEW, Offer(REPLICAS, why="more may be needed")]
        assert value(folded(offered, [Amend(REPLICAS, plus(1))]), "spec.replicas") == 2
        assert contests(folded([self.FEW], [Amend(REPLICAS, plus(1))])) == {(str(REPLICAS), "A", "B")}

    def test_in_an_entry_that_is_not_there_it_hits_nothing(self):
        missing = Default(field(f"{POD}.volumes[name=x].emptyDir"), {}, why="others may")
        assert len(reasons(folded([missing]))) == 1


class TestCreations:
    def test_an_object_has_the_components_name_namespace_and_labels_and_its_own_metadata(self):
        own = {"labels": {"tier": "edge"}, "annotations": {"a": "b"}, "finalizers": ["x"]}
        result = folded([Create("v1", "ConfigMap", "web-extra", {"metadata": own, "data": {"k": "v"}})])
        assert result.objects[1].body == {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {
                "name": "web-extra",
                "namespace": "prod",
                "labels": {
                    "app.kubernetes.io/name": "web",
                    "app.kubernetes.io/component": "web",
                    "app.kubernetes.io/part-of": "shop",
                    "tier": "edge",
                },
                "annotations": {"a": "b"},
                "finalizers": ["x"],
            },
            "data": {"k": "v"},
        }

    def test_an_object_may_stand_in_another_namespace(self):
        result = folded(
            [Create("v1", "ConfigMap", "web", {"metadata": {"namespace": "infra", "labels": None}})]
        )
        assert result.objects[1].ref.namespace == "infra"

    def test_an_object_of_the_whole_cluster_has_no_namespace(self):
        result = folded([Create("scheduling.k8s.io/v1", "PriorityClass", "high", {"value": 9})])
        assert "namespace" not in result.objects[1].body["metadata"]

    def test_created_objects_stand_after_the_workloads_by_kind_and_name(self):
        made = [
            Create("v1", kind, name, {})
            for kind, name in (("Secret", "a"), ("ConfigMap", "b"), ("ConfigMap", "a"))
        ]
        result = folded(made[:1], made[1:2], made[2:])
        assert [str(one.ref) for one in result.objects] == [
            "Deployment/web",
            "ConfigMap/a",
            "ConfigMap/b",
            "Secret/a",
        ]
        assert [one.creator and one.creator.name for one in result.objects] == [None, "C", "B", "A"]

    def test_two_makers_of_one_object_conflict_whatever_the_version_of_its_api(self):
        result = folded(
            *([Create(f"autoscaling/{v}", "HorizontalPodAutoscaler", "web", {})] for v in ("v1", "v2"))
        )
        assert [(one.first.owner.name, one.second.owner.name) for one in result.contests] == [("A", "B")]
        assert not result.contests[0].second.field.path.depth

    def test_an_object_of_the_workload_is_not_made_again(self):
        result = folded([Create("apps/v1", "Deployment", "web", {})])
        assert [(one.first.owner.name, one.second.owner.name) for one in result.contests] == [("Web", "A")]

    def test_two_objects_of_the_workload_with_one_name_are_contested(self):
        service = {"apiVersion": "v1", "kind": "Service"}
        workload = KubernetesWorkload(service, objects=[service])
        assert [str(one.second.field.object) for one in folded(workload=workload).contests] == ["Service/web"]

    def test_a_new_field_of_another_traits_object_is_free_and_its_own_fields_are_not(self):
        made = [route(host="a")]
        assert not folded(made, [Set(ROUTE / "spec" / "tls", True)]).contests  # noqa: FBT003 - a field's value
        assert contests(folded(made, [Set(ROUTE / "spec" / "host", "b")])) == {
            ("Route/web spec.host", "A", "B")
        }

    def test_a_trait_may_leave_a_field_of_its_own_object_to_a_controller(self):
        result = folded([route(weight=10), Delegate(ROUTE / "spec" / "weight", to="Rollout", initial=0)])
        assert not result.contests
        assert value(result, "spec.weight", ROUTE) == 0
        assert claims(result, ROUTE) == ["A leaves it to spec.weight"]

    def test_a_trait_may_add_to_its_own_object(self):
        result = folded([route(host="a"), Add(ROUTE / "metadata" / "annotations", "a", "b")])
        assert value(result, "metadata.annotations", ROUTE) == {"a": "b"}


class TestReadings:
    def test_a_field_that_another_trait_sets_is_read(self):
        requests = f"{POD}.containers[*].resources.requests.cpu"
        reading = [Read(field(requests), why="shares are of it")]
        alone, together = folded(reading), folded(reading, [Set(field(requests), "1")])
        assert [(str(one.field.path), one.is_set) for one in alone.readings] == [
            (f"{WEB}.resources.requests.cpu", False)
        ]
        assert [one.is_set for one in together.readings] == [True]
        assert alone.readings[0].why == "shares are of it"
        assert alone.readings[0].binding.trait == A()

    def test_a_reading_of_an_object_that_is_not_there_hits_nothing(self):
        result = folded([Read(RULES, why="it is needed")])
        assert not result.readings
        assert reasons(result) == ["A Route/web : the component has no such object, only Deployment/web"]


class TestMisdirections:
    @pytest.mark.parametrize(
        "effect", [Set(RULES, 1), Delegate(RULES, to="x", initial=1), Add(RULES, "a", 1)]
    )
    def test_an_effect_on_an_object_that_is_not_there(self, effect):
        assert reasons(folded([effect])) == [
            "A Route/web : the component has no such object, only Deployment/web"
        ]

    def test_a_decision_in_an_entry_that_is_not_there(self):
        result = folded([Set(field(f"{POD}.volumes[name=x].emptyDir"), {})])
        assert reasons(result) == [
            f"A Deployment/web {POD}.volumes[name=x].emptyDir: there is no {POD}.volumes[name=x]"
        ]

    @pytest.mark.parametrize("arguments", [["-v"], [{"key": "a"}]])
    def test_each_entry_of_a_list_without_keys(self, arguments):
        workload = deployment(pod(containers=[{"name": "web", "args": arguments}]))
        result = folded([Set(field(f"{WEB}.args[*].x"), 1)], workload=workload)
        assert reasons(result) == [
            f"A Deployment/web {WEB}.args[*].x: the entries of {WEB}.args have no keys to tell them apart"
        ]

    def test_each_entry_of_a_list_that_is_none_is_no_entry(self):
        for odd in ("odd", {"a": 1}, None):
            result = folded(
                [Set(field(f"{WEB}.args[*].x"), 1)],
                workload=deployment(pod(containers=[{"name": "web", "args": odd}])),
            )
            assert result.misdirections == result.contests == ()

    def test_an_entry_that_lacks_a_key_is_addressed_as_it_is_written(self):
        workload = deployment(pod(topologySpreadConstraints=[{"topologyKey": "zone"}]))
        where = f"{POD}.topologySpreadConstraints[topologyKey=zone].maxSkew"
        assert claims(folded([Set(field(where), 2)], workload=workload)) == [f"A sets it {where}"]

    def test_an_entry_of_an_unknown_kinds_list_is_found_by_its_name(self):
        body = {"apiVersion": "example.com/v1", "kind": "App", "spec": {"parts": [{"name": "a", "x": 1}]}}
        ref = ObjectRef(Api("example.com/v1", "App"), "web", "prod")
        result = folded([Set(ref / Path.parse("spec.parts[*].y"), 1)], workload=KubernetesWorkload(body))
        assert contests(result) == {("App/web spec.parts", "A", "Web")}


def test_the_result_is_in_the_order_of_the_programs_text_whatever_the_order_of_the_traits():
    first = A()
    second = B()
    effects = [Set(REPLICAS, 1)]
    for order in ([first, second], [second, first]):
        result = fold(rendered(), [binding(one, effects) for one in order], wrote)
        assert [(one.first.owner.name, one.second.owner.name) for one in result.contests] == [("A", "B")]


def test_no_traits_leave_the_objects_as_they_are():
    workload = rendered()
    result = fold(workload, [], wrote)
    assert result.objects[0].body is workload.body
    assert text(result)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("a", "a", True), ("a.b", "a", True), ("a", "a.b", True), ("a.b", "a.c", False)],
)
def test_paths_overlap_when_one_is_the_other_or_above_it(one, other, expected):
    assert overlap(Path.parse(one), Path.parse(other)) is expected


def test_a_strangers_implementation_conflicts_with_the_librarys():
    @implements(A)
    def stranger(_trait, workload):
        yield Set(workload / "spec" / "replicas", 4)

    @component
    class Shop(Component):
        def workload(self):
            return ContainerizedWorkload([Container("shop", image="shop:1")])

    platform = Platform("two", [*KUBERNETES.implementations, stranger])
    result = composed(Shop("shop", traits=[A(), ManualScaler(replicas=2)]), platform)
    assert contests(result.folded) == {("Deployment/shop spec.replicas", "A", "ManualScaler")}


def test_a_part_of_a_list_that_its_owner_replaces_gets_an_entry_of_its_own():
    variables = field(f"{WEB}.env")
    workload = deployment(pod(containers=[{"name": "web", "env": [{"name": "A", "value": "x"}]}]))
    given = [Set(variables, []), Set(variables / Path.parse("[name=A]") / "value", "y")]

    def open_to_all(one, path):
        return attrs.evolve(wrote(one, path), verb=Verb.DEFAULTED)

    result = fold(rendered(workload), [binding(A(), given)], open_to_all)
    assert value(result, f"{WEB}.env") == [{"name": "A", "value": "y"}]


def test_an_entry_that_follows_from_a_default_may_be_added_anew():
    labels = field("metadata.labels")
    workload = deployment(labels={"team": "default"})

    def by_default(one, path):
        return attrs.evolve(wrote(one, path), verb=Verb.DEFAULTED)

    result = fold(rendered(workload), [binding(A(), [Add(labels, "team", "shop")])], by_default)
    assert not result.contests
    assert value(result, "metadata.labels.team") == "shop"


@pytest.mark.parametrize(
    "effect",
    [
        Set(field(""), {"kind": "Job"}),
        Remove(field("")),
        Delegate(field(""), to="Autoscaler", initial=None),
        Set(FieldRef(ROUTE, Path()), 3),
    ],
    ids=["set", "remove", "delegate", "created"],
)
def test_a_whole_object_is_nothing_to_decide(effect):
    result = folded([route(host="a"), effect])
    assert [one.reason for one in result.misdirections] == ["a whole object is made by `Create` alone"]
    assert result.contests == ()
    assert len(result.objects) == 2
