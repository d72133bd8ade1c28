"""What changes in a component, apart from what it does."""

import attrs

from oamdsl.diff.compare import compare
from oamdsl.diff.fields import ABSENT
from oamdsl.diff.seal import Salted
from oamdsl.diff.state import EnvironmentState, Refusal, State
from tests.diff.states import change, component, deployment, state, told

SCALER = {"": "AutoScaler", "minimum": "1", "maximum": "9"}
OWNED = {"Deployment/web spec.replicas": "AutoScaler leaves it to the HorizontalPodAutoscaler"}


def test_what_is_as_it_was_is_left_out():
    one = component(deployment(), declaration={"": "Web"}, traits=(SCALER,), owners=OWNED)
    assert change(one, one) is None
    assert compare(state(one), state(one)).environments == {}


def test_parameters_and_the_class_are_told():
    before = component(deployment(), declaration={"": "Web", "a": "1", "b": "2"}, traits=())
    after = component(deployment(), declaration={"": "Server", "a": "3", "c": "4"}, traits=())
    assert told(change(before, after).declared) == [
        ("component", "Web", "Server"),
        ("a", "1", "3"),
        ("c", "", "4"),
        ("b", "2", ""),
    ]


def test_traits_come_go_and_change():
    before = component(deployment(), declaration={"": "Web"}, traits=(SCALER, {"": "Ingress", "host": "'a'"}))
    after = component(
        deployment(), declaration={"": "Web"}, traits=({**SCALER, "maximum": "12"}, {"": "Probes"})
    )
    assert told(change(before, after).declared) == [
        ("AutoScaler maximum", "9", "12"),
        ("trait", "", "Probes()"),
        ("trait", "Ingress(host='a')", ""),
    ]


def test_several_traits_of_one_class_are_paired_where_they_differ():
    disks = [{"": "VolumeMounter", "name": repr(name)} for name in "abc"]
    before = component(deployment(), declaration={"": "Web"}, traits=tuple(disks[:2]))
    after = component(deployment(), declaration={"": "Web"}, traits=(disks[1], disks[2], disks[0]))
    assert told(change(before, after).declared) == [("trait", "", "VolumeMounter(name='c')")]


def test_facts_differ_by_what_they_say_and_not_by_the_object_that_says_it():
    ingress = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "web"},
        "spec": {"rules": [{"host": "a.example", "http": {"paths": [{"path": "/"}]}}]},
    }
    route = {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "web"},
        "spec": {"hostnames": ["a.example"], "rules": [{"matches": [{"path": {"value": "/"}}]}]},
    }
    found = change(component(deployment("web:1"), ingress), component(deployment("web:2"), route))
    assert told(found.facts) == [("image of web", "web:1", "web:2")]
    assert [(str(one.ref), one.before is None) for one in found.objects] == [
        ("Deployment/web", False),
        ("HTTPRoute/web", True),
        ("Ingress/web", False),
    ]


def test_who_decides_a_field_is_told_where_both_sides_know():
    before, after = component(deployment(), owners={}), component(deployment(), owners=OWNED)
    assert told(change(before, after).owners) == [("Deployment/web spec.replicas", "", *OWNED.values())]
    assert change(component(deployment()), after) is None


def test_the_initial_value_of_a_delegated_field_is_not_deployed_again():
    left = ("Deployment/web spec.replicas",)
    before = component(deployment(replicas=1), delegated=left)
    after = component(deployment(replicas=2), delegated=left)
    assert change(before, after) is None
    assert change(component(deployment(replicas=1)), after) is not None
    (found,) = change(before, component(deployment("web:2", replicas=2), delegated=left)).objects
    assert [str(one.path) for one in found.fields] == ["spec.template.spec.containers[name=web].image"]
    assert found.after["spec"]["replicas"] == 1


def test_a_component_without_objects_comes_and_goes_too():
    assert change(None, component()).sign == "+"
    assert change(component(), None).sign == "-"


def test_an_object_of_another_version_is_the_same_object():
    old = {**deployment(), "apiVersion": "apps/v1beta1"}
    (found,) = change(component(old), component(deployment())).objects
    assert [str(one.path) for one in found.fields] == ["apiVersion"]


def test_environments_that_one_side_lacks_are_compared_with_nothing():
    found = compare(state(component(deployment()), environment="dev"), state(environment="prod"))
    itself, web = found.environments["dev"].components
    assert [(one.impact.value, one.object, one.why) for one in itself.consequences] == [
        (
            "stays behind",
            "stack dev",
            "what it has deployed goes on, and nobody changes it; `pulumi destroy -s dev` removes it",
        )
    ]
    assert (web.name, web.sign, web.consequences) == ("shop/web", "-", ())
    assert (found.environments["dev"].sign, found.environments["prod"].sign) == ("-", "+")


ABOUT = {"platform": "cluster", "setting domain": "'a'", "implementation of Ingress": "kubernetes ingress"}
REFUSAL = Refusal(code="OAM202", rule="contested-field", message="two decide", subject="shop/web")


def environments(before, after):
    return compare(State("base", before), State("head", after))


