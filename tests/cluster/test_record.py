"""A snapshot of a live cluster, by what it answers."""

import attrs
import pytest

from oamdsl import Api
from oamdsl.cluster.client import ForbiddenError, MissingError, UnavailableError
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.record import record
from oamdsl.kubernetes.snapshot import Resource
from tests.clusters import definition

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?limit=50&continue="
GROUP_LIST = {"kind": "APIGroupDiscoveryList"}


def resource(plural, kind, scope="Namespaced"):
    return {"resource": plural, "responseKind": {"kind": kind}, "scope": scope}


def schema(group, version, kind):
    return {
        "components": {
            "schemas": {
                kind: {
                    "type": "object",
                    "description": "prose",
                    "x-kubernetes-group-version-kind": [{"group": group, "version": version, "kind": kind}],
                }
            }
        }
    }


def answers(**changes):
    """What a small cluster says to each path."""
    group = {
        "metadata": {"name": "example.com"},
        "versions": [{"version": "v1", "resources": [resource("things", "Thing", "Cluster")]}],
    }
    core = {
        "metadata": {},
        "versions": [
            {"version": "v1", "resources": [resource("pods", "Pod"), {"resource": "kindless"}]},
        ],
    }
    paths = {
        "api/v1": {"serverRelativeURL": "/core"},
        "apis/example.com/v1": {"serverRelativeURL": "/things"},
    }
    return {
        "/version": {"gitVersion": "v1.37.2-eks-1"},
        "/api": {**GROUP_LIST, "items": [core]},
        "/apis": {**GROUP_LIST, "items": [group]},
        "/openapi/v3": {"paths": paths},
        "/core": schema("", "v1", "Pod"),
        "/things": schema("example.com", "v1", "Thing"),
        DEFINITIONS: {"items": []},
    } | changes


@attrs.frozen
class FakeClient:
    """Answers from a table; an answer that is an error is raised."""

    answers: dict

    def get(self, path, accept=""):
        answer = self.answers[path]
        if isinstance(answer, Exception):
            raise answer
        return answer


def recorded(**changes):
    return record(FakeClient(answers(**changes)), lambda *_: None)


def test_a_snapshot_has_the_version_the_apis_and_the_schemas():
    recording = recorded()
    snapshot = recording.snapshot
    assert (recording.gaps, snapshot.unread, snapshot.warned) == ((), frozenset(), True)
    assert (snapshot.kubernetes, snapshot.minor) == ("1.37.2-eks-1", "1.37")
    assert snapshot.resources == {
        Api("v1", "Pod"): Resource("pods", namespaced=True, definition="Pod"),
        Api("example.com/v1", "Thing"): Resource("things", namespaced=False, definition="Thing"),
    }
    assert snapshot.schema(Api("v1", "Pod")) == {"type": "object"}


def test_every_step_is_told():
    steps = []
    record(FakeClient(answers()), lambda *step: steps.append(step))
    assert steps == [
        (0, 1, "version"),
        (0, 3, "api/v1"),
        (1, 3, "apis/example.com/v1"),
        (2, 3, "custom resource definitions"),
        (3, 3, ""),
    ]


def test_deprecated_versions_are_read_page_by_page():
    other = definition({}, group="other.example.com", deprecated=True)
    first = {"items": [other, definition({})], "metadata": {"continue": "next page"}}
    second = {"items": [definition({}, deprecated=True, deprecationWarning="use v2")], "metadata": {}}
    recording = recorded(**{DEFINITIONS: first, f"{DEFINITIONS}next%20page": second})
    assert recording.snapshot.resources[Api("example.com/v1", "Thing")].warning == "use v2"
    assert recording.snapshot.resources[Api("v1", "Pod")].warning == ""


def test_what_may_not_be_listed_is_a_gap():
    recording = recorded(**{DEFINITIONS: ForbiddenError("no", "ask")})
    assert recording.gaps == (
        "the user may not list customresourcedefinitions,"
        " so which versions of custom resources are deprecated is not recorded",
    )
    assert not recording.snapshot.warned


def test_an_api_without_a_schema_is_a_gap():
    paths = {"api/v1": {"serverRelativeURL": "/core"}}
    recording = recorded(**{"/openapi/v3": {"paths": paths}})
    assert recording.gaps == (
        "`apis/example.com/v1` has no schema on the cluster; its objects are not compared with one",
    )
    assert recording.snapshot.resources[Api("example.com/v1", "Thing")].definition == ""


def test_an_api_whose_server_is_away_is_a_gap():
    cluster = answers()
    cluster["/apis"]["items"][0]["versions"][0]["freshness"] = "Stale"
    recording = record(FakeClient(cluster), lambda *_: None)
    assert recording.gaps == (
        "`example.com/v1` is not available on the cluster now: what it serves is not recorded,"
        " or may be out of date",
    )
    assert recording.snapshot.unread == {"example.com/v1"}


@pytest.mark.parametrize("kind", [ForbiddenError, MissingError, UnavailableError])
def test_a_schema_that_cannot_be_read_is_a_gap(kind):
    recording = recorded(**{"/things": kind("the API server answered with 503", "try again")})
    assert recording.gaps == (
        "the API server answered with 503: objects of `example.com/v1` are not compared with a schema",
    )
    assert recording.snapshot.unread == {"example.com/v1"}
    assert recording.snapshot.resources[Api("example.com/v1", "Thing")].definition == ""


def test_a_cluster_that_goes_away_in_between_leaves_no_snapshot():
    with pytest.raises(ClusterError):
        recorded(**{"/things": ClusterError("the API server cannot be reached", "check the network")})


def test_a_cluster_without_aggregated_discovery_is_refused():
    with pytest.raises(ClusterError) as caught:
        recorded(**{"/api": {"kind": "APIVersions"}})
    assert caught.value.message == "the API server has no aggregated discovery"
    assert caught.value.help == "use a cluster with Kubernetes 1.27 or later"
