"""Requests shared between components."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@declare
class Share(Element):
    """A component of the same application, and its share of the requests.

    Attributes:
        component: Name of the component.
        weight: Its share; what counts is how it stands to the others.
    """

    component: str = parameter(kw_only=False)
    weight: int = parameter(ge=0, le=1_000_000)


@trait
class TrafficSplit(Trait):
    """Shares the requests that reach the component by its name inside the cluster with other components.

    Attributes:
        shares: Who gets how much; the component itself among them if it shall keep any.
        port: Port of the component's Service; None when it has just one. The others listen on it too.

    Source: Gateway API, GAMMA; Istio, Traffic Shifting.
    """

    applies_to: ClassVar = frozenset({Characteristic.EXPOSED})

    shares: Sequence[Share] = parameter()
    port: int | None = parameter(default=None)

    @classmethod
    def example(cls) -> Self:
        """A tenth for the next version."""
        return cls(shares=[Share("web", weight=90), Share("web-next", weight=10)])

    def components(self) -> Iterator[str]:
        """Those with a share."""
        return (share.component for share in self.shares)

    def refusals(self) -> Iterator[Refuse]:
        """Somebody gets requests, and nobody is named twice."""
        if sum(share.weight for share in self.shares) == 0:
            yield Refuse("shares", why="nobody gets a share", help='add `Share("web", weight=100)`')
        names = [share.component for share in self.shares]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Refuse("shares", why=f"`{name}` has two shares", help="keep one of them")