def test_an_environment_that_comes_is_told_with_what_it_is():
    found = environments({}, {"prod": EnvironmentState(about=ABOUT)})
    (itself,) = found.environments["prod"].components
    assert found.environments["prod"].sign == itself.sign == "+"
    assert told(itself.declared) == [("platform", "", "cluster"), ("setting domain", "", "'a'")]
    assert not found.is_empty


def test_what_an_environment_is_may_change_and_how_a_trait_is_implemented():
    changed = {"platform": "other", "implementation of Ingress": "route", "implementation of Probes": "p"}
    found = environments({"prod": EnvironmentState(about=ABOUT)}, {"prod": EnvironmentState(about=changed)})
    (itself,) = found.environments["prod"].components
    assert (itself.name, itself.sign) == ("", "~")
    assert told(itself.declared) == [
        ("platform", "cluster", "other"),
        ("implementation of Ingress", "kubernetes ingress", "route"),
        ("setting domain", "'a'", ""),
    ]
    known = environments({"prod": EnvironmentState()}, {"prod": EnvironmentState(about=changed)})
    assert known.environments == {}


def test_a_refusal_is_told_whether_or_not_anything_differs():
    refused, sound = EnvironmentState(refusals=(REFUSAL,)), EnvironmentState()
    both = environments({"prod": refused}, {"prod": refused})
    assert both.environments["prod"].refused == both.environments["prod"].was_refused == (REFUSAL,)
    assert both.is_empty
    assert not environments({"prod": sound}, {"prod": refused}).is_empty
    assert environments({"prod": sound}, {"prod": sound}).is_empty


def test_the_gravest_component_is_first():
    before = [component(deployment(name=name), name=f"shop/{name}") for name in "abc"]
    after = [component(deployment(replicas=3, name="a"), name="shop/a"), *before[1:2]]
    found = compare(state(*before), state(*after)).environments["prod"].components
    assert [one.name for one in found] == ["shop/c", "shop/a"]


def test_demands_differ_where_they_count():
    declared = {"": "Web"}
    before = component(
        declaration=declared, demands={"opinion batch": "False", "range of a": "1 to 2", "default of a": "1"}
    )
    after = component(
        declaration=declared, demands={"opinion batch": "True", "range of a": "1 to 3", "default of a": "2"}
    )
    ranges = [("opinion batch", "False", "True"), ("range of a", "1 to 2", "1 to 3")]
    assert told(change(before, after).declared) == [*ranges, ("default of a", "1", "2")]
    given = attrs.evolve(before, declaration={**declared, "a": "1"})
    assert told(change(given, attrs.evolve(after, declaration=given.declaration)).declared) == ranges
    assert change(component(declaration=declared), component(declaration=declared)) is None


def test_a_component_that_comes_or_goes_is_told_with_its_traits():
    one = component(deployment(), declaration={"": "Web", "a": "1"}, traits=(SCALER,))
    expected = [("component", "", "Web(a=1)"), ("trait", "", "AutoScaler(minimum=1, maximum=9)")]
    assert told(change(None, one).declared) == expected
    assert told(change(one, None).declared) == [(what, after, before) for what, before, after in expected]


def test_no_mark_of_a_secret_is_left():
    seal = Salted(b"salt")

    def secret(value):
        return {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "web"},
            "stringData": {"a": seal(value), "b": seal("same")},
        }

    def declared(value):
        return {"": "Web", "password": seal(value)}

    before = component(secret("1"), declaration=declared("1"), traits=(declared("1"),))
    after = component(secret("2"), declaration=declared("2"), traits=(declared("2"),))
    found = change(before, after)
    assert told(found.declared) == [
        ("password", "[secret]", "[secret, changed]"),
        ("Web password", "[secret]", "[secret, changed]"),
    ]
    (one,) = found.objects
    assert one.before["stringData"] == {"a": "[secret]", "b": "[secret]"}
    assert one.after["stringData"] == {"a": "[secret, changed]", "b": "[secret]"}
    assert [(str(each.path), each.before, each.after) for each in one.fields] == [
        ("stringData.a", "[secret]", "[secret, changed]")
    ]
    assert told(change(None, before).declared)[0] == ("component", "", "Web(password=[secret])")
    assert change(before, component(secret("1"), declaration=declared("1"), traits=(declared("1"),))) is None
    gone = attrs.evolve(after, objects=({**secret("2"), "stringData": {}},))
    removed = change(before, gone).objects[0].fields
    assert [(str(each.path), each.before, each.after) for each in removed] == [
        ("stringData", ABSENT, {}),
        ("stringData.a", "[secret]", ABSENT),
        ("stringData.b", "[secret]", ABSENT),
    ]


def test_a_secret_that_is_encrypted_as_a_whole_does_not_differ():
    body = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}}
    whole = component({**body, "stringData": "[secret]"})
    known = component({**body, "stringData": {"a": Salted(b"salt")("1")}})
    assert change(whole, known) is None
    assert change(known, whole) is None


def test_a_component_that_could_not_be_made_is_told_by_what_was_declared():
    before = component(deployment(), declaration={"": "Web"}, owners=OWNED)
    after = component(declaration={"": "Web", "a": "1"}, owners={}, is_composed=False)
    found = change(before, after)
    assert told(found.declared) == [("a", "", "1")]
    assert found.objects == found.facts == found.owners == found.consequences == ()
