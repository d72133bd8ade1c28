from collections.abc import Sequence

import attrs
import pytest

from oamdsl import (
    Api,
    Application,
    AutoScaler,
    BatchWorkload,
    Characteristic,
    Component,
    Container,
    ContainerizedWorkload,
    Create,
    Environment,
    Ingress,
    KubernetesWorkload,
    ManualScaler,
    Metadata,
    Opinions,
    Platform,
    Port,
    Refuse,
    RenderedObject,
    RenderedWorkload,
    Require,
    Set,
    Trait,
    Workload,
    component,
    implements,
    parameter,
    trait,
    workload,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.path import Path
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.compose.composing import A, B, C, Web, composed


def test_a_plan_has_every_component_of_every_application_in_order():
    environment = Environment("prod", platform=KUBERNETES)
    shop = Application("shop", [Web("one"), Web("two")])
    blog = Application("blog", [Web("one")])
    other = Platform("other")
    plan = compose(environment, iter([shop, blog]), [other])
    assert [one.subject for one in plan.components] == [("shop", "one"), ("shop", "two"), ("blog", "one")]
    assert plan.applications == (shop, blog)
    assert plan.other_platforms == (other,)
    assert [one.component.name for one in plan.components_of(blog)] == ["one"]
    assert plan.namespace is None


def test_a_plan_lists_each_value_whose_constructor_was_called_wrongly_once():
    wrong = ManualScaler(replicas="3")
    environment = Environment("prod", platform=KUBERNETES)
    shop = Application("shop", [Web("one", traits=[wrong]), Web("two", traits=[wrong])], size=3)
    plan = compose(environment, [shop, Application("blog", [])])
    assert [(element, owner) for element, owner in plan.faulty_elements] == [
        (wrong, ("shop", "one")),
        (shop, ("shop",)),
    ]


def test_a_component_that_others_depend_on_keeps_its_own_faults():
    database = Web("database", size="big")
    web = Web("web", depends_on=[database])
    plan = compose(Environment("prod", platform=KUBERNETES), [Application("shop", [web, database])])
    assert [(element, owner) for element, owner in plan.faulty_elements] == [(database, ("shop", "database"))]


def test_a_trait_whose_own_check_fails_is_in_the_plan():
    @trait
    class Fragile(Trait):
        names: Sequence[str] = parameter(default=())

        def refusals(self):
            yield Refuse("names", why=f"{self.names[0]} is first", help="add one")

    @implements(Fragile)
    def nothing(trait, workload):
        return ()

    platform = KUBERNETES.offering(nothing)
    (failure,) = composed(Web("web", traits=[Fragile()]), platform=platform).failures
    assert (failure.function, failure.error) == (
        "Fragile.refusals()",
        "IndexError: tuple index out of range",
    )
    assert composed(Web("web", traits=[Fragile(names="abc")]), platform=platform).failures == ()
    (refusal,) = composed(Web("web", traits=[Fragile(names=["a"])]), platform=platform).refusals
    assert refusal[0].why == "a is first"


def test_an_implementation_that_returns_nothing_is_in_the_plan():
    @implements(Metadata)
    def forgetful(trait, workload):
        pass

    (failure,) = composed(Web("web", traits=[Metadata()]), platform=KUBERNETES.offering(forgetful)).failures
    assert failure.error == "it returned None in place of effects"


@pytest.mark.parametrize("identity", [("", "Route", "web"), ("v1", "", "web"), ("v1", "Route", None)])
def test_an_implementation_that_creates_nothing_in_particular_is_in_the_plan(identity):
    @implements(Metadata)
    def vague(trait, workload):
        yield Create(*identity, {})

    web = composed(Web("web", traits=[Metadata()]), platform=KUBERNETES.offering(vague))
    (failure,) = web.failures
    assert failure.error == "it yielded a Create whose api_version, kind or name is empty or no text"


@pytest.mark.parametrize("body", [None, [], {"metadata": ["a"]}])
def test_an_implementation_that_creates_what_is_no_object_is_in_the_plan(body):
    @implements(Metadata)
    def shapeless(trait, workload):
        yield Create("v1", "ConfigMap", "web", body)

    (failure,) = composed(Web("web", traits=[Metadata()]), platform=KUBERNETES.offering(shapeless)).failures
    assert failure.error == "it yielded a Create whose body, or metadata in it, is no mapping"


@pytest.mark.parametrize(
    ("bodies", "error"),
    [([], "it has no object"), ([{"spec": {}}], "ValueError: the object has no apiVersion")],
)
def test_a_workload_without_objects_to_tell_apart_is_in_the_plan(bodies, error):
    @workload
    class Vague(Workload):
        def render(self, context):
            objects = tuple(RenderedObject(body, self.origin) for body in bodies)
            return RenderedWorkload(context=context, objects=objects, characteristics=frozenset())

    @component
    class Thing(Component):
        def workload(self):
            return Vague()

    (failure,) = composed(Thing("thing")).failures
    assert (failure.function, failure.error) == ("Vague.render()", error)


def test_an_environment_may_make_its_namespace():
    plan = compose(Environment("prod", platform=KUBERNETES, namespace="shop", create_namespace=True), [])
    assert plan.namespace == {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}


def test_a_plans_own_definitions_add_apis():
    @component
    class Definition(Component):
        def workload(self):
            return KubernetesWorkload(
                {
                    "apiVersion": "apiextensions.k8s.io/v1",
                    "kind": "CustomResourceDefinition",
                    "spec": {
                        "group": "example.com",
                        "names": {"kind": "App"},
                        "versions": [{"name": "v1"}, {"name": "v2"}],
                    },
                }
            )

    plan = compose(Environment("prod", platform=KUBERNETES), [Application("a", [Definition("d")])])
    assert plan.defined_apis == {Api("example.com/v1", "App"), Api("example.com/v2", "App")}


@component
class Failing(Component):
    def workload(self):
        return {}["image"]  # the line that the failure names


@component
class Wrong(Component):
    def workload(self):
        return "a workload"


@workload
class Unrenderable(Workload):
    def render(self, context):
        return {}[context.component]


@component
class Unrendered(Component):
    def workload(self):
        return Unrenderable()


@pytest.mark.parametrize(
    ("cls", "function", "error"),
    [
        (Failing, "Failing.workload()", "there is no key 'image'"),
        (Wrong, "Wrong.workload()", "it returned str, which is no workload"),
        (Unrendered, "Unrenderable.render()", "there is no key 'web'"),
    ],
)
def test_a_function_that_fails_is_in_the_plan(cls, function, error):
    one = composed(cls("web"))
    assert [(failure.function, failure.error) for failure in one.failures] == [(function, error)]
    assert one.failures[0].location.file == __file__
    assert one.objects == ()
    assert one.folded is None


def test_a_failure_names_the_users_line():
    assert composed(Failing("web")).failures[0].location.line == Failing.workload.__code__.co_firstlineno + 1


def test_what_a_workload_refuses_is_in_the_plan_beside_its_objects():
    @component
    class Job(Component):
        def workload(self):
            return BatchWorkload([Container("job", image="job:1")], concurrency="Forbid", time_zone="Etc/UTC")

    found = composed(Job("web"))
    assert [refusal.parameter for refusal in found.workload_refusals] == ["time_zone", "concurrency"]
    assert [str(one.ref) for one in found.objects] == ["Job/web"]
    assert found.failures == ()


def test_a_workload_that_fails_to_refuse_is_a_failure():
    @workload
    class Odd(KubernetesWorkload):
        def refusals(self):
            raise LookupError("odd")  # noqa: EM101 - as short as users write it

    @component
    class Thing(Component):
        def workload(self):
            return Odd({"apiVersion": "v1", "kind": "ConfigMap"})

    (failure,) = composed(Thing("web")).failures
    assert (failure.function, failure.error) == ("Odd.refusals()", "LookupError: odd")


def test_an_implementation_that_fails_or_yields_no_effect_is_in_the_plan():
    @implements(A)
    def broken(_trait, _workload):
        yield Require("gpu")
        raise ValueError

    @implements(B)
    def mistaken(_trait, _workload):
        yield "spec.replicas"

    class OfMyOwn(Require):
        pass

    @implements(C)
    def derived(_trait, _workload):
        yield OfMyOwn("gpu")

    trait = A()
    one = composed(Web("web", traits=[trait, B(), C()]), Platform("p", [broken, mistaken, derived]))
    assert [(failure.function, failure.error) for failure in one.failures] == [
        ("broken for A", "ValueError: without a message"),
        ("mistaken for B", "it yielded str, which is no effect"),
        ("derived for C", "it yielded OfMyOwn, which is no effect"),
    ]
    assert one.failures[1].location == mistaken.origin.location
    assert one.bindings == ()


def test_a_trait_is_bound_unoffered_or_inapplicable():
    traits = [ManualScaler(replicas=2), A(), Ingress(host="example.com")]
    one = composed(Web("web", traits=traits), KUBERNETES)
    assert [each.trait for each in one.bindings] == traits[:1]
    assert one.unoffered == (traits[1],)
    assert one.inapplicable == (traits[2],)
    assert one.lacking(traits[2]) == (Characteristic.EXPOSED,)
    assert one.lacking(traits[0]) == ()


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        (Opinions(), {"replicable", "exposed", "pod-templated", "long-running"}),
        (Opinions(single_instance=True), {"exposed", "pod-templated", "long-running"}),
        (Opinions(batch=True), {"pod-templated", "batch"}),
    ],
)
def test_opinions_narrow_what_a_workload_is_like(opinions, expected):
    @component
    class Shop(Component):
        def workload(self):
            return ContainerizedWorkload([Container("web", image="web:1", ports=[Port(80)])])

    Shop.opinions = opinions
    one = composed(Shop("web", traits=[AutoScaler(maximum=3)]), KUBERNETES)
    assert {each.value for each in one.workload.characteristics} == expected
    assert bool(one.inapplicable) == ("replicable" not in expected)
    assert Characteristic.REPLICABLE in one.natural_characteristics


