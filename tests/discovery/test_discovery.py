"""What there is, and how it goes together, read off the classes."""

from itertools import combinations

import jsonschema
import pytest

import oamdsl
from oamdsl import (
    Add,
    Amend,
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    Create,
    Delegate,
    Environment,
    Implementation,
    Offer,
    Opinions,
    Platform,
    Read,
    Refuse,
    Remove,
    Replace,
    Require,
    Rewrite,
    Set,
    Trait,
    component,
    implements,
    parameter,
    trait,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.relation import Relation
from oamdsl.discovery.availability import why_unavailable
from oamdsl.discovery.binding import bound_example, unserved
from oamdsl.discovery.catalogue import catalogue
from oamdsl.discovery.claims import claims_of
from oamdsl.discovery.definitions import V1ALPHA2, V1BETA1, definitions
from oamdsl.discovery.description import call, described, program
from oamdsl.discovery.fitness import fitness_of
from oamdsl.discovery.relations import pair, pairs_of, related, relations_of
from oamdsl.discovery.together import Together
from oamdsl.kubernetes.names import dns_label
from oamdsl.model.application import Application
from oamdsl.platforms import keda
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.platforms.ready_made import ready_made

ALL = catalogue((), ())


@trait
class Own(Trait):
    """A project's own trait.

    It has more to say.

    Attributes:
        level: How much of it
            there is.

    Source: this test.
    """

    level: int = parameter(default=1, ge=1)
    described: str = parameter(default="", description="Says so itself.")


@implements(Own)
def own(one, workload):
    yield Require("magic")
    yield Set(workload / "metadata" / "annotations", {"level": str(one.level)})


@trait
class FailingExample(Trait):
    """A trait whose example fails."""

    @classmethod
    def example(cls):
        raise ValueError


@trait
class WithoutExample(Trait):
    """A trait that gives no example."""

    level: int = parameter()


@implements(WithoutExample)
def without_example(_one, _workload):
    yield from ()


def test_a_class_is_described_by_its_docstring_and_its_fields():
    found = described(Own)
    assert (found.name, found.summary, found.details) == (
        "Own",
        "A project's own trait.",
        "It has more to say.",
    )
    assert found.source == "this test."
    level, other = found.parameters
    assert (level.name, level.type, level.allowed, level.default) == ("level", "an integer", "1 or more", "1")
    assert level.description == "How much of it there is."
    assert other.description == "Says so itself."


@pytest.mark.parametrize("name", [*ALL.traits, *ALL.workloads])
def test_every_example_is_a_program_that_builds_it(name):
    cls = {**ALL.traits, **ALL.workloads}[name]
    text = call(cls.example())
    names = {one: getattr(oamdsl, one) for one in oamdsl.__all__}
    built = eval(text, names)  # noqa: S307 - the library's own
    assert built == cls.example()


@pytest.mark.parametrize("name", [*ALL.traits, *ALL.workloads])
def test_everything_has_a_summary_and_describes_each_parameter(name):
    found = described({**ALL.traits, **ALL.workloads}[name])
    assert found.summary.endswith((".", ":"))
    assert [one.name for one in found.parameters if not one.description] == []


class TestCatalogue:
    def test_has_every_trait_that_is_exported(self):
        exported = {getattr(oamdsl, one) for one in oamdsl.__all__}
        traits = {one for one in exported if isinstance(one, type) and issubclass(one, Trait)} - {Trait}
        assert set(ALL.traits.values()) == traits

    def test_knows_who_implements_what_and_where_it_comes_from(self):
        names = [one.name for one in ALL.offers_of(AutoScaler)]
        assert names == [
            "ack.horizontal_pod_autoscaler",
            "keda.resource_triggers",
            "kubernetes.horizontal_pod_autoscaler",
        ]
        assert ALL.distribution_of(AutoScaler).startswith("oamdsl ")

    def test_has_a_projects_own_traits_and_platforms(self):
        found = catalogue((), [Platform("mine", [own])])
        assert [one.name for one in found.platforms] == ["mine"]
        assert "Own" in found.traits
        assert found.distribution_of(Own) == ""

    def test_has_ready_made_platforms_where_there_is_no_project(self):
        names = [one.name for one in ALL.platforms]
        assert names == [
            "kubernetes",
            "gateway-api-keda",
            "istio-argo-rollouts",
            "istio-flagger",
            "alibaba-ack",
            "amazon-eks",
            "traefik-edge",
        ]


class TestAvailability:
    def test_is_there_when_the_platform_offers_it_and_serves_what_it_needs(self):
        assert why_unavailable(ALL, KUBERNETES, AutoScaler) == ""

    def test_names_who_offers_it(self):
        assert why_unavailable(ALL, Platform("bare"), AutoScaler).startswith(
            "`bare` does not offer it; `kubernetes`, `gateway-api-keda`, "
        )

    def test_names_who_could(self):
        alone = catalogue((), [Platform("bare")])
        assert why_unavailable(alone, Platform("bare"), AutoScaler) == (
            "`bare` does not offer it; it could with `ack.horizontal_pod_autoscaler`,"
            " `keda.resource_triggers`, `kubernetes.horizontal_pod_autoscaler`"
        )
        assert why_unavailable(alone, Platform("bare"), Own) == "`bare` does not offer it"

    def test_names_what_the_cluster_lacks(self):
        scaled = KUBERNETES.offering(keda.cron_triggers)
        trait_of = keda.cron_triggers.trait
        assert why_unavailable(ALL, scaled, trait_of) == (
            "`kubernetes` does not have `keda.sh/v1alpha1 ScaledObject`"
        )
        assert list(unserved(Platform("p", [own]), own)) == ["magic"]
        assert list(unserved(Platform("p", [without_example]), without_example)) == []


@pytest.mark.parametrize("platform", list(ready_made()), ids=lambda platform: platform.name)
class TestReadyMadePlatforms:
    def test_have_no_faults_and_serve_what_their_own_technologies_need(self, platform):
        assert not platform.faults
        base = {"network-policy", "pod-bandwidth", "mesh"}
        needed = {what for one in platform.implementations for what in unserved(platform, one)}
        assert {str(what) for what in needed - base} == set()

    def test_have_a_relation_for_every_two_traits(self, platform):
        pairs = relations_of(platform)
        count = len({one.trait for one in platform.implementations})
        assert len(pairs) == count * (count - 1) // 2
        assert all(one.reason for one in pairs)

    def test_relate_two_traits_alike_both_ways(self, platform):
        for first, second in combinations(related(platform), 2):
            kinds = [pair(platform, *two).relation for two in ((first, second), (second, first))]
            assert kinds[0] is kinds[1], (first, second)

    def test_say_what_each_trait_does(self, platform):
        for one in platform.implementations:
            assert claims_of(platform, one.trait), one.trait


def test_relations_need_a_workload_that_takes_both():
    @trait
    class OfBatch(Own):
        """For jobs."""

        applies_to = frozenset({oamdsl.Characteristic.BATCH})

    @trait
    class OfServices(Own):
        """For services."""

        applies_to = frozenset({oamdsl.Characteristic.LONG_RUNNING})

    platform = Platform("p", [Implementation(one, own.effects) for one in (OfBatch, OfServices)])
    (pair,) = relations_of(platform)
    assert (pair.relation, pair.reason) == (None, "no workload takes both")


def test_an_example_that_fails_is_none():
    assert bound_example(Platform("p", [Implementation(FailingExample, own.effects)]), FailingExample) is None


def test_a_program_imports_what_it_names():
    choice = oamdsl.SecurityPolicy(level=oamdsl.PodSecurityLevel.RESTRICTED)
    assert program(choice) == (
        "from oamdsl import PodSecurityLevel, SecurityPolicy\n\n"
        "SecurityPolicy(level=PodSecurityLevel.RESTRICTED)"
    )
    own_module = Own.__module__
    assert program(Own(level=2)) == f"from {own_module} import Own\n\nOwn(level=2)"
    described = program(oamdsl.Container("web", image="w:1", env={"A": oamdsl.SecretKey("s", "k")}))
    assert described.startswith("from oamdsl import Container, SecretKey\n")
    assert "env={'A': SecretKey('s', 'k')}" in described


@pytest.mark.parametrize("name", [*ALL.traits, *ALL.workloads])
def test_every_example_that_is_shown_runs(name):
    exec(program({**ALL.traits, **ALL.workloads}[name].example()), {})  # noqa: S102 - the library's own


def test_a_trait_that_shows_nothing_claims_nothing():
    assert claims_of(Platform("bare"), AutoScaler) == ()
    assert bound_example(Platform("p", [without_example]), WithoutExample) is None
    assert bound_example(Platform("p", [Implementation(Own, lambda *_: ())]), Own) is None
    flagger = next(one for one in ready_made() if one.name == "istio-flagger")
    assert any("leaves" in claim for claim in claims_of(flagger, oamdsl.CanaryRelease))


@component
class Web(Component):
    """A web server."""

    opinions = Opinions(single_instance=True)

    def workload(self):
        return ContainerizedWorkload([Container("web", image="w:1")])


def test_a_component_can_take_some_traits_and_there_is_a_reason_against_each_other():
    platform = KUBERNETES.offering(own, without_example, features=["magic"])
    environment = Environment("prod", platform=platform)
    bound = Own(level=2)
    plan = compose(environment, [Application("shop", [Web("web", traits=[bound])])])
    traits = fitness_of(catalogue((), [platform]), plan, plan.components[0])
    found = {one.trait: (one.state, one.reason) for one in traits}
    assert found["Own"] == ("bound", "Own(level=2)")
    assert found["WithoutExample"] == ("impossible", "it gives no example to try")
    assert found["Ingress"] == ("impossible", "the component is not exposed")
    assert found["Placement"] == ("possible", "Placement(spread=[Spread('zone')])")
    state, reason = found["AutoScaler"]
    assert state == "impossible"
    assert "single" in reason
    assert found["Certificate"][1].startswith("`kubernetes` does not offer it; it could with")


@pytest.mark.parametrize("api_version", [V1BETA1, V1ALPHA2])
@pytest.mark.parametrize("platform", list(ready_made()), ids=lambda platform: platform.name)
def test_definitions_are_ones_that_oam_knows(platform, api_version):
    made = list(definitions(ALL, platform, api_version))
    names = [(one["kind"], one["metadata"]["name"]) for one in made]
    assert len(names) == len(set(names))
    assert [name for _, name in names if dns_label(name)] == []
    assert {one["apiVersion"] for one in made} == {api_version}
    for one in made:
        schema = one["spec"]["extension"]["parameters"]
        jsonschema.Draft202012Validator.check_schema(schema)
        assert set(schema["required"]) <= set(schema["properties"])
    scaler = next(one for one in made if one["metadata"]["name"] == "auto-scaler")
    implemented = {"gateway-api-keda": "scaledobjects.keda.sh"}
    expected = implemented.get(platform.name, "horizontalpodautoscalers.autoscaling")
    assert scaler["spec"]["definitionRef"] == {"name": expected}
    conflicts = scaler["spec"].get("conflictsWith", [])
    assert ("manual-scaler" in conflicts) is (api_version == V1BETA1)
    assert scaler["spec"]["extension"]["parameters"]["properties"]["memory"] == {
        "type": "integer",
        "nullable": True,
        "minimum": 1,
        "default": None,
        "description": "Target memory use in percent of what the containers request;"
        " None to leave memory out.",
    }


def test_a_relation_is_computed_for_the_articles_pairs():
    platforms = {one.name: one for one in ready_made()}

    def between(platform, *names):
        return next(
            one.relation for one in relations_of(platforms[platform]) if {one.first, one.second} == set(names)
        )

    assert between("alibaba-ack", "AutoScaler", "CronScaler") is Relation.CONFLICTING
    assert between("gateway-api-keda", "Ingress", "CanaryRelease") is Relation.COMPOSABLE
    assert between("istio-argo-rollouts", "Ingress", "CanaryRelease") is Relation.COMPOSABLE
    assert between("kubernetes", "Ingress", "VolumeMounter") is Relation.ORTHOGONAL


@pytest.mark.parametrize("platform", list(ready_made()), ids=lambda platform: platform.name)
@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        # the catalogue's row 26: a disk of one node and more than one replica
        (AutoScaler, oamdsl.VolumeMounter, "OAM411"),
        (oamdsl.ManualScaler, oamdsl.VolumeMounter, "OAM411"),
        # its trait 31: guaranteed pods, and a container without limits
        (oamdsl.QualityOfService, oamdsl.Sidecar, "OAM429"),
    ],
)
def test_what_checks_refuse_together_conflicts(platform, first, second, code):
    for one, other in ((first, second), (second, first)):
        (found,) = pairs_of(platform, [one, other], str, Together(platform).refusal)
        assert found.relation is Relation.CONFLICTING
        assert found.reason.endswith(f"({code})")


