"""Strategic merge patches as the fields that they write."""

import pytest

from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.strategic_merge import Unusable, merges
from oamdsl.kubernetes.tree import at, without_field

BODY = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "labels": {"a": "b"}},
    "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "w:1", "args": ["a"]}]}}},
}
POD = "spec.template.spec"
WEB = f"{POD}.containers[name=web]"


def merged(patch, body=BODY):
    return [
        (one.problem, one.help) if isinstance(one, Unusable) else (one.change.value, str(one.path), one.value)
        for one in merges(body, patch)
    ]


def containers(*entries):
    return {"spec": {"template": {"spec": {"containers": list(entries)}}}}


def pod(**fields):
    return {"spec": {"template": {"spec": fields}}}


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        (
            {"spec": {"replicas": 2, "paused": None}},
            [("writes", "spec.replicas", 2), ("removes", "spec.paused", None)],
        ),
        ({"spec": {"strategy": {}}}, [("writes", "spec.strategy", {})]),
        (
            containers({"name": "web", "image": "w:2", "args": ["b"]}),
            [("writes", f"{WEB}.image", "w:2"), ("writes", f"{WEB}.args", ["b"])],
        ),
        (
            containers({"name": "wbe", "image": "w:2"}),
            [("writes", f"{POD}.containers[name=wbe].image", "w:2")],
        ),
        (pod(tolerations=[{"key": "a"}]), [("writes", f"{POD}.tolerations", [{"key": "a"}])]),
        (pod(tolerations=[]), [("writes", f"{POD}.tolerations", [])]),
        ({}, []),
    ],
)
def test_maps_merge_lists_merge_by_key_and_null_takes_away(patch, expected):
    assert merged(patch) == expected


SIDE = {"name": "side", "image": "s:1"}


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        (containers({**SIDE, "$patch": "add"}), ("adds", f"{POD}.containers", SIDE)),
        (containers({"name": "web", "$patch": "delete"}), ("removes", WEB, None)),
        (
            containers({"name": "web", "image": "w:2", "$patch": "merge"}),
            ("writes", f"{WEB}.image", "w:2"),
        ),
        (containers({"$patch": "replace"}, SIDE), ("writes", f"{POD}.containers", [SIDE])),
        ({"metadata": {"labels": {"$patch": "replace"}}}, ("writes", "metadata.labels", {})),
        ({"metadata": {"labels": {"$patch": "delete"}}}, ("removes", "metadata.labels", None)),
        (
            {"metadata": {"labels": {"$patch": "merge", "c": "d"}}},
            ("writes", "metadata.labels.c", "d"),
        ),
        ({"metadata": {"annotations": {"$patch": "merge"}}}, ("writes", "metadata.annotations", {})),
    ],
)
def test_a_directive_is_done_to_what_it_stands_in(patch, expected):
    assert merged(patch) == [expected]


OF_MAP = "say `merge`, `replace`, or `delete` alone"
OF_ENTRY = "say `add`, `merge`, or `delete` with the key alone"
EACH = "write each field as it shall be, null if it goes"


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        (
            containers({"image": "s"}),
            (f"an entry of {POD}.containers lacks its name", "give the entry its key"),
        ),
        (containers("web"), (f"an entry of {POD}.containers lacks its name", "give the entry its key")),
        (containers({"name": "web"}), (f"it changes nothing of {WEB}", "leave the entry out")),
        (containers(), (f"an empty list changes nothing of {POD}.containers", "leave it out")),
        ({"metadata": {"labels": {}}}, ("an empty map changes nothing of metadata.labels", "leave it out")),
        (
            containers({"name": "web", "image": "w:2", "$patch": "delete"}),
            (f"`$patch: delete` cannot stand at {WEB}", OF_ENTRY),
        ),
        (
            containers({"name": "web", "image": "w:2", "$patch": "replace"}),
            (f"`$patch: replace` cannot stand at {WEB}", OF_ENTRY),
        ),
        (
            {"metadata": {"labels": {"$patch": "add", "a": "b"}}},
            ("`$patch: add` cannot stand at metadata.labels", OF_MAP),
        ),
        (
            {"metadata": {"labels": {"$patch": "delete", "a": "b"}}},
            ("`$patch: delete` cannot stand at metadata.labels", OF_MAP),
        ),
        ({"$patch": "replace"}, ("`$patch` cannot stand beside the fields of the object", EACH)),
        ({"spec": {"$retainKeys": ["a"]}}, ("`$retainKeys` cannot stand in spec", EACH)),
        (
            {"spec": {"$setElementOrder/containers": []}},
            ("`$setElementOrder/containers` cannot stand in spec", EACH),
        ),
        (
            pod(tolerations=[{"key": "a", "$patch": "add"}]),
            (
                f"{POD}.tolerations is written as a whole, and a directive stands in it",
                "write what shall stand there",
            ),
        ),
    ],
)
def test_what_changes_nothing_or_cannot_be_done_is_told(patch, expected):
    assert merged(patch) == [expected]


def test_all_that_is_wrong_is_told_and_the_rest_is_merged():
    found = merged({"metadata": {"labels": {}, "name": "x"}, **containers({"name": "web"})})
    assert [line[0] for line in found] == [
        "an empty map changes nothing of metadata.labels",
        "writes",
        f"it changes nothing of {WEB}",
    ]


def test_a_pod_merges_by_its_keys_whichever_kind_it_stands_in():
    clone_set = {**BODY, "apiVersion": "apps.kruise.io/v1alpha1", "kind": "CloneSet"}
    assert merged(containers({"name": "web", "image": "w:2"}), clone_set) == [
        ("writes", f"{WEB}.image", "w:2")
    ]


@pytest.mark.parametrize("path", ["spec", "metadata.labels.a", WEB, f"{WEB}.image"])
def test_a_field_is_taken_out_and_what_is_around_it_stays(path):
    body = without_field(BODY, Path.parse(path))
    assert at(body, Path.parse(path)) is None
    assert at(BODY, Path.parse(path)) is not None
    assert body["metadata"]["name"] == "web"
