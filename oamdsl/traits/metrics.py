"""Numbers that a component tells of itself."""

from collections.abc import Iterator
from typing import ClassVar, Self

from oamdsl.kubernetes.names import dns_label, port_name, port_number
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import optional, parameter
from oamdsl.model.trait import Trait, trait


def port(value: int | str) -> str | None:
    """What is wrong with the name or the number of a port; None when nothing is."""
    return port_name(value) if isinstance(value, str) else port_number(value)


@trait
class Metrics(Trait):
    """Lets Prometheus collect the component's metrics.

    Attributes:
        name: Its name, after the component's; of several, one may go without.
        port: Name or number of the container's port that they are told on, be it a container that another
            trait adds.
        container: Name of the container that listens there and does not declare the port, as those of a
            worker; empty when one declares it.
        path: Path that they are told at.
        interval_seconds: Time between two collections; None for Prometheus' own.

    Source: Prometheus Operator, PodMonitor; Prometheus, `prometheus.io` annotations.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING})

    name: str = parameter(kw_only=False, default="")
    port: int | str = parameter(problem=port)
    container: str = parameter(default="", problem=optional(dns_label))
    path: str = parameter(default="/metrics", pattern="/.*")
    interval_seconds: int | None = parameter(default=None, ge=1)

    @classmethod
    def example(cls) -> Self:
        """On the component's port."""
        return cls(port="port-80")

    def refusals(self) -> Iterator[Refuse]:
        """A port is declared by its number."""
        if self.container and isinstance(self.port, str):
            yield Refuse(
                "container",
                why=f"`{self.port}` is the name of a port that a container declares",
                help="leave `container` out, or give the number of the port",
            )
