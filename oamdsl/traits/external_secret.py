"""Secrets that are kept outside of the cluster."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from oamdsl.kubernetes.names import config_key
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import each, parameter
from oamdsl.model.trait import Trait, trait


@trait
class ExternalSecret(Trait):
    """Brings secrets from a store outside of the cluster into the component's containers.

    Attributes:
        name: Name of the Kubernetes Secret, after the component's.
        keys: Which secrets: {environment variable: key in the store}; ``key#property`` is a part of one.
        refresh_minutes: Time between two looks at the store; 0 for one look alone.
        container: Name of the container that gets the variables; empty for the main one.

    Source: External Secrets Operator, ExternalSecret v1.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    name: str = parameter(kw_only=False)
    keys: Mapping[str, str] = parameter(problem=each(config_key))
    refresh_minutes: int = parameter(default=60, ge=0)
    container: str = parameter(default="")

    @classmethod
    def example(cls) -> Self:
        """A password."""
        return cls("database", keys={"DATABASE_PASSWORD": "shop/database#password"})

    def refusals(self) -> Iterator[Refuse]:
        """There is a secret to bring."""
        if not self.keys:
            yield Refuse("keys", why="no secret is asked for", help='add `keys={"TOKEN": "shop/token"}`')
