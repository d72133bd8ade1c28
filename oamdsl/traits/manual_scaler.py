"""Replicas by decision."""

from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@trait
class ManualScaler(Trait):
    """Runs a fixed number of replicas.

    Attributes:
        replicas: How many; 0 stops the workload.

    Source: OAM v1alpha2 ManualScalerTrait ``replicaCount``.
    """

    applies_to: ClassVar = frozenset({Characteristic.REPLICABLE})

    replicas: int = parameter(ge=0)

    @classmethod
    def example(cls) -> Self:
        """Three replicas."""
        return cls(replicas=3)
