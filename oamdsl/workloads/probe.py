"""How Kubernetes learns whether a container has started, is ready and is alive."""

import abc
from collections.abc import Sequence
from typing import Any

from oamdsl.model.element import Element
from oamdsl.model.parameter import parameter
from oamdsl.model.value import Value
from oamdsl.model.workload import workload


@workload
class Probe(Element, abc.ABC):
    """Base of all probes: when and how often to ask. What is not set, Kubernetes decides.

    Attributes:
        initial_delay_seconds: Wait after the container has started; Kubernetes' default is 0.
        period_seconds: Time between two probes; default 10.
        timeout_seconds: Time for an answer; default 1.
        success_threshold: Successes in a row to count as up; default 1.
        failure_threshold: Failures in a row to count as down; default 3.

    Source: Kubernetes, core/v1 Probe; OAM v1alpha2 ContainerizedWorkload, health probes.
    """

    initial_delay_seconds: int | None = parameter(default=None, ge=0)
    period_seconds: int | None = parameter(default=None, ge=1)
    timeout_seconds: int | None = parameter(default=None, ge=1)
    success_threshold: int | None = parameter(default=None, ge=1)
    failure_threshold: int | None = parameter(default=None, ge=1)

    @abc.abstractmethod
    def action(self) -> dict[str, Any]:
        """The handler: ``{"httpGet": {...}}`` and its like."""

    def rendered(self) -> dict[str, Any]:
        """The probe, with what is set."""
        times = {
            "initialDelaySeconds": self.initial_delay_seconds,
            "periodSeconds": self.period_seconds,
            "timeoutSeconds": self.timeout_seconds,
            "successThreshold": self.success_threshold,
            "failureThreshold": self.failure_threshold,
        }
        return {
            **self.action(),
            **{name: value for name, value in times.items() if value is not None},
        }


@workload
class HttpProbe(Probe):
    """Up when an HTTP GET answers with a status from 200 to 399.

    Attributes:
        path: Path to ask for.
        port: Number or name of the container's port.
        scheme: HTTP, or HTTPS without a check of the certificate.
    """

    path: Value[str] = parameter(default="/")
    port: int | str = parameter()
    scheme: str = parameter(default="HTTP", choices=("HTTP", "HTTPS"))

    def action(self) -> dict[str, Any]:
        """``httpGet``."""
        scheme = {} if self.scheme == "HTTP" else {"scheme": self.scheme}
        return {"httpGet": {"path": self.path, "port": self.port, **scheme}}


@workload
class TcpProbe(Probe):
    """Up when a TCP connection opens.

    Attributes:
        port: Number or name of the container's port.
    """

    port: int | str = parameter()

    def action(self) -> dict[str, Any]:
        """``tcpSocket``."""
        return {"tcpSocket": {"port": self.port}}


@workload
class GrpcProbe(Probe):
    """Up when the gRPC health service says that it serves.

    Attributes:
        port: Number of the container's port.
        service: Name of the service to ask about; empty for the server as a whole.
    """

    port: int = parameter()
    service: str = parameter(default="")

    def action(self) -> dict[str, Any]:
        """``grpc``."""
        return {"grpc": {"port": self.port, **({"service": self.service} if self.service else {})}}


@workload
class CommandProbe(Probe):
    """Up when a command in the container exits with 0.

    Attributes:
        command: The program and its arguments; no shell is involved.
    """

    command: Sequence[Value[str]] = parameter()

    def action(self) -> dict[str, Any]:
        """``exec``."""
        return {"exec": {"command": list(self.command)}}