def test_what_is_refused_of_each_alone_is_no_conflict():
    platform = KUBERNETES.offering(own)  # which needs what the cluster does not have
    (found,) = pairs_of(platform, [Own, oamdsl.Placement], str, Together(platform).refusal)
    assert (found.relation, found.reason) == (Relation.ORTHOGONAL, "they share no field and no object")


def test_every_effect_has_its_words():
    def everything(one, workload):
        field = workload / "spec" / "paused"
        yield Create("v1", "ConfigMap", workload.name, {})
        yield Set(field, one.level)
        yield Remove(field)
        yield Amend(field, str)
        yield Add(workload / "metadata" / "labels", "team", "shop")
        yield Add(workload.pod_spec / "volumes", None, {"name": "a"})
        yield Delegate(field, to="Scaler", initial=1)
        yield Rewrite(field, by="Scaler")
        yield Rewrite(field, by="Scaler", in_pods=True)
        yield Replace("example.com/v1", "Rollout")
        yield Offer(field, why="it may")
        yield Require("magic")
        yield Read(field, why="it counts")
        yield Refuse("level", why="no", help="no")

    platform = Platform("p", [Implementation(Own, everything, ("more",))])
    assert claims_of(platform, Own) == (
        "needs more",
        "makes ConfigMap (v1)",
        "decides Deployment/web spec.paused",
        "removes Deployment/web spec.paused",
        "amends Deployment/web spec.paused",
        "adds to Deployment/web metadata.labels team",
        "adds to Deployment/web spec.template.spec.volumes",
        "leaves Deployment/web spec.paused to the Scaler",
        "has Deployment/web spec.paused changed by the Scaler",
        "has Deployment/web spec.paused changed in each pod by the Scaler",
        "makes the workload a Rollout (example.com/v1)",
        "offers Deployment/web spec.paused: it may",
        "needs magic",
        "reads Deployment/web spec.paused: it counts",
    )


def test_a_choice_is_written_by_its_name():
    one = oamdsl.SecurityPolicy(level=oamdsl.PodSecurityLevel.RESTRICTED)
    assert call(one) == "SecurityPolicy(level=PodSecurityLevel.RESTRICTED)"
