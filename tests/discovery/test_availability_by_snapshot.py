"""What a stack has is what its cluster was found to serve."""

from oamdsl import Api, Environment, Snapshot
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
    return why_unavailable(catalogue((), ()), PLATFORM, keda.cron_triggers.trait, environment.serves)


def test_a_snapshot_counts_in_place_of_what_the_platform_says():
    assert why(shipped("1.37")) == "`kubernetes` does not have `keda.sh/v1alpha1 ScaledObject`"
    assert everything().serves(SCALED_OBJECT)
    assert why(everything()) == ""
