"""How much traffic a pod may have."""

from collections.abc import Iterator
from typing import ClassVar, Final, Self

from oamdsl.kubernetes.quantity import quantity
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait

_LEAST: Final = quantity("1k")
_MOST: Final = quantity("1P")


def bits_per_second(text: str) -> str | None:
    """What is wrong with a rate; None for 1k to 1P bits a second, such as ``10M``."""
    try:
        rate = quantity(text)
    except ValueError as error:
        return f"is no rate: {error}"
    return None if _LEAST <= rate <= _MOST else "is not between 1k and 1P bits a second"


@trait
class Bandwidth(Trait):
    """Limits the traffic of each pod.

    Attributes:
        ingress: Bits a second that may come in, such as ``"10M"``; None for no limit.
        egress: Bits a second that may go out; None for no limit.

    Source: Kubernetes, Network Plugins, "Support traffic shaping".
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    ingress: str | None = parameter(default=None, problem=bits_per_second)
    egress: str | None = parameter(default=None, problem=bits_per_second)

    @classmethod
    def example(cls) -> Self:
        """Ten megabits a second out."""
        return cls(egress="10M")

    def refusals(self) -> Iterator[Refuse]:
        """It limits something."""
        if self.ingress is None and self.egress is None:
            yield Refuse("egress", why="nothing is limited", help='add `egress="10M"`')
