"""A cluster as a state: whose the live objects are, and what becomes of them."""

from oamdsl.diff.compare import compare
from oamdsl.diff.live_state import applications_of, beside_cluster, changes, refs_of, without
from oamdsl.diff.state import ComponentState, EnvironmentState, State
from oamdsl.kubernetes.object import ObjectRef


def thing(kind, name="web", component="web", *, api="v1", **more):
    labels = {"app.kubernetes.io/part-of": "shop"}
    if component:
        labels["app.kubernetes.io/name"] = component
    metadata = {"name": name, "namespace": "prod", "labels": labels}
    return {"apiVersion": api, "kind": kind, "metadata": metadata, **more}


DEPLOYMENT = thing("Deployment", api="apps/v1", spec={"replicas": 2, "template": {}})
ROLLOUT = thing("Rollout", api="argoproj.io/v1alpha1", spec={"template": {}})
SERVICE = thing("Service", spec={"clusterIP": "None"})
WEB = ComponentState(
    name="shop/web", objects=(DEPLOYMENT, SERVICE), retained=("PersistentVolumeClaim/web-data",)
)
GROUND = ComponentState(
    name="", objects=({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}},)
)


def by_ref(*bodies):
    return {ObjectRef.of(body): body for body in bodies}


def difference(said, live, others=()):
    before, after = beside_cluster(said, live, {}, others)
    found = compare(
        *(
            State(name, {"prod": EnvironmentState(components=components)})
            for name, components in (("cluster", before), ("files", after))
        )
    ).environments.get("prod")
    return () if found is None else found.components


def test_the_objects_and_applications_of_components_are_known():
    assert [str(ref) for ref in refs_of([GROUND, WEB])] == ["Namespace/prod", "Deployment/web", "Service/web"]
    assert applications_of([GROUND, WEB, WEB]) == ("shop",)


def test_what_may_not_be_read_is_not_compared():
    (web,) = without([WEB], [ObjectRef.of(SERVICE)])
    assert web.objects == (DEPLOYMENT,)


def test_what_is_as_it_was_said_does_not_differ():
    assert difference([GROUND, WEB], by_ref(*GROUND.objects, DEPLOYMENT, SERVICE)) == ()


def test_a_component_of_which_nothing_is_there_is_new():
    (change,) = difference([WEB], {})
    assert (change.name, change.sign, len(change.objects)) == ("shop/web", "+", 2)


def test_a_component_that_is_only_there_is_removed():
    queue = thing("Deployment", "queue", "queue", api="apps/v1", spec={"template": {}})
    odd = thing("ConfigMap", "odd", "")
    changed = difference([], {}, [queue, odd])
    assert [(one.name, one.sign) for one in changed] == [("shop/queue", "-"), ("shop", "-")]


def test_an_object_that_is_only_there_is_removed_from_its_component():
    (change,) = difference([WEB], by_ref(DEPLOYMENT, SERVICE), [thing("ConfigMap")])
    assert [str(one.ref) for one in change.objects] == ["ConfigMap/web"]
    assert change.sign == "~"


def test_a_workload_that_became_another_kind_is_replaced():
    said = ComponentState(name="shop/web", objects=(ROLLOUT, SERVICE))
    (change,) = difference([said], by_ref(SERVICE), [thing("ConfigMap"), DEPLOYMENT])
    assert [(one.impact.value, one.why) for one in change.consequences] == [
        ("replaces", "it becomes Rollout/web")
    ]


def test_the_fields_of_controllers_are_those_of_the_object():
    said = ComponentState(
        name="shop/web",
        objects=(DEPLOYMENT,),
        delegated=("Deployment/web spec.replicas", "Deployment/webby spec.paused"),
    )
    scaled = {**DEPLOYMENT, "spec": {"replicas": 7, "template": {}}}
    assert difference([said], by_ref(scaled)) == ()
    assert changes([said], by_ref(scaled)) == {}


def test_a_change_is_tried_where_there_is_one():
    live = by_ref({**DEPLOYMENT, "spec": {"replicas": 7, "template": {}}}, SERVICE)
    assert changes([WEB], live) == {ObjectRef.of(DEPLOYMENT): {"spec": {"replicas": 2}}}
    assert changes([WEB], {}) == {}
