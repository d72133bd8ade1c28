"""Replicas by time of day."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.cron import time_zone
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.traits.window import Window, refused_windows


@trait
class CronScaler(Trait):
    """Runs as many replicas as the time of day needs; for the load too, `AutoScaler` has windows.

    Attributes:
        time_zone: IANA name of the zone that the windows are in, such as ``America/Los_Angeles``.
        windows: When to run more or fewer; where several last at once, the one with the most replicas counts.
        otherwise: Replicas outside of every window.

    Source: the founding article, CronHPA; KEDA, cron scaler; Alibaba CronHorizontalPodAutoscaler.
    """

    applies_to: ClassVar = frozenset({Characteristic.REPLICABLE})

    time_zone: str = parameter(default="Etc/UTC", problem=time_zone)
    windows: Sequence[Window] = parameter()
    otherwise: int = parameter(default=1, ge=0)

    @classmethod
    def example(cls) -> Self:
        """Twenty replicas by day."""
        return cls(windows=[Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)])

    def refusals(self) -> Iterator[Refuse]:
        """There is a window, each has its own name, and each ends once for each start."""
        if not self.windows:
            yield Refuse(
                "windows",
                why="there is no window, so the time of day changes nothing",
                help='add one: `Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)`',
            )
        yield from refused_windows(self.windows)