def test_refusals_are_the_traits_own_and_their_implementations():
    traits = [AutoScaler(minimum=9, maximum=3), AutoScaler(maximum="3"), Metadata(on_pods=True)]
    one = composed(Claimed("web", traits=[*traits, Metadata(labels={"a": "b"})]), KUBERNETES)
    assert [(refusal.parameter, trait) for refusal, trait in one.refusals] == [
        ("maximum", traits[0]),
        ("on_pods", traits[2]),
    ]


@component
class Claimed(Component):
    """An object without pods."""

    def workload(self):
        return KubernetesWorkload({"apiVersion": "example.com/v1", "kind": "App", "spec": {"a": 1}})


def test_requirements_are_the_implementations_and_their_effects():
    @implements(A, requires=[Api("example.com/v1", "App")])
    def demanding(_trait, _workload):
        yield Require("gpu")
        yield Refuse("a", why="b", help="c")

    one = composed(Web("web", traits=[A()]), Platform("p", [demanding]))
    assert [what for what, _ in one.requirements] == [Api("example.com/v1", "App"), "gpu"]


def test_a_delegated_field_and_a_body_are_found_by_their_object():
    one = composed(Web("web", traits=[AutoScaler(minimum=2, maximum=3)]), KUBERNETES)
    ref = one.workload.ref
    assert [(str(claim.field.path), claim.to) for claim in one.delegated(ref)] == [
        ("spec.replicas", "HorizontalPodAutoscaler")
    ]
    assert one.body_of(ref)["spec"]["replicas"] == 2
    assert one.body_of(attrs.evolve(ref, name="other")) == {}
    assert one.delegated(attrs.evolve(ref, name="other")) == ()


def test_a_component_without_a_workload_has_no_developers_claims():
    one = composed(Web("web"))
    empty = ComposedComponent(application=one.application, component=one.component)
    with pytest.raises(LookupError, match="Deployment/web is no object of the workload"):
        empty.developer_claim(one.objects[0], Path())


def test_a_workload_of_strangers_is_composed_like_any_other():
    @workload
    class Function(Workload):
        def render(self, context):
            body = {"apiVersion": "example.com/v1", "kind": "Function", "metadata": context.metadata()}
            return RenderedWorkload(
                context=context, objects=(RenderedObject(body, self.origin),), characteristics=frozenset()
            )

    @component
    class Thumbnail(Component):
        def workload(self):
            return Function()

    @implements(A)
    def memory(_trait, ground):
        yield Set(ground / "spec" / "memory", "1Gi")

    one = composed(Thumbnail("thumbnail", traits=[A()]), Platform("p", [memory]))
    assert one.objects[0].body["spec"] == {"memory": "1Gi"}
