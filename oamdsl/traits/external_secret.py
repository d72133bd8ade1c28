"""Secrets that are kept outside of the cluster."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.names import config_key, dns_subdomain
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import each, optional, parameter
from oamdsl.model.trait import Trait, trait


@trait
class ExternalSecret(Trait):
    """Brings secrets from a store outside of the cluster into the component's containers.

    Attributes:
        name: Name of the Kubernetes Secret, after the component's.
        keys: Which secrets: {environment variable or file: key in the store}; ``key#property`` is a part of
            one.
        extract: Keys in the store of which each property becomes a variable or a file of its own name.
        files: Path below which the container sees them as files; empty for environment variables.
        store: Name of the store; empty for the platform's.
        store_kind: Whether that is a ClusterSecretStore, or a SecretStore of the component's namespace.
        refresh_minutes: Time between two looks at the store; 0 for one look alone.
        container: Name of the container that gets them; empty for the main one.

    Source: External Secrets Operator, ExternalSecret v1.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    name: str = parameter(kw_only=False)
    keys: Mapping[str, str] = parameter(default={}, problem=each(config_key))
    extract: Sequence[str] = parameter(default=())
    files: str = parameter(default="", pattern="(/[^:]+)?")
    store: str = parameter(default="", problem=optional(dns_subdomain))
    store_kind: str = parameter(default="ClusterSecretStore", choices=("ClusterSecretStore", "SecretStore"))
    refresh_minutes: int = parameter(default=60, ge=0)
    container: str = parameter(default="")

    @classmethod
    def example(cls) -> Self:
        """A password."""
        return cls("database", keys={"DATABASE_PASSWORD": "shop/database#password"})

    def refusals(self) -> Iterator[Refuse]:
        """There is a secret to bring."""
        if not self.keys and not self.extract:
            yield Refuse("keys", why="no secret is asked for", help='add `keys={"TOKEN": "shop/token"}`')
        if "store_kind" in self.given and not self.store:
            yield Refuse(
                "store_kind", why="the platform's store has its own kind", help="add `store`, or leave it out"
            )
