"""RawPatch: what a patch comes to."""

import pytest

from oamdsl import Container, ContainerizedWorkload, KubernetesWorkload, RawPatch
from oamdsl.platforms.kubernetes import patched_fields
from tests.platforms.implementing import POD, WEB, effects, rendered

D = "Deployment/web"


def patched(**patch):
    return effects(patched_fields, RawPatch(**patch))


def test_a_merge_sets_adds_and_removes():
    containers = [{"name": "web", "image": "w:2", "resources": None}, {"name": "side", "image": "s"}]
    spec = {"template": {"spec": {"containers": containers}}}
    trait = RawPatch(merge={"spec": {"minReadySeconds": 5, **spec}})
    (one, *others), *_ = [list(patched_fields.effects(trait, rendered()))]
    assert (str(one.field), one.value) == (f"{D} spec.minReadySeconds", 5)
    assert [(type(effect).__name__, str(effect.field)) for effect in others] == [
        ("Set", f"{D} {WEB}.image"),
        ("Remove", f"{D} {WEB}.resources"),
        ("Add", f"{D} {POD}.containers"),
    ]


def test_an_object_is_named_by_kind_and_name():
    assert patched(kind="Service", merge={"spec": {"sessionAffinity": "ClientIP"}}) == [
        ("set", "Service/web spec.sessionAffinity", "ClientIP")
    ]
    ((_, where, _),) = patched(name="web", merge={"spec": {"paused": True}})
    assert where == f"{D} spec.paused"


def test_what_another_trait_makes_is_named_by_its_api_too():
    behaviour = {"spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": 60}}}}
    assert patched(kind="HorizontalPodAutoscaler", api_version="autoscaling/v2", merge=behaviour) == [
        (
            "set",
            "HorizontalPodAutoscaler/web spec.behavior.scaleDown.stabilizationWindowSeconds",
            60,
        )
    ]


def test_an_object_that_the_workload_does_not_have_is_refused():
    assert patched(kind="Ingress", merge={"spec": {"a": 1}}) == [
        (
            "refuse",
            "kind",
            "the workload has no Ingress/web, only Deployment/web, Service/web",
            "name one of those, or add the `api_version` of what another trait makes",
        )
    ]


def test_a_merge_that_changes_nothing_is_refused():
    ((kind, parameter, why, _),) = patched(merge={"spec": {"strategy": {}}})
    assert (kind, parameter, why) == ("refuse", "merge", "it changes nothing")


def test_an_entry_without_its_key_is_refused():
    spec = {"template": {"spec": {"containers": [{"image": "s"}]}}}
    ((kind, parameter, why, _),) = patched(merge={"spec": spec})
    assert (kind, parameter) == ("refuse", "merge")
    assert why == f"an entry of {POD}.containers lacks its name"


def operations(*entries, workload=None):
    found = patched_fields.effects(RawPatch(operations=list(entries)), workload or rendered())
    return [
        (type(one).__name__, str(getattr(one, "field", "")), getattr(one, "value", None)) for one in found
    ]


CONTAINER = "/spec/template/spec/containers/0"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            {"op": "add", "path": "/spec/minReadySeconds", "value": 5},
            [("Set", f"{D} spec.minReadySeconds", 5)],
        ),
        (
            {"op": "add", "path": "/spec/strategy", "value": {"type": "Recreate", "x": 1}},
            [("Set", f"{D} spec.strategy", {"type": "Recreate", "x": 1})],
        ),
        (
            {"op": "replace", "path": f"{CONTAINER}/image", "value": "w:2"},
            [("Set", f"{D} {WEB}.image", "w:2")],
        ),
        (
            {"op": "remove", "path": f"{CONTAINER}/resources"},
            [("Remove", f"{D} {WEB}.resources", None)],
        ),
        (
            {"op": "add", "path": "/spec/template/spec/containers/-", "value": {"name": "s", "image": "s"}},
            [("Add", f"{D} {POD}.containers", {"name": "s", "image": "s"})],
        ),
        (
            {"op": "move", "from": "/spec/selector", "path": "/spec/other"},
            [
                ("Set", f"{D} spec.other", {"matchLabels": {"app.kubernetes.io/name": "web"}}),
                ("Remove", f"{D} spec.selector", None),
            ],
        ),
        ({"op": "test", "path": "/kind", "value": "Deployment"}, []),
    ],
)
def test_operations_are_tried_and_what_differs_is_written(operation, expected):
    assert operations(operation) == expected


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "test", "path": "/kind", "value": "Service"},
        {"op": "replace", "path": "/spec/nothing", "value": 1},
        {"op": "remove", "path": "/spec/nothing"},
        {"op": "add", "path": "spec", "value": 1},
        {"op": "burn", "path": "/spec"},
    ],
)
def test_operations_that_hit_nothing_are_refused(operation):
    ((kind, *_),) = operations(operation)
    assert kind == "Refuse"


def test_two_fields_that_go_with_their_parent_are_removed_once():
    workload = rendered(ContainerizedWorkload([Container("web", image="w", env={"A": "1", "B": "2"})]))
    assert operations({"op": "remove", "path": f"{CONTAINER}/env"}, workload=workload) == [
        ("Remove", f"{D} {WEB}.env", None)
    ]


def test_an_empty_map_that_is_filled_is_not_removed():
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"strategy": {}}}
    filled = {"op": "add", "path": "/spec/strategy/type", "value": "Recreate"}
    assert operations(filled, workload=rendered(KubernetesWorkload(body))) == [
        ("Set", f"{D} spec.strategy.type", "Recreate")
    ]
