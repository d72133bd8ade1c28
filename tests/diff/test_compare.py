"""What changes in a component, apart from what it does."""

from oamdsl.diff.compare import compare
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
    assert [one.sign for one in found.environments["dev"].components] == ["-"]
    assert (found.environments["dev"].sign, found.environments["prod"].sign) == ("-", "+")
