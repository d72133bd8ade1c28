"""Who may talk to a component over the network."""

import ipaddress
from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.names import dns_label, label_value, port_number
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import each, optional, parameter
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
    """Somebody at the other end of a connection: a component, a namespace, a range of addresses, or anybody.

    Attributes:
        component: Name of a component of the same application, whose pods have it as the label
            ``app.kubernetes.io/component``.
        namespace: Name of a namespace; with *component*, a component of any application there.
        addresses: A range of addresses, such as ``10.0.0.0/8``.
        except_addresses: Ranges of those addresses that are not meant.
        anybody: Whether it is everybody, in the cluster and outside of it.
        ports: TCP ports that the connection goes to; all ports when no port of either kind is named.
        udp_ports: UDP ports that it goes to.
    """

    component: str = parameter(default="", problem=optional(label_value))
    namespace: str = parameter(default="", problem=optional(dns_label))
    addresses: str = parameter(default="", problem=optional(address_range))
    except_addresses: Sequence[str] = parameter(default=(), problem=each(address_range))
    anybody: bool = parameter(default=False)
    ports: Sequence[int] = parameter(default=(), problem=each(port_number))
    udp_ports: Sequence[int] = parameter(default=(), problem=each(port_number))

    @property
    def all_ports(self) -> tuple[tuple[str, int], ...]:
        """Protocol and number of each port; nothing for all ports."""
        tcp = (("TCP", number) for number in self.ports)
        return (*tcp, *(("UDP", number) for number in self.udp_ports))

    def problem(self) -> tuple[str, str] | None:
        """What is wrong between its parameters, and what to do; None when nothing is."""
        kinds = [bool(self.component or self.namespace), bool(self.addresses), self.anybody]
        if not any(kinds):
            return (
                "a peer is nobody in particular, which would let everybody in",
                "name a `component`, a `namespace` or `addresses`, or write `Peer(anybody=True)`",
            )
        if sum(kinds) > 1:
            return "a peer is a component or a namespace, a range of addresses, or anybody", "write several"
        for one in self.except_addresses:
            if not _is_within(one, self.addresses):
                return f"{one} is no part of {self.addresses or 'its addresses'}", "leave it out"
        return None


def _is_within(inner: str, outer: str) -> bool:
    if not outer or inner == outer:
        return False
    one, other = ipaddress.ip_network(inner), ipaddress.ip_network(outer)
    first, last = one.network_address, one.broadcast_address
    return one.version == other.version and first in other and last in other


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

    name: str = parameter(kw_only=False, default="")
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
            for wrong in (peer.problem() for peer in peers):
                if wrong is not None:
                    why, help_ = wrong
                    yield Refuse(name, why=why, help=help_)
