"""What is spoken on a port of a Service, as far as the Service says so."""

from collections.abc import Mapping
from typing import Any, Final

_HTTP: Final = frozenset({"grpc", "grpc-web", "h2c", "http", "http2", "http_proxy", "ws"})
_ENCRYPTED: Final = frozenset({"https", "wss"})
_NAMED: Final = frozenset({"https", "mongo", "mysql", "redis", "tcp", "tls", "udp"})
"""What meshes take the first word of a port's name for, and see no requests in."""
_SERVER_FIRST: Final = frozenset({25, 53, 3306, 27017})
"""Ports of SMTP, DNS, MySQL and MongoDB, on which meshes do not look for requests unless told to."""


def not_http(port: Mapping[str, Any]) -> str | None:
    """Why *port* of a Service takes no HTTP requests, a phrase that follows it; None when it may.

    Source: Kubernetes, Service, "Application protocol".
    """
    protocol = port.get("protocol") or "TCP"
    if protocol != "TCP":
        return f"is one of {protocol}"
    said = _said(port)
    return f"is declared as `{said}`" if said and _word(said) not in _HTTP | _ENCRYPTED else None


def hidden_from_meshes(port: Mapping[str, Any]) -> str | None:
    """Why a mesh sees no HTTP requests on *port* of a Service, a phrase that follows it; None when it may.

    Source: Istio, Protocol Selection; istio/istio, ``pkg/config/kube/conversion.go``.
    """
    problem = not_http(port)
    if problem is not None:
        return problem
    said, name = _said(port), str(port.get("name") or "")
    if said:
        return (
            f"is declared as `{said}`, which a mesh does not decrypt" if _word(said) in _ENCRYPTED else None
        )
    word = "grpc-web" if name.startswith("grpc-web") else name.partition("-")[0]
    if word in _NAMED:
        return f"is called `{name}`, by which a mesh takes it for `{word}`"
    if word not in _HTTP and port.get("port") in _SERVER_FIRST:
        return "is one on which a mesh waits for the server to speak first"
    return None


def _said(port: Mapping[str, Any]) -> str:
    said = port.get("appProtocol")
    return said if isinstance(said, str) else ""


def _word(said: str) -> str:
    """``h2c`` for ``kubernetes.io/h2c``."""
    return said.rpartition("/")[2].lower()
