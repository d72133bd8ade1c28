"""RawPatch: what a patch comes to."""

import pytest

from oamdsl import Container, ContainerizedWorkload, KubernetesWorkload, RawPatch, Sidecar
from oamdsl.checks.check import check
from oamdsl.platforms.kubernetes import KUBERNETES, patched_fields
from tests.checks.composing import plan_with
from tests.platforms.implementing import POD, WEB, effects, rendered
from tests.rule_examples import Web

D = "Deployment/web"


def patched(**patch):
    return effects(patched_fields, RawPatch(**patch))


def test_a_merge_sets_adds_and_removes():
    side = {"name": "side", "image": "s", "$patch": "add"}
    containers = [{"name": "web", "image": "w:2", "resources": None}, side]
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
    assert patched(merge={"metadata": {"labels": {}}}) == [
        ("refuse", "merge", "an empty map changes nothing of metadata.labels", "leave it out")
    ]


def test_an_entry_without_its_key_is_refused():
    spec = {"template": {"spec": {"containers": [{"image": "s"}]}}}
    ((kind, parameter, why, _),) = patched(merge={"spec": spec})
    assert (kind, parameter) == ("refuse", "merge")
    assert why == f"an entry of {POD}.containers lacks its name"


VARIABLE = {"name": "A", "value": "b"}
ENV = {"spec": {"template": {"spec": {"containers": [{"name": "wbe", "env": [VARIABLE]}]}}}}


def test_an_entry_that_is_not_there_hits_nothing():
    (finding,) = check(plan_with(Web("web", traits=[RawPatch(merge=ENV)]), platform=KUBERNETES))
    violation = finding.violation
    assert violation.message == (
        f"`RawPatch` addresses `{POD}.containers[name=wbe].env[name=A].value` of Deployment/web for component"
        f" `web`, and there is no {POD}.containers[name=wbe]"
    )
    assert violation.help == "did you mean `web`?"


def test_an_entry_that_resembles_none_may_be_meant_to_be_a_new_one():
    spec = {"template": {"spec": {"volumes": [{"name": "scratch", "emptyDir": {"medium": "Memory"}}]}}}
    (finding,) = check(plan_with(Web("web", traits=[RawPatch(merge={"spec": spec})]), platform=KUBERNETES))
    assert finding.violation.help == ('write `"$patch": "add"` into the entry `scratch` if it is a new one')


def test_a_container_that_another_trait_adds_is_patched_whatever_the_order():
    sidecar = Sidecar(Container("log", image="l:1", env={"A": "b"}))
    tty = RawPatch(merge={"spec": {"template": {"spec": {"containers": [{"name": "log", "tty": True}]}}}})
    for traits in ([sidecar, tty], [tty, sidecar]):
        plan = plan_with(Web("web", traits=traits), platform=KUBERNETES)
        assert check(plan) == []
        containers = plan.components[0].objects[0].body["spec"]["template"]["spec"]["containers"]
        assert [one.get("tty") for one in containers] == [None, True]


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


def test_an_operation_adds_to_a_list_that_the_developer_began():
    pod = {"containers": [{"name": "web", "image": "w"}], "tolerations": [{"operator": "Exists"}]}
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": pod}}}
    toleration = {"key": "gpu", "operator": "Exists"}
    adding = {"op": "add", "path": "/spec/template/spec/tolerations/-", "value": toleration}
    assert operations(adding, workload=rendered(KubernetesWorkload(body))) == [
        ("Add", f"{D} {POD}.tolerations", toleration)
    ]
