"""Numbers that a component tells of itself."""

from typing import ClassVar, Self

from oamdsl.kubernetes.names import dns_label
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import optional, parameter
from oamdsl.model.trait import Trait, trait


@trait
class Metrics(Trait):
    """Lets Prometheus collect the component's metrics.

    Attributes:
        name: Its name, after the component's; of several, one may go without.
        port: Name of the port that they are told on.
        path: Path that they are told at.
        interval_seconds: Time between two collections; None for Prometheus' own.

    Source: Prometheus Operator, PodMonitor; Prometheus, `prometheus.io` annotations.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING})

    name: str = parameter(kw_only=False, default="", problem=optional(dns_label))
    port: str = parameter()
    path: str = parameter(default="/metrics", pattern="/.*")
    interval_seconds: int | None = parameter(default=None, ge=1)

    @classmethod
    def example(cls) -> Self:
        """On the port of the component's service."""
        return cls(port="port-80")
