"""What is known of an environment's cluster."""

import pytest

from oamdsl import (
    Api,
    Application,
    AutoScaler,
    Component,
    Create,
    Environment,
    KubernetesWorkload,
    Platform,
    Snapshot,
    component,
    implements,
)
from oamdsl.compose.compose import compose
from oamdsl.kubernetes.api import BUILTIN, DEFAULT_VERSION
from oamdsl.kubernetes.shipped import shipped
from tests.clusters import definition
from tests.rule_examples import Web

THING = Api("example.com/v1", "Thing")
PLATFORM = Platform("own", kubernetes="1.36", apis=[THING], features=["metrics.k8s.io"])


def recorded(**more):
    return Snapshot.of_definitions([definition({}, kind="Other", **more)], kubernetes=shipped("1.37"))


def test_without_a_snapshot_it_is_what_the_platform_says():
    environment = Environment("prod", platform=PLATFORM)
    assert environment.kubernetes == "1.36"
    assert environment.cluster is shipped("1.36")
    assert environment.served_apis == PLATFORM.served_apis
    assert environment.serves(THING)
    assert environment.serves("metrics.k8s.io")


@pytest.mark.parametrize("kubernetes", ["1.99", "v1.37", "1.36.2", 1.37])
def test_a_version_that_is_not_known_is_a_fault_and_the_newest_counts(kubernetes):
    platform = Platform("p", kubernetes=kubernetes)
    environment = Environment("prod", platform=platform)
    assert [one.parameter for one in platform.faults] == ["kubernetes"]
    assert environment.kubernetes == platform.minor == DEFAULT_VERSION
    assert environment.cluster is shipped(DEFAULT_VERSION)
    assert environment.serves(Api("apps/v1", "Deployment"))
    assert platform.served_apis == BUILTIN[DEFAULT_VERSION]


def test_with_a_snapshot_it_is_what_was_recorded_and_the_platforms_features():
    snapshot = recorded()
    environment = Environment("prod", platform=PLATFORM, snapshot=snapshot)
    assert environment.kubernetes == "1.37"
    assert environment.cluster is snapshot
    assert environment.served_apis == snapshot.apis
    assert not environment.serves(THING)
    assert environment.serves(Api("example.com/v1", "Other"))
    assert environment.serves("metrics.k8s.io")
    assert not environment.serves("network-policy")


@component
class Other(Component):
    """A custom resource."""

    def workload(self):
        return KubernetesWorkload({"apiVersion": "example.com/v1", "kind": "Other"})


@implements(AutoScaler)
def other(trait, workload):
    """Makes a custom resource."""
    yield Create("example.com/v1", "Other", "made", {})


def namespaces(snapshot):
    """The namespace of a custom resource that is a workload, and of one that a trait makes."""
    environment = Environment("prod", platform=Platform("own", [other]), namespace="prod", snapshot=snapshot)
    web = Web("web", traits=[AutoScaler(maximum=3)])
    plan = compose(environment, [Application("shop", [Other("other"), web])])
    objects = [one.body for composed in plan.components for one in composed.objects]
    return [one["metadata"].get("namespace") for one in objects if one["kind"] == "Other"]


def test_a_snapshot_tells_which_custom_resources_live_in_a_namespace():
    assert namespaces(None) == ["prod", "prod"]
    assert namespaces(recorded()) == ["prod", "prod"]
    assert namespaces(recorded(scope="Cluster")) == [None, None]
