import pytest

from oamdsl import (
    DaprSidecar,
    Ingress,
    KubernetesWorkload,
    Metadata,
    Metrics,
    NetworkIsolation,
    Peer,
    Share,
    TrafficSplit,
)
from oamdsl.checks.rules.cut_off import cut_off
from oamdsl.platforms import dapr
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import deployment_body, messages, plan_of, plan_with, told
from tests.rule_examples import Web

PLATFORM = KUBERNETES.offering(dapr.injected_sidecar, features=["dapr", "network-policy"])
INGRESS = Ingress(host="shop.example.com")
CLOSED = NetworkIsolation(allow_from=[])


def test_a_route_to_a_component_that_lets_nobody_in_is_reported():
    (finding,) = cut_off(plan_with(Web("web", traits=[INGRESS, CLOSED])))
    assert not finding.is_error
    assert told(finding) == {
        "message": (
            "NetworkPolicy/web lets nobody connect to component `web`, and Ingress/web leads requests there"
        ),
        "subject": ("shop", "web", "NetworkPolicy/web"),
        "places": [
            ("NetworkIsolation(allow_from=[])", "NetworkPolicy/web is made here"),
            ('Ingress(host="shop.example.com")', "Ingress/web is made here"),
            ('Web("web", traits=[INGRESS, CLOSED])', "component `web` is built here"),
        ],
        "help": 'let it in: add `Peer(namespace="...", ports=[...])` to `allow_from`',
    }


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ([CLOSED, Metrics(port="port-80")], ["PodMonitor/web has its metrics collected"]),
        ([CLOSED, TrafficSplit(shares=[Share("web", weight=1)])], []),
        ([CLOSED], []),
        ([INGRESS, NetworkIsolation(allow_from=[Peer(namespace="ingress")])], []),
        ([INGRESS, CLOSED, NetworkIsolation("more", allow_from=[Peer(anybody=True)])], []),
        ([INGRESS, NetworkIsolation(allow_to=[Peer(anybody=True)])], []),
    ],
)
def test_what_comes_in_is_let_in_by_any_of_the_policies(traits, expected):
    found = messages(cut_off, plan_with(Web("web", traits=traits)))
    assert [one.partition(", and ")[2] for one in found] == expected


@pytest.mark.parametrize(
    ("allowed", "astray"),
    [
        ([], True),
        ([Peer(component="other")], True),
        ([Peer(namespace="dapr-system")], False),
        ([Peer(addresses="10.0.0.0/8")], False),
        ([Peer(anybody=True)], False),
        ([Peer(anybody=True, ports=[443])], False),
        ([Peer(anybody=True, ports=[53])], True),
    ],
)
def test_sidecars_reach_their_control_plane(allowed, astray):
    web = Web("web", traits=[DaprSidecar(app_port=80), NetworkIsolation(allow_to=allowed)])
    assert messages(cut_off, plan_with(web, platform=PLATFORM)) == (
        ["NetworkPolicy/web keeps component `web` in its namespace, where the control plane of Dapr is not"]
        if astray
        else []
    )


def test_where_there_is_a_mesh_its_control_plane_counts():
    (finding,) = cut_off(plan_with(Web("web", traits=[NetworkIsolation(allow_to=[])])))
    assert finding.violation.message.endswith("where the control plane of the mesh is not")
    assert finding.violation.help == 'let it out: add `Peer(namespace="istio-system")` to `allow_to`'


def test_a_component_without_a_sidecar_may_stay_in_its_namespace():
    marked = Metadata(annotations={"dapr.io/enabled": "false"}, on_pods=True)
    web = Web("web", traits=[marked, NetworkIsolation(allow_to=[])])
    assert messages(cut_off, plan_with(web, platform=PLATFORM)) == []


@pytest.mark.parametrize(
    ("spec", "number"),
    [({}, 1), ({"ingress": [{}]}, 0), ({"egress": []}, 1), ({"policyTypes": ["Egress"]}, 0)],
)
def test_a_raw_policy_isolates_what_comes_in_unless_it_says_otherwise(spec, number):
    policy = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": spec}
    monitor = {"apiVersion": "monitoring.coreos.com/v1", "kind": "PodMonitor", "spec": {}}
    raw = KubernetesWorkload(deployment_body({"containers": []}), objects=[policy, monitor])
    assert len(messages(cut_off, plan_of(raw, platform=PLATFORM))) == number
