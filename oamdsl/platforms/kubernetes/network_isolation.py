"""NetworkIsolation by a NetworkPolicy."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.effect import Create, Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import COMPONENT_LABEL, RenderedWorkload
from oamdsl.platforms.selected_pods import selected_pods
from oamdsl.traits.network_isolation import NetworkIsolation, Peer

_DNS: Final = {"ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]}


@implements(NetworkIsolation, requires=["network-policy"])
def network_policy(trait: NetworkIsolation, workload: RenderedWorkload) -> Iterator[Effect]:
    """A NetworkPolicy; the network plugin of the cluster must heed it, which the API server does not check.

    Source: Kubernetes, Network Policies.
    """
    yield from selected_pods(workload, "NetworkPolicy")
    if as_map(at(workload.body, workload.pod_spec.path)).get("hostNetwork"):
        yield Refuse(
            "allow_to" if trait.allow_from is None else "allow_from",
            why="the pods share the network of their node, where no policy holds them apart",
            help="remove `NetworkIsolation`",
        )
    directions: dict[str, tuple[str, str, Sequence[Peer] | None]] = {
        "Ingress": ("ingress", "from", trait.allow_from),
        "Egress": ("egress", "to", trait.allow_to),
    }
    spec: dict[str, Any] = {
        "podSelector": {"matchLabels": workload.pod_selector},
        "policyTypes": [name for name, (_, _, peers) in directions.items() if peers is not None],
    }
    for field, end, peers in directions.values():
        if peers is not None:
            rules = [_rule(peer, end) for peer in peers]
            spec[field] = [*rules, _DNS] if end == "to" else rules
    yield Create("networking.k8s.io/v1", "NetworkPolicy", workload.named(trait.name), {"spec": spec})


def _rule(peer: Peer, end: str) -> dict[str, Any]:
    selectors: dict[str, Any] = {}
    if peer.addresses:
        without = {"except": list(peer.except_addresses)} if peer.except_addresses else {}
        selectors["ipBlock"] = {"cidr": peer.addresses, **without}
    if peer.namespace:
        selectors["namespaceSelector"] = {"matchLabels": {"kubernetes.io/metadata.name": peer.namespace}}
    if peer.component:
        selectors["podSelector"] = {"matchLabels": {COMPONENT_LABEL: peer.component}}
    ports = [{"protocol": protocol, "port": number} for protocol, number in peer.all_ports]
    return {**({} if peer.anybody else {end: [selectors]}), **({"ports": ports} if ports else {})}
