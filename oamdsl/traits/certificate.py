"""A certificate for the component's host names."""

from collections.abc import Iterator, Sequence
from typing import Final, Self

from oamdsl.kubernetes.names import dns_subdomain, host_name
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import each, optional, parameter
from oamdsl.model.trait import Trait, trait

_LONGEST: Final = 24 * 365 * 10
_SIZES: Final = {"RSA": (2048, 4096, 8192), "ECDSA": (256, 384, 521), "Ed25519": ()}
"""Algorithms of keys, and the sizes that a key of each may have."""


@trait
class Certificate(Trait):
    """Keeps a certificate for host names in a Secret, and renews it in time.

    Attributes:
        name: Its name, after the component's; of several, one may go without.
        hosts: Host names, ``*.example.com`` among them.
        secret: Name of the Secret that it is kept in; `Ingress` takes it as ``tls_secret``.
        duration_hours: How long it is valid; 2160 is 90 days.
        renew_before_hours: How long before its end it is renewed.
        issuer: Name of the issuer; empty for the platform's.
        issuer_kind: Whether that is a ClusterIssuer, or an Issuer of the component's namespace.
        key_algorithm: Algorithm of its private key; empty for cert-manager's default, RSA.
        key_size: Bits of the key; None for the least that the algorithm allows.

    Source: cert-manager, Certificate resource.
    """

    name: str = parameter(kw_only=False, default="")
    hosts: Sequence[str] = parameter(problem=each(host_name))
    secret: str = parameter(problem=dns_subdomain)
    duration_hours: int = parameter(default=2160, ge=1, le=_LONGEST)
    renew_before_hours: int = parameter(default=720, ge=1, le=_LONGEST)
    issuer: str = parameter(default="", problem=optional(dns_subdomain))
    issuer_kind: str = parameter(default="ClusterIssuer", choices=("ClusterIssuer", "Issuer"))
    key_algorithm: str = parameter(default="", choices=("", *_SIZES))
    key_size: int | None = parameter(default=None)

    @classmethod
    def example(cls) -> Self:
        """For one host."""
        return cls(hosts=["shop.example.com"], secret="shop-certificate")  # noqa: S106 - a Secret's name

    def refusals(self) -> Iterator[Refuse]:
        """There is a host, it is renewed while it is valid, and its key and its issuer can be."""
        if not self.hosts:
            yield Refuse("hosts", why="it is for no host", help='add `hosts=["shop.example.com"]`')
        if self.renew_before_hours >= self.duration_hours:
            yield Refuse(
                "renew_before_hours",
                why=f"{self.renew_before_hours} h before its end is before its start,"
                f" as it is valid for {self.duration_hours} h",
                help="renew it later, or let it be valid longer",
            )
        sizes = _SIZES.get(self.key_algorithm, ())
        if self.key_size is not None and self.key_size not in sizes:
            yield Refuse(
                "key_size",
                why=(
                    f"a key of {self.key_algorithm} is not of {self.key_size} bits"
                    if self.key_algorithm
                    else "whoever chooses the algorithm of the key chooses its size"
                ),
                help=(
                    f"use one of {', '.join(map(str, sizes))}"
                    if sizes
                    else "leave `key_size` out, or use RSA or ECDSA"
                ),
            )
        if "issuer_kind" in self.given and not self.issuer:
            yield Refuse(
                "issuer_kind",
                why="the platform's issuer has its own kind",
                help="add `issuer`, or leave it out",
            )
