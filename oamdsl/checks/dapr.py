"""The pods that Dapr puts its sidecar into."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.checks.pods import Pod, pods
from oamdsl.compose.plan import Plan
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import as_map

_HTTP: Final = 3500
_PORTS: Final = {"grpc-port": 50001, "internal-grpc-port": 50002}
_METRICS: Final = 9090
_DEBUG: Final = 40000


@attrs.frozen(eq=False)
class DaprPod:
    """A pod with Dapr's annotations.

    Attributes:
        pod: The pod.
        annotations: The annotations, without ``dapr.io/``.
    """

    pod: Pod
    annotations: Mapping[str, Any]

    def field(self, name: str) -> FieldRef:
        """The annotation ``dapr.io/`` *name*."""
        return FieldRef(self.pod.ref, self.pod.path / "metadata" / "annotations" / f"dapr.io/{name}")

    @property
    def app_id(self) -> str:
        """By what others call it; empty while it is not known."""
        found = self.annotations.get("app-id")
        return found if isinstance(found, str) else ""

    @property
    def app_port(self) -> int | None:
        """The port that the application listens on for Dapr; None for none that is known."""
        return _number(self.annotations.get("app-port"))

    @property
    def metrics_port(self) -> int | None:
        """The port that the sidecar tells metrics on; None for none."""
        on = self.annotations.get("enable-metrics", "true") == "true"
        return (_number(self.annotations.get("metrics-port")) or _METRICS) if on else None

    @property
    def ports(self) -> frozenset[int]:
        """The ports that the sidecar listens on."""
        found = {_HTTP, *(_number(self.annotations.get(name)) or port for name, port in _PORTS.items())}
        if self.metrics_port is not None:
            found.add(self.metrics_port)
        if self.annotations.get("enable-debug") == "true":
            found.add(_number(self.annotations.get("debug-port")) or _DEBUG)
        return frozenset(found)


def dapr_pods(plan: Plan) -> Iterator[DaprPod]:
    """Every pod of *plan* with a sidecar of Dapr.

    Source: Dapr v1.18, "Dapr arguments and annotations".
    """
    for pod in pods(plan):
        annotations = as_map(as_map(pod.template.get("metadata")).get("annotations"))
        if annotations.get("dapr.io/enabled") == "true":
            own = {
                key.removeprefix("dapr.io/"): value
                for key, value in annotations.items()
                if key.startswith("dapr.io/")
            }
            yield DaprPod(pod, own)


def _number(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdigit() else None
