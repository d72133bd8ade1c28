"""CanaryRelease by OpenKruise: by pods, and by the traffic of an Ingress."""

import pytest

from oamdsl import (
    CanaryRelease,
    Container,
    ContainerizedWorkload,
    Ingress,
    KubernetesWorkload,
    Port,
    Share,
    StatefulWorkload,
    Step,
    TrafficSplit,
)
from tests.platforms.releasing import CHECKED, objects, refused, released

BY_INGRESS = ("openkruise.batch_release_by_ingress", "ack.application_load_balancer")
CANARY = CanaryRelease(steps=[Step(20, pause_seconds=60), Step(80)])
INGRESS = Ingress(host="shop.example.com")
BY_PODS = {
    "canary": {
        "steps": [
            {"replicas": "20%", "pause": {"duration": 60}},
            {"replicas": "80%", "pause": {}},
        ]
    }
}
STATEFUL = StatefulWorkload([Container("web", image="w", ports=[Port(80)])])


def rewritten(composed):
    return {
        str(claim.field.object): str(claim.field.path)
        for one in composed.objects
        for claim in one.rewritten
        if one.ref.api.kind == "Service"
    }


@pytest.mark.parametrize("by", ["openkruise.batch_release", "openkruise.batch_release_by_ingress"])
def test_without_an_ingress_the_load_follows_the_pods(by):
    composed = released(by, canary=CANARY)
    assert objects(composed)["Rollout/web"]["strategy"] == BY_PODS
    assert rewritten(composed) == {}


def test_the_traffic_of_an_ingress_is_shifted_with_no_more_than_half_of_the_pods():
    composed = released(*BY_INGRESS, canary=CANARY, traits=(INGRESS,))
    assert objects(composed)["Rollout/web"]["strategy"] == {
        "canary": {
            "steps": [
                {"replicas": "20%", "traffic": "20%", "pause": {"duration": 60}},
                {"replicas": "50%", "traffic": "80%", "pause": {}},
            ],
            "trafficRoutings": [{"service": "web", "ingress": {"classType": "aliyun-alb", "name": "web"}}],
        }
    }
    assert rewritten(composed) == {"Service/web": "spec.selector"}
    reserved = {str(one.claim.field.object) for one in composed.reserved}
    assert reserved == {"Ingress/web-canary", "Service/web-canary"}


def test_a_worker_has_no_traffic():
    workload = ContainerizedWorkload([Container("web", image="w")])
    composed = released("openkruise.batch_release_by_ingress", canary=CANARY, workload=workload)
    assert objects(composed)["Rollout/web"]["strategy"] == BY_PODS


def test_it_and_a_split_do_not_share_out_one_service():
    split = TrafficSplit(shares=[Share("web", weight=1)])
    composed = released(*BY_INGRESS, "istio.traffic_split", traits=(INGRESS, split))
    assert [str(one.first.field.path) for one in composed.folded.contests] == ["spec.selector"]


CLONES = KubernetesWorkload(
    {
        "apiVersion": "apps.kruise.io/v1alpha1",
        "kind": "CloneSet",
        "spec": {"selector": {}, "template": {"spec": {"containers": [{"name": "web", "image": "w"}]}}},
    }
)


@pytest.mark.parametrize(
    ("workload", "fields"),
    [
        (None, ["spec.paused", "spec.strategy"]),
        (STATEFUL, ["spec.updateStrategy"]),
        (CLONES, ["spec.updateStrategy"]),
    ],
)
def test_how_a_workload_is_updated_is_the_controllers(workload, fields):
    composed = released("openkruise.batch_release", workload=workload)
    assert objects(composed)["Rollout/web"]["workloadRef"]["kind"] == composed.objects[0].ref.api.kind
    assert [str(claim.field.path) for claim in composed.objects[0].rewritten] == fields


@pytest.mark.parametrize("by", ["openkruise.batch_release", "openkruise.batch_release_by_ingress"])
def test_it_measures_nothing(by):
    assert refused(released(by, canary=CHECKED)) == [
        (
            "OpenKruise measures nothing while it releases",
            "remove `checks`, and let a step without `pause_seconds` wait until somebody has looked",
        )
    ]
