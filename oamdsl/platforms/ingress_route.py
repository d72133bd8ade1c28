"""What an Ingress routes, whatever technology does it."""

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from oamdsl.model.effect import Refuse
from oamdsl.model.value import Value
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.service_port import http_port
from oamdsl.traits.ingress import Ingress

CERTIFICATE = "oamdsl.dev/certificate"
"""Annotation that says whose certificate serves a host in place of that of the Secret that was asked for."""


@attrs.frozen
class Target:
    """Where requests for a path go.

    Attributes:
        path: The path.
        exact: Whether just the path itself, and not those below it.
        port: Number of the Service's port.
    """

    path: str
    exact: bool
    port: int


def targets(trait: Ingress, workload: RenderedWorkload) -> tuple[Target, ...] | Refuse:
    """Where the requests go; the first refusal when a port cannot be had."""
    found: list[Target] = []
    for path, exact, wanted in trait.paths:
        port = http_port(workload, wanted)
        if isinstance(port, Refuse):
            return port
        found.append(Target(path, exact, port))
    return tuple(found)


def unsupported(trait: Ingress, parameters: Iterable[str], why: str) -> Iterator[Refuse]:
    """Refusals of those of *parameters* that are given, for what a technology cannot do."""
    for name in parameters:
        if getattr(trait, name):
            yield Refuse(
                name,
                why=f"it cannot have `{name}` here, since {why}",
                help=f"leave `{name}` out, or tell the controller by `annotations` if it can be told",
            )


def rewriting(trait: Ingress) -> tuple[str, str]:
    """A regular expression of paths, and what takes their place; ``$2`` is the rest of the path."""
    paths = "|".join(re.escape(path.rstrip("/")) for path, _, _ in trait.paths)
    seen = trait.rewrite.rstrip("/")
    return (f"^({paths})(/.*)?$", f"{seen}$2") if seen else (f"^({paths})/?(.*)$", "/$2")


def own_certificate(trait: Ingress, holder: str) -> dict[str, str]:
    """The annotation that *holder* has the certificate for the host; none where no Secret is named."""
    said = f"that of {holder}, in place of Secret {trait.tls_secret}"
    return {CERTIFICATE: said} if trait.tls_secret else {}


def annotated(trait: Ingress, own: Mapping[str, str]) -> tuple[dict[str, Value[str]], tuple[Refuse, ...]]:
    """The annotations of *trait* beside the technology's *own*, and what is refused of them."""
    refusals = tuple(
        Refuse("annotations", why=f"the platform decides `{key}` itself", help="leave it out")
        for key in trait.annotations
        if key in own
    )
    return {**trait.annotations, **own}, refusals
