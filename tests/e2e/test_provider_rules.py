"""The stand-in's rules, as plain functions on plain values."""

import pytest

from tests.e2e.provider.checkpoint import read, write
from tests.e2e.provider.differences import Change, Difference, differences, prune
from tests.e2e.provider.field_paths import MalformedPathError, contains, parse, text_of
from tests.e2e.provider.immutable_fields import Mutability, replaces
from tests.e2e.provider.ownership import apply_ignored, taken_over
from tests.e2e.provider.properties import UNKNOWN, Secret, decode, encode
from tests.e2e.provider.readiness.wait_for import missing

OURS = "pulumi-kubernetes-1"
CREATED = {"manager": "pulumi-kubernetes", "operation": "Update", "fieldsV1": {"f:spec": {"f:a": {}}}}
SCALED = {
    "manager": "kubectl",
    "operation": "Update",
    "subresource": "scale",
    "fieldsV1": {"f:spec": {"f:replicas": {}}},
}


def owned(*entries: object) -> dict[str, object]:
    """A live object with three replicas, and these managers."""
    return {"metadata": {"managedFields": list(entries)}, "spec": {"replicas": 3, "a": 1}}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("spec.replicas", ("spec", "replicas")),
        ("spec.containers[0].image", ("spec", "containers", 0, "image")),
        ("spec.containers[*].image", ("spec", "containers", "*", "image")),
        ('metadata.labels["a.b/c"]', ("metadata", "labels", "a.b/c")),
    ],
)
def test_a_path_is_read_and_written(text: str, path: tuple[str | int, ...]) -> None:
    assert parse(text) == path
    assert parse(text_of(path)) == path


def test_a_path_that_ends_in_the_middle_is_refused() -> None:
    with pytest.raises(MalformedPathError, match="is no path"):
        parse("spec[")


def test_all_of_a_list_contains_each() -> None:
    assert contains(parse("a[*].b"), parse("a[3].b.c"))
    assert not contains(parse("a[0]"), parse("a[1]"))


def test_the_server_s_own_fields_and_spellings_are_no_difference() -> None:
    said = {"limits": {"cpu": "0.5"}, "emptied": {}, "list": [{"a": 1}]}
    live = {"limits": {"cpu": "500m"}, "list": [{"a": 1, "default": 2}], "status": {}}

    assert list(differences(prune(live, said), said, said=said)) == []


def test_what_was_added_deleted_and_changed_is_a_difference() -> None:
    old = {"gone": 1, "count": 1, "truth": True, "list": [1, 2]}
    new = {"added": {}, "count": UNKNOWN, "truth": 1, "list": [1]}

    assert list(differences(old, new)) == [
        Difference(("added",), Change.ADDED),
        Difference(("count",), Change.UPDATED),
        Difference(("truth",), Change.UPDATED),
        Difference(("list", 1), Change.DELETED),
        Difference(("gone",), Change.DELETED),
    ]


@pytest.mark.parametrize(
    ("version", "kind", "path", "replaced"),
    [
        ("apps/v1", "Deployment", "spec.selector.matchLabels.app", True),
        ("apps/v1", "Deployment", "spec.template.spec.containers[0].image", False),
        ("apps/v1", "StatefulSet", "spec.volumeClaimTemplates[0].spec", True),
        ("batch/v1", "Job", "spec.template", True),
        ("v1", "Pod", "spec.containers[0].image", True),
        ("v1", "Pod", "spec.containers[0].name", False),
        ("v1", "ConfigMap", "data.key", True),
        ("v1", "ConfigMap", "metadata.labels.a", False),
        ("v1", "ConfigMap", "metadata.namespace", True),
        ("example.org/v1", "Shop", "spec.selector", False),
    ],
)
def test_immutable_fields_replace(version: str, kind: str, path: str, replaced: object) -> None:
    manifest = {"apiVersion": version, "kind": kind}

    assert replaces(parse(path), manifest, Mutability()) is replaced


def test_data_changes_in_place_where_the_configuration_says_so() -> None:
    manifest = {"apiVersion": "v1", "kind": "ConfigMap"}
    mutable = Mutability(config_maps=True)

    assert not replaces(("data", "key"), manifest, mutable)
    assert replaces(("data", "key"), {**manifest, "immutable": True}, mutable)


def test_the_first_update_takes_over_what_the_creation_owned_and_no_counts() -> None:
    assert taken_over(owned(CREATED, SCALED), OURS) == [
        {**CREATED, "manager": OURS, "operation": "Apply"},
        SCALED,
    ]
    assert taken_over(owned(SCALED), OURS) is None


def test_an_ignored_field_of_others_is_left_out_and_one_of_ours_keeps_its_live_value() -> None:
    wanted = {"spec": {"replicas": 1, "a": 5}}
    ours = {"manager": OURS, "operation": "Apply", "fieldsV1": {"f:spec": {"f:replicas": {}}}}

    assert apply_ignored(wanted, owned(SCALED), ["spec.replicas"], OURS) == {"spec": {"a": 5}}
    shared = apply_ignored(wanted, owned(SCALED, ours), ["spec.replicas"], OURS)
    assert shared == {"spec": {"replicas": 3, "a": 5}}
    assert apply_ignored(wanted, owned(SCALED), ["spec.list[0]"], OURS) == wanted


def test_properties_survive_the_protocol() -> None:
    properties = {
        "secret": Secret("x"),
        "unknown": UNKNOWN,
        "list": [1, 1.5, True, None, "text"],
        "x-kubernetes-int-or-string": True,
    }

    assert decode(encode(properties)) == properties
    assert "x_kubernetes_int_or_string" in encode(properties).fields


def test_a_checkpoint_marks_in_the_live_object_what_the_program_marked() -> None:
    inputs = {"kind": "ConfigMap", "data": {"a": Secret("x"), "b": "y"}}
    live = {"kind": "ConfigMap", "data": {"a": "x", "b": "y"}, "metadata": {"uid": "1"}}

    state = write(inputs, live, OURS)

    assert state["data"] == {"a": Secret("x"), "b": "y"}
    known = read(state)
    assert (known.inputs["data"], known.said["data"]) == ({"a": "x", "b": "y"}, inputs["data"])
    assert (known.live, known.manager) == (live, OURS)


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("jsonpath={.status.phase}=Healthy", True),
        ("jsonpath={.status.phase}", True),
        ("jsonpath={.status.other}", False),
        ("condition=Ready", True),
        ("condition=Ready=False", False),
        ('["condition=Ready", "jsonpath={.status.count}=2"]', True),
    ],
)
def test_a_program_says_what_to_wait_for(expression: str, met: object) -> None:
    conditions = [{"type": "Ready", "status": "True"}]
    live = {"status": {"phase": "Healthy", "count": 2, "conditions": conditions}}

    assert (not list(missing(live, expression))) is met


def test_what_cannot_be_understood_is_refused() -> None:
    with pytest.raises(ValueError, match="does not understand"):
        list(missing({}, "jsonpath={.a[?(@.b)]}"))
