"""Time to end for what runs."""

from collections.abc import Iterator
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@trait
class GracefulShutdown(Trait):
    """Gives pods time to finish what they do before they are ended.

    Attributes:
        seconds: Time from the request to end until the process is killed.
        wait_seconds: Part of that time that passes before the process is asked, so that routes to the pod
            are gone by then.

    Source: Kubernetes, Pod Lifecycle, "Pod termination"; container lifecycle hooks, ``sleep``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING})

    seconds: int = parameter(ge=1)
    wait_seconds: int = parameter(default=0, ge=0)

    @classmethod
    def example(cls) -> Self:
        """A minute, of which five seconds are for the routes."""
        return cls(seconds=60, wait_seconds=5)

    def refusals(self) -> Iterator[Refuse]:
        """The wait leaves time to end."""
        if self.wait_seconds >= self.seconds:
            yield Refuse(
                "wait_seconds",
                why=f"waiting {self.wait_seconds} s of {self.seconds} s leaves no time to end",
                help="raise `seconds`",
            )
