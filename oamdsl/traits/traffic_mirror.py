"""Requests copied to another component."""

from collections.abc import Iterator
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@trait
class TrafficMirror(Trait):
    """Sends copies of the requests that reach the component by its name inside the cluster to another one.

    What the other answers is thrown away; what it does with the requests is done.

    Attributes:
        component: Name of the component of the same application that gets the copies.
        percentage: Share of the requests that are copied.
        port: Port of the component's Service; None when it has just one. The other listens on it too.

    Source: Gateway API, HTTPRequestMirrorFilter; Istio, Mirroring.
    """

    applies_to: ClassVar = frozenset({Characteristic.EXPOSED})

    component: str = parameter(kw_only=False)
    percentage: int = parameter(default=100, ge=1, le=100)
    port: int | None = parameter(default=None)

    @classmethod
    def example(cls) -> Self:
        """A copy of each request for the next version."""
        return cls("web-next")

    def components(self) -> Iterator[str]:
        """The one that gets the copies."""
        yield self.component
