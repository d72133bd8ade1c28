"""Replicas by load."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.kubernetes.cron import time_zone
from oamdsl.kubernetes.quantity import wrong_quantity
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import is_opaque
from oamdsl.traits.scaling_rules import ScalingRules, refused_rules
from oamdsl.traits.window import Window, refused_windows


@declare
class PodMetric(Element):
    """A number that the pods tell of themselves, such as requests a second.

    Attributes:
        name: Name of the metric.
        average: Target for the average over the pods, a quantity such as ``"100"`` or ``"500m"``.

    Source: Kubernetes, autoscaling/v2, PodsMetricSource.
    """

    name: str = parameter(kw_only=False, pattern=".+")
    average: str = parameter(problem=wrong_quantity)


@trait
class AutoScaler(Trait):
    """Keeps the number of replicas between two bounds by load: use of CPU and memory, or what the pods tell.

    Of several targets and windows, the one that asks for the most replicas counts.

    Attributes:
        minimum: Fewest replicas, at least 1.
        maximum: Most replicas, at least *minimum*.
        cpu: Target CPU use in percent of what the containers request; above 100 is allowed. None to leave
            CPU out.
        memory: Target memory use in percent of what the containers request; None to leave memory out.
        container: The container whose use of CPU and memory counts, so that sidecars do not; empty for all.
        metrics: Further targets, of what the pods tell.
        windows: When there are to be more than *minimum* at least, whatever the load.
        time_zone: IANA name of the zone that the windows are in, such as ``America/Los_Angeles``.
        scale_up: How fast replicas are added; None for what is usual.
        scale_down: How fast they are taken away; None for what is usual.

    Source: OAM v1alpha1 ``auto-scaler``; Kubernetes HorizontalPodAutoscaler v2.
    """

    applies_to: ClassVar = frozenset({Characteristic.REPLICABLE})

    minimum: int = parameter(default=1, ge=1)
    maximum: int = parameter(ge=1)
    cpu: int | None = parameter(default=80, ge=1)
    memory: int | None = parameter(default=None, ge=1)
    container: str = parameter(default="")
    metrics: Sequence[PodMetric] = parameter(default=())
    windows: Sequence[Window] = parameter(default=())
    time_zone: str = parameter(default="Etc/UTC", problem=time_zone)
    scale_up: ScalingRules | None = parameter(default=None)
    scale_down: ScalingRules | None = parameter(default=None)

    @classmethod
    def example(cls) -> Self:
        """Two to nine replicas."""
        return cls(minimum=2, maximum=9)

    def refusals(self) -> Iterator[Refuse]:
        """The bounds may not cross, there is something to go by, and nothing is given in vain."""
        by_resource = self.cpu is not None or self.memory is not None
        if not by_resource and not self.metrics:
            yield Refuse("cpu", why="neither CPU nor memory has a target", help="add `cpu=80`")
        if self.container and not by_resource:
            yield Refuse(
                "container",
                why="neither CPU nor memory has a target, so no container's use counts",
                help="leave `container` out",
            )
        known = not (is_opaque(self.minimum) or is_opaque(self.maximum))
        if known and self.maximum < self.minimum:
            yield Refuse(
                "maximum",
                why=f"the maximum, {self.maximum}, is below the minimum, {self.minimum}",
                help="raise `maximum` or lower `minimum`",
            )
        if "time_zone" in self.given and not self.windows:
            yield Refuse("time_zone", why="there is no window", help="leave `time_zone` out")
        yield from refused_windows(self.windows)
        for window in self.windows:
            if known and window.is_known and not self.minimum <= window.replicas <= self.maximum:
                yield Refuse(
                    "windows",
                    why=(
                        f"window `{window.name}` asks for {window.replicas} replicas at least, which is not"
                        f" between the minimum, {self.minimum}, and the maximum, {self.maximum}"
                    ),
                    help="change it, or the bounds",
                )
        yield from refused_rules("scale_up", self.scale_up)
        yield from refused_rules("scale_down", self.scale_down)
