"""What a stack has is what its cluster was found to serve."""

import attrs

from oamdsl import Api, AutoScaler, Environment, Snapshot
from oamdsl.discovery.availability import why_unavailable
from oamdsl.discovery.catalogue import catalogue
from oamdsl.kubernetes.shipped import shipped
from oamdsl.platforms import keda
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.clusters import everything

SCALED_OBJECT = Api("keda.sh/v1alpha1", "ScaledObject")
PLATFORM = KUBERNETES.offering(keda.cron_triggers)


def why(snapshot: Snapshot) -> str:
    environment = Environment("prod", platform=PLATFORM, snapshot=snapshot)
    return why_unavailable(catalogue((), ()), PLATFORM, keda.cron_triggers.trait, environment)


def test_a_snapshot_counts_in_place_of_what_the_platform_says():
    assert why(shipped("1.37")) == "the cluster of `prod` does not serve `keda.sh/v1alpha1 ScaledObject`"
    assert everything().serves(SCALED_OBJECT)
    assert why(everything()) == ""


def test_a_snapshot_that_could_not_be_read_in_full_says_so():
    unread = attrs.evolve(shipped("1.37"), unread=frozenset({SCALED_OBJECT.api_version}))
    assert why(unread) == (
        "the cluster of `prod`, of which not all could be read, may not serve `keda.sh/v1alpha1 ScaledObject`"
    )


def test_features_are_what_the_platform_says():
    platform = KUBERNETES.evolve(features=[])
    environment = Environment("prod", platform=platform, snapshot=shipped("1.37"))
    found = why_unavailable(catalogue((), ()), platform, AutoScaler, environment)
    assert found == "`kubernetes` does not have `metrics.k8s.io`"
