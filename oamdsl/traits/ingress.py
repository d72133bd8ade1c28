"""A way in from outside the cluster."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.names import dns_subdomain, host_name, url_path
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import optional, parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value


@declare
class Route(Element):
    """Requests by their path.

    Attributes:
        path: Their path, absolute; all paths below it too.
        exact: Whether just the path itself.
        port: Port of the component's Service that they go to; None for that of the `Ingress`.

    Source: Kubernetes, Ingress, Path types.
    """

    path: str = parameter(kw_only=False, problem=url_path)
    exact: bool = parameter(default=False)
    port: int | None = parameter(default=None, ge=1, le=65535)


@trait
class Ingress(Trait):
    """Routes HTTP requests for a host and a path to the component.

    Attributes:
        name: Its name, after the component's; of several, one may go without. That is the one whose traffic a
            release shifts.
        host: Host name of the requests; ``*.example.com`` for all right below ``example.com``.
        path: Path of the requests, absolute; all paths below it too. Short for ``routes=[Route("/")]``.
        port: Port of the component's Service that they go to; None when it has just one.
        routes: Several paths in place of *path*.
        rewrite: What the component sees in place of the path that is routed; empty for the path itself.
        timeout_seconds: How long a request may take; None for as long as the platform lets it.
        tls_secret: Name of the Kubernetes Secret with the host's certificate; empty for no TLS here. Where
            the platform's gateway has certificates of its own, those serve, and the route's annotation
            ``oamdsl.dev/certificate`` says so.
        redirect_https: Whether plain requests are sent to the encrypted address; many platforms do so unasked
            where there is a certificate.
        annotations: Annotations by which the platform's own controller is told what no parameter says; of no
            use on other platforms: {key: value}.

    Source: OAM v1alpha1 ``ingress``; KubeVela ``gateway``.
    """

    applies_to: ClassVar = frozenset({Characteristic.EXPOSED})

    name: str = parameter(kw_only=False, default="")
    host: Value[str] = parameter(problem=host_name)
    path: str = parameter(default="/", problem=url_path)
    port: int | None = parameter(default=None, ge=1, le=65535)
    routes: Sequence[Route] = parameter(default=())
    rewrite: str = parameter(default="", problem=optional(url_path))
    timeout_seconds: int | None = parameter(default=None, ge=1, le=86400)
    tls_secret: str = parameter(default="", problem=optional(dns_subdomain))
    redirect_https: bool = parameter(default=False)
    annotations: Mapping[str, Value[str]] = parameter(default={})

    @classmethod
    def example(cls) -> Self:
        """All requests for one host."""
        return cls(host="shop.example.com")

    @property
    def paths(self) -> tuple[tuple[str, bool, int | None], ...]:
        """What it routes: path, whether just that, and the port; None still for the only one."""
        if not self.routes:
            return ((self.path, False, self.port),)
        return tuple((one.path, one.exact, one.port or self.port) for one in self.routes)

    def refusals(self) -> Iterator[Refuse]:
        """The paths are said once, each of them once."""
        if self.routes and "path" in self.given:
            yield Refuse(
                "path",
                why="`routes` says which paths",
                help=f'write it there: `Route("{self.path}")`',
            )
        said = [(one.path, one.exact) for one in self.routes]
        for path, _ in sorted({one for one in said if said.count(one) > 1}):
            yield Refuse("routes", why=f"`{path}` is routed twice", help="keep one of the two")
