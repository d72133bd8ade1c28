"""The Services of a component."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.checks.shape import address
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, maps_in

SERVICE_PORT: Final = ("port", "protocol")
"""What tells the ports of a Service apart."""


def services(composed: ComposedComponent) -> Iterator[FoldedObject]:
    """Its Services in Kubernetes' core API."""
    for folded in composed.objects:
        if folded.body["kind"] == "Service" and folded.body["apiVersion"] == "v1":
            yield folded


def service_ports(folded: FoldedObject) -> tuple[Mapping[str, Any], ...]:
    """``spec.ports`` of a Service."""
    return tuple(maps_in(as_map(folded.body.get("spec")).get("ports")))


def service_port(folded: FoldedObject, port: Mapping[str, Any]) -> FieldRef:
    """The entry *port* in ``spec.ports`` of a Service."""
    return FieldRef(folded.ref, Path(("spec", "ports", address(SERVICE_PORT, port))))
