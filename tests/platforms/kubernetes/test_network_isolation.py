"""Whom a NetworkPolicy lets through."""

import pytest

from oamdsl import NetworkIsolation, Peer
from oamdsl.platforms.kubernetes import network_policy
from tests.platforms.implementing import effects

DNS = {"ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]}
COMPONENT = {"podSelector": {"matchLabels": {"app.kubernetes.io/component": "a"}}}
NAMESPACE = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "b"}}}


@pytest.mark.parametrize(
    ("peer", "end", "ports"),
    [
        (Peer(component="a"), COMPONENT, []),
        (Peer(namespace="b"), NAMESPACE, []),
        (Peer(component="a", namespace="b"), {**NAMESPACE, **COMPONENT}, []),
        (
            Peer(addresses="10.0.0.0/8", except_addresses=["10.1.0.0/16"]),
            {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}},
            [],
        ),
        (Peer(anybody=True), None, []),
        (
            Peer(anybody=True, ports=[80], udp_ports=[53]),
            None,
            [{"protocol": "TCP", "port": 80}, {"protocol": "UDP", "port": 53}],
        ),
    ],
)
def test_a_peer_is_let_through_on_its_ports_and_names_are_looked_up(peer, end, ports):
    *_, made = effects(network_policy, NetworkIsolation(allow_from=[peer], allow_to=[peer]))
    on = {"ports": ports} if ports else {}
    assert made[-1]["spec"] == {
        "podSelector": {"matchLabels": {"app.kubernetes.io/component": "web"}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{**({"from": [end]} if end else {}), **on}],
        "egress": [{**({"to": [end]} if end else {}), **on}, DNS],
    }


def test_what_is_not_isolated_is_left_alone():
    *_, made = effects(network_policy, NetworkIsolation(allow_from=[]))
    assert made[-1]["spec"] == {
        "podSelector": {"matchLabels": {"app.kubernetes.io/component": "web"}},
        "policyTypes": ["Ingress"],
        "ingress": [],
    }
