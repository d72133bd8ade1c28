"""A way in from outside the cluster."""

from typing import ClassVar, Self

from oamdsl.kubernetes.names import dns_label, host_name
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import optional, parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value


@trait
class Ingress(Trait):
    """Routes HTTP requests for a host and a path to the component.

    Attributes:
        name: Its name, after the component's; of several, one may go without. That is the one whose traffic a
            release shifts.
        host: Host name of the requests; ``*.example.com`` for all right below ``example.com``.
        path: Paths that begin with this; absolute.
        port: Port of the component's Service; None when it has just one.
        tls_secret: Name of the Kubernetes Secret with the host's certificate; empty for no TLS here.

    Source: OAM v1alpha1 ``ingress``; KubeVela ``gateway``.
    """

    applies_to: ClassVar = frozenset({Characteristic.EXPOSED})

    name: str = parameter(kw_only=False, default="", problem=optional(dns_label))
    host: Value[str] = parameter(problem=host_name)
    path: str = parameter(default="/", pattern="/.*")
    port: int | None = parameter(default=None)
    tls_secret: str = parameter(default="")

    @classmethod
    def example(cls) -> Self:
        """All requests for one host."""
        return cls(host="shop.example.com")
