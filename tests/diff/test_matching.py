"""Components that were renamed or moved, and objects that are whose they were not."""

from oamdsl.diff.compare import compare
from tests.diff.states import claim, component, consequences, deployment, state, told

SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "prod"}}


def changes(before, after):
    found = compare(state(*before), state(*after, name="head")).environments.get("prod")
    return () if found is None else found.components


def named(name, *objects, application="shop", **known):
    return component(*objects, name=f"{application}/{name}", **{"declaration": {"": "Web"}, **known})


def service(name):
    return {**SERVICE, "metadata": {"name": name, "namespace": "prod"}}


def test_a_component_of_another_name_is_renamed():
    (found,) = changes(
        [named("web", deployment(), service("web"), claim())],
        [named("front", deployment(name="front"), service("front"), claim(name="front-data"))],
    )
    assert (found.name, found.was, found.sign) == ("shop/front", "shop/web", "~")
    assert told(found.declared) == [("name", "web", "front")]
    assert found.facts == ()
    assert [(one.sign, str(one.was), str(one.ref)) for one in found.objects] == [
        ("+-", "Deployment/web", "Deployment/front"),
        ("+-", "Service/web", "Service/front"),
        ("+-", "PersistentVolumeClaim/web-data", "PersistentVolumeClaim/front-data"),
    ]
    assert [(one.impact.value, one.object, one.why) for one in found.consequences] == [
        ("loses data", "PersistentVolumeClaim/web-data", "the claim is removed, and its volume with it"),
        ("starts empty", "PersistentVolumeClaim/front-data", "the claim is a new one"),
        ("outage", "Service/web", "`web` is no longer answered inside the cluster; it is `front` now"),
        ("replaces", "Deployment/web", "it becomes Deployment/front"),
    ]


def test_who_decides_a_field_is_told_by_the_name_that_the_object_has_now():
    (found,) = changes(
        [named("web", deployment(), owners={"Deployment/web spec.replicas": "A", "Other/web x": "B"})],
        [named("front", deployment(name="front"), owners={"Deployment/front spec.replicas": "A"})],
    )
    assert told(found.owners) == [("Other/web x", "B", "")]


def test_another_class_or_image_is_another_component():
    for other in (
        named("front", deployment(name="front"), declaration={"": "Other"}),
        named("front", deployment("web:2", name="front")),
        named("front", deployment(name="front", kind="StatefulSet")),
        named("front"),
    ):
        found = changes([named("web", deployment())], [other])
        assert [(one.name, one.sign) for one in found] in (
            [("shop/web", "-"), ("shop/front", "+")],
            [("shop/front", "+"), ("shop/web", "-")],
        )


def test_the_likeliest_of_several_is_the_one():
    like = {"declaration": {"": "Web", "a": "1"}}
    found = changes(
        [named("one", deployment(name="one")), named("two", deployment(name="two"), **like)],
        [named("three", deployment(name="three"), **like)],
    )
    assert {(one.name, one.was, one.sign) for one in found} == {
        ("shop/three", "shop/two", "~"),
        ("shop/one", "", "-"),
    }


def test_a_component_that_goes_to_another_application_keeps_its_objects():
    labelled = deployment()
    labelled["metadata"]["labels"] = {"app.kubernetes.io/part-of": "store"}
    (found,) = changes([named("web", deployment())], [named("web", labelled, application="store")])
    assert (found.name, found.was) == ("store/web", "shop/web")
    assert told(found.declared) == [("application", "shop", "store")]
    assert [(one.sign, str(one.ref)) for one in found.objects] == [("~", "Deployment/web")]
    assert found.consequences == ()


def test_a_namesake_of_another_class_elsewhere_is_another_component():
    other = named("web", deployment(), application="store", declaration={"": "Other"})
    assert {(one.name, one.sign) for one in changes([named("web", deployment())], [other])} == {
        ("shop/web", "-"),
        ("store/web", "+"),
    }


def test_an_object_that_another_component_has_now_is_not_removed():
    before = [named("web", deployment(), SERVICE), named("front", deployment(name="front"))]
    after = [named("web", deployment()), named("front", deployment(name="front"), SERVICE)]
    found = changes(before, after)
    assert [(one.name, told(one.declared)) for one in found] == [
        ("shop/web", [("Service/web is of", "shop/web", "shop/front")]),
        ("shop/front", [("Service/web is of", "shop/web", "shop/front")]),
    ]
    assert all(one.objects == one.consequences == () for one in found)


def test_an_object_may_go_to_or_come_from_the_environment():
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}
    before, after = [component(namespace, name="")], [component(name=""), named("web", namespace)]
    assert [told(one.declared) for one in changes(before, after)] == [
        [("Namespace/prod is of", "the environment", "shop/web")],
        [("component", "", "Web()"), ("Namespace/prod is of", "the environment", "shop/web")],
    ]
    assert told(changes(after, before)[0].declared) == [
        ("Namespace/prod is of", "shop/web", "the environment")
    ]


def test_objects_of_one_name_in_two_namespaces_are_two():
    here, there = deployment(), deployment(namespace="other")
    same = component(here, there, deployment(name="more"))
    assert changes([same], [same]) == ()
    assert consequences(same, component(here, deployment(name="more"))) == [
        ("stops", "Deployment/web", "it is removed")
    ]


def test_volumes_are_new_where_a_component_had_others():
    stateful = deployment(kind="StatefulSet", volumeClaimTemplates=[claim()])
    assert consequences(component(deployment(), claim()), component(stateful)) == [
        ("loses data", "PersistentVolumeClaim/web-data", "the claim is removed, and its volume with it"),
        ("starts empty", "StatefulSet/web", "its claims are new ones"),
        ("replaces", "Deployment/web", "it becomes StatefulSet/web"),
    ]
    assert consequences(component(deployment()), component(deployment(), claim())) == []
    assert consequences(component(deployment(), claim()), component(deployment(), claim(), SERVICE)) == []
