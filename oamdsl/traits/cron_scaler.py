"""Replicas by time of day."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.cron import cron, time_zone
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@declare
class Window(Element):
    """A recurring stretch of time with a number of replicas of its own.

    Attributes:
        name: Its name, unique in the trait.
        start: When it begins, in cron's five fields.
        end: When it ends, in cron's five fields.
        replicas: Replicas while it lasts.
    """

    name: str = parameter(kw_only=False)
    start: str = parameter(problem=cron)
    end: str = parameter(problem=cron)
    replicas: int = parameter(ge=0)


@trait
class CronScaler(Trait):
    """Runs as many replicas as the time of day needs.

    Attributes:
        time_zone: IANA name of the zone that the windows are in, such as ``America/Los_Angeles``.
        windows: When to run more or fewer.
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
        """There is a window, each has its own name, and none ends when it starts."""
        if not self.windows:
            yield Refuse(
                "windows",
                why="there is no window, so the time of day changes nothing",
                help='add one: `Window("day", start="0 6 * * *", end="0 19 * * *", replicas=20)`',
            )
        names = [window.name for window in self.windows]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Refuse(
                "windows",
                why=f"{names.count(name)} windows are named `{name}`",
                help="give each window a name of its own",
            )
        for window in self.windows:
            if window.start == window.end:
                yield Refuse(
                    "windows",
                    why=f"window `{window.name}` ends when it starts, `{window.start}`",
                    help="give it another end",
                )
