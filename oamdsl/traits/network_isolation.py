"""Who may talk to a component over the network."""

import ipaddress
from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.names import dns_label
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import optional, parameter
from oamdsl.model.trait import Trait, trait


def address_range(text: str) -> str | None:
    """What is wrong with a range of addresses; None for ``10.0.0.0/8`` and its like."""
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return 'is no range of addresses such as "10.0.0.0/8"'
    return None


@declare
class Peer(Element):
    """Somebody at the other end of a connection; give one of the three.

    Attributes:
        component: Name of a component of the same application, whose pods have it as the label
            ``app.kubernetes.io/component``.
        namespace: Name of a namespace; with *component*, a component of any application there.
        addresses: A range of addresses, such as ``10.0.0.0/8``.
        ports: Ports that the connection goes to; empty for all.
    """

    component: str = parameter(default="")
    namespace: str = parameter(default="")
    addresses: str = parameter(default="", problem=optional(address_range))
    ports: Sequence[int] = parameter(default=())


@trait
class NetworkIsolation(Trait):
    """Lets a component talk to those alone that are named; names are looked up all the same.

    Isolation is additive: what another policy of the cluster allows stays allowed.

    Attributes:
        name: Its name, after the component's; of several, one may go without. Each allows what it says.
        allow_from: Who may connect to the component; None leaves what comes in alone.
        allow_to: To whom the component may connect; None leaves what goes out alone. DNS is always allowed.

    Source: Kubernetes, Network Policies.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    name: str = parameter(kw_only=False, default="", problem=optional(dns_label))
    allow_from: Sequence[Peer] | None = parameter(default=None)
    allow_to: Sequence[Peer] | None = parameter(default=None)

    @classmethod
    def example(cls) -> Self:
        """Requests from one component alone."""
        return cls(allow_from=[Peer(component="storefront", ports=[8080])])

    def components(self) -> Iterator[str]:
        """The peers that are components of the application."""
        peers = (*(self.allow_from or ()), *(self.allow_to or ()))
        return (peer.component for peer in peers if peer.component and not peer.namespace)

    def refusals(self) -> Iterator[Refuse]:
        """Something is isolated, and each peer is somebody."""
        if self.allow_from is None and self.allow_to is None:
            yield Refuse("allow_from", why="nothing is isolated", help="add `allow_from=[]` to close it")
        for name in ("allow_from", "allow_to"):
            peers: Sequence[Peer] = getattr(self, name) or ()
            for peer in peers:
                if peer.addresses and (peer.component or peer.namespace):
                    yield Refuse(
                        name,
                        why="a peer is a range of addresses or a component, not both",
                        help="write two peers",
                    )
