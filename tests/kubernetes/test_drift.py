"""What differs between two snapshots."""

import attrs
import pytest

from oamdsl import Snapshot
from oamdsl.kubernetes.drift import drift
from oamdsl.kubernetes.shipped import shipped
from tests.clusters import definition, everything

TEXT = {"type": "string"}


def cluster(spec, **more):
    schema = {"type": "object", "properties": {"spec": spec}}
    return Snapshot.of_definitions([definition(schema, **more)], kubernetes=shipped("1.37"))


def told(recorded, live):
    return [str(change) for change in drift(recorded, live)]


def test_nothing_differs_from_itself():
    assert drift(everything(), everything()) == ()


def test_a_definition_more_or_less_is_an_api_more_or_less():
    with_thing = cluster(TEXT)
    assert told(shipped("1.37"), with_thing) == ["+ API example.com/v1 Thing"]
    assert told(with_thing, shipped("1.37")) == ["- API example.com/v1 Thing"]


def test_another_version_of_kubernetes_is_told_with_what_came_with_it():
    changes = told(shipped("1.36"), shipped("1.37"))
    assert changes[:2] == [
        "~ Kubernetes: 1.36.3 -> 1.37.2",
        "+ API certificates.k8s.io/v1 ClusterTrustBundle",
    ]
    assert '~ schema of apps/v1 Deployment: required + "spec"' in changes
    assert "+ schema of io.k8s.api.core.v1.PodSpec: evictionResponders" in changes


def test_how_an_api_is_served_is_compared():
    changes = told(
        cluster(TEXT), cluster(TEXT, scope="Cluster", deprecated=True, deprecationWarning="use v2")
    )
    assert changes == [
        "~ API example.com/v1 Thing: namespaced true -> false",
        '~ API example.com/v1 Thing: warning "" -> "use v2"',
    ]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (
            {"type": "object", "properties": {"a": TEXT, "b": TEXT}},
            {"type": "object", "properties": {"a": {**TEXT, "maxLength": 5, "pattern": "x"}, "c": TEXT}},
            ['~ {}: spec.a maxLength none -> 5, pattern none -> "x"', "- {}: spec.b", "+ {}: spec.c"],
        ),
        (
            {"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}},
            {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "integer"}}}},
            ['~ {}: spec[*].a type "string" -> "integer"'],
        ),
        (
            {"type": "object", "additionalProperties": TEXT},
            {"type": "object", "additionalProperties": {"type": "integer"}},
            ['~ {}: spec["*"] type "string" -> "integer"'],
        ),
        (
            {"type": "string", "enum": ["a", "b"], "pattern": "x"},
            {"type": "string", "enum": ["b", "c"], "pattern": "y" * 50},
            ['~ {}: spec enum + "c" - "a", pattern'],
        ),
        (
            {"type": "object", "additionalProperties": True},
            {"type": "object"},
            ['- {}: spec["*"]'],
        ),
    ],
)
def test_the_fields_of_a_schema_are_compared(before, after, changes):
    expected = [one.format("schema of example.com/v1 Thing") for one in changes]
    assert told(cluster(before), cluster(after)) == expected


def test_a_schema_under_another_name_is_compared_with_what_it_was():
    before = cluster(TEXT)
    (api,) = before.apis - shipped("1.37").apis
    after = cluster({"type": "integer"})
    resource = after.resources[api]
    renamed = attrs.evolve(resource, definition=f"{resource.definition}~2")
    moved = Snapshot(
        after.kubernetes,
        {**after.resources, api: renamed},
        {**shipped("1.37").encoded, renamed.definition: after.encoded[resource.definition]},
    )
    assert told(before, moved) == ['~ schema of example.com/v1 Thing: spec type "string" -> "integer"']


def test_a_schema_that_is_no_longer_published_is_told():
    before = cluster(TEXT)
    (api,) = before.apis - shipped("1.37").apis
    bare = attrs.evolve(before.resources[api], definition="")
    after = Snapshot(before.kubernetes, {**before.resources, api: bare}, shipped("1.37").encoded)
    assert "- schema of example.com/v1 Thing: spec" in told(before, after)


def test_what_is_not_known_of_the_cluster_is_no_change():
    before = cluster({"type": "object", "properties": {"a": TEXT}}, deprecated=True)
    (api,) = before.apis - shipped("1.37").apis
    bare = attrs.evolve(before.resources[api], definition="", warning="")
    after = Snapshot(before.kubernetes, {**before.resources, api: bare}, shipped("1.37").encoded)
    away = {"unread": frozenset({"example.com/v1"})}
    gone = attrs.evolve(shipped("1.37"), **away)
    assert drift(before, gone) == drift(gone, before) == ()
    hidden = attrs.evolve(after, **away, warned=False)
    assert drift(before, hidden) == drift(hidden, before) == ()
    assert len(drift(before, attrs.evolve(after, **away))) == 1
