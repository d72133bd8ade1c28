"""A certificate for the component's host names."""

from collections.abc import Iterator, Sequence
from typing import Final, Self

from oamdsl.kubernetes.names import dns_subdomain, host_name
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import each, parameter
from oamdsl.model.trait import Trait, trait

_LONGEST: Final = 24 * 365 * 10


@trait
class Certificate(Trait):
    """Keeps a certificate for host names in a Secret, and renews it in time.

    Attributes:
        name: Its name, after the component's; of several, one may go without.
        hosts: Host names, ``*.example.com`` among them.
        secret: Name of the Secret that it is kept in; `Ingress` takes it as ``tls_secret``.
        duration_hours: How long it is valid; 2160 is 90 days.
        renew_before_hours: How long before its end it is renewed.

    Source: cert-manager, Certificate resource.
    """

    name: str = parameter(kw_only=False, default="")
    hosts: Sequence[str] = parameter(problem=each(host_name))
    secret: str = parameter(problem=dns_subdomain)
    duration_hours: int = parameter(default=2160, ge=1, le=_LONGEST)
    renew_before_hours: int = parameter(default=720, ge=1, le=_LONGEST)

    @classmethod
    def example(cls) -> Self:
        """For one host."""
        return cls(hosts=["shop.example.com"], secret="shop-certificate")  # noqa: S106 - a Secret's name

    def refusals(self) -> Iterator[Refuse]:
        """There is a host, and it is renewed while it is valid."""
        if not self.hosts:
            yield Refuse("hosts", why="it is for no host", help='add `hosts=["shop.example.com"]`')
        if self.renew_before_hours >= self.duration_hours:
            yield Refuse(
                "renew_before_hours",
                why=f"{self.renew_before_hours} h before its end is before its start,"
                f" as it is valid for {self.duration_hours} h",
                help="renew it later, or let it be valid longer",
            )
