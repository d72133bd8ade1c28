"""Strategic merge patches as the fields that they write."""

import pytest

from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.strategic_merge import merges
from oamdsl.kubernetes.tree import at, copied, take

BODY = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "labels": {"a": "b"}},
    "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "w:1", "args": ["a"]}]}}},
}
WEB = "spec.template.spec.containers[name=web]"


def merged(patch):
    return [(str(one.path), one.value, one.is_entry) for one in merges(BODY, patch)]


def containers(*entries):
    return {"spec": {"template": {"spec": {"containers": list(entries)}}}}


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        (
            {"spec": {"replicas": 2, "paused": None}},
            [("spec.replicas", 2, False), ("spec.paused", None, False)],
        ),
        ({"spec": {"strategy": {}, "template": {"spec": {"containers": []}}}}, []),
        (
            containers({"name": "web", "image": "w:2", "args": ["b"]}),
            [(f"{WEB}.image", "w:2", False), (f"{WEB}.args", ["b"], False)],
        ),
        (
            containers({"name": "side", "image": "s:1"}),
            [("spec.template.spec.containers", {"name": "side", "image": "s:1"}, True)],
        ),
        (containers({"name": "web", "$patch": "delete"}), [(WEB, None, False)]),
        ({}, []),
    ],
)
def test_maps_merge_lists_merge_by_key_and_null_takes_away(patch, expected):
    assert merged(patch) == expected


def test_an_entry_without_its_key_is_refused():
    with pytest.raises(ValueError, match=r"an entry of spec\.template\.spec\.containers lacks its name"):
        merged(containers({"image": "s"}))


@pytest.mark.parametrize("path", ["spec", "metadata.labels.a", WEB, f"{WEB}.image"])
def test_a_field_is_taken_out_and_what_is_around_it_stays(path):
    body = copied(BODY)
    take(body, Path.parse(path))
    assert at(body, Path.parse(path)) is None
    assert at(BODY, Path.parse(path)) is not None
    assert body["metadata"]["name"] == "web"
