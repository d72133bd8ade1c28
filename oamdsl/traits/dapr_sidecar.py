"""Dapr beside a component."""

from collections.abc import Iterator
from typing import ClassVar, Final, Self

from oamdsl.kubernetes.quantity import wrong_quantity
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value
from oamdsl.workloads.resources import Quantity

_RESERVED: Final = frozenset({3500, 50001, 50002})
_METRICS: Final = 9090


@trait
class DaprSidecar(Trait):
    """Runs Dapr in each pod: calls between components, state, messages, secrets.

    Attributes:
        app_id: Name by which others call the component; unique in its namespace. Empty for its own name.
        app_port: Port that the component listens on for Dapr; None when it does not listen.
        protocol: What it speaks there.
        configuration: Name of a Dapr Configuration; empty for none.
        log_level: How much Dapr logs.
        metrics: Whether Dapr tells metrics, on port 9090.
        cpu: Cores requested for Dapr, such as ``"100m"``; an autoscaler by CPU needs it.
        memory: Memory requested for it, such as ``"250Mi"``.
        cpu_limit: Cores at most; throttled above.
        memory_limit: Memory at most; killed above.
        seccomp_profile: Seccomp profile of its container; empty for none. The security level restricted wants
            ``RuntimeDefault``.

    Source: Dapr v1.18, "Dapr arguments and annotations".
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING})

    app_id: str = parameter(default="", pattern="([a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?)?")
    app_port: int | None = parameter(default=None, ge=1, le=65535)
    protocol: str = parameter(default="http", choices=("http", "https", "grpc", "grpcs", "h2c"))
    configuration: str = parameter(default="")
    log_level: str = parameter(default="info", choices=("debug", "info", "warn", "error"))
    metrics: bool = parameter(default=True)
    cpu: Value[Quantity] | None = parameter(default=None, problem=wrong_quantity)
    memory: Value[Quantity] | None = parameter(default=None, problem=wrong_quantity)
    cpu_limit: Value[Quantity] | None = parameter(default=None, problem=wrong_quantity)
    memory_limit: Value[Quantity] | None = parameter(default=None, problem=wrong_quantity)
    seccomp_profile: str = parameter(default="", choices=("", "RuntimeDefault", "Localhost", "Unconfined"))

    @classmethod
    def example(cls) -> Self:
        """Calls by HTTP."""
        return cls(app_port=80)

    def refusals(self) -> Iterator[Refuse]:
        """The component does not listen where Dapr does."""
        if self.app_port in _RESERVED or (self.metrics and self.app_port == _METRICS):
            yield Refuse("app_port", why=f"Dapr itself listens on {self.app_port}", help="use another port")
