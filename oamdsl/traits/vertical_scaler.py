"""Resources by use."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final, Self

from oamdsl.kubernetes.quantity import quantity
from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import is_opaque

_RESOURCES: Final = frozenset({"cpu", "memory"})


def known_resources(names: Sequence[str] | Mapping[str, str]) -> str | None:
    """What is wrong with names of resources; None when each is cpu or memory."""
    unknown = sorted(set(names) - _RESOURCES)
    return f"has {', '.join(map(repr, unknown))}, and only 'cpu' and 'memory' are scaled" if unknown else None


def amounts(given: Mapping[str, str]) -> str | None:
    """What is wrong with amounts of resources; None when each is a quantity of cpu or of memory."""
    for resource, amount in given.items():
        if is_opaque(amount):
            continue
        try:
            quantity(amount)
        except ValueError as error:
            return f"has for {resource} what {error}"
    return known_resources(given)


@declare
class ScaledContainer(Element):
    """A container whose resources are scaled, with bounds of its own.

    Attributes:
        name: Name of the container.
        minimum: Least amounts: {resource: quantity}; empty for those of the trait.
        maximum: Greatest amounts: {resource: quantity}; empty for those of the trait.
    """

    name: str = parameter(kw_only=False)
    minimum: Mapping[str, str] = parameter(default={}, problem=amounts)
    maximum: Mapping[str, str] = parameter(default={}, problem=amounts)


@trait
class VerticalScaler(Trait):
    """Gives containers the resources that they turn out to need.

    It goes with an autoscaler of replicas as long as the two do not go by the same resource.

    Attributes:
        update: ``recommend``: it tells what it would do. ``initial``: when a pod starts. ``recreate``: pods
            are ended and made anew. ``in-place``: in the running pod where it can be, else as ``recreate``.
        resources: Which resources it decides: cpu, memory or both.
        minimum: Least amounts of each container: {resource: quantity}.
        maximum: Greatest amounts of each container: {resource: quantity}.
        containers: The only containers whose resources it decides; empty for all of them.
        scale_limits: Whether limits change with the requests, in the proportion that the developer gave them.
        minimum_replicas: Pods are changed or made anew only while at least so many run; by default what the
            cluster's operators say, which is 2 unless they say otherwise.

    Source: Kubernetes autoscaler, VerticalPodAutoscaler v1; its "Known limitations".
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING})

    update: str = parameter(default="recreate", choices=("recommend", "initial", "recreate", "in-place"))
    resources: Sequence[str] = parameter(default=("cpu", "memory"), problem=known_resources)
    minimum: Mapping[str, str] = parameter(default={}, problem=amounts)
    maximum: Mapping[str, str] = parameter(default={}, problem=amounts)
    containers: Sequence[ScaledContainer] = parameter(default=())
    scale_limits: bool = parameter(default=True)
    minimum_replicas: int | None = parameter(default=None, ge=1)

    @classmethod
    def example(cls) -> Self:
        """Memory up to a bound."""
        return cls(resources=["memory"], maximum={"memory": "2Gi"})

    def refusals(self) -> Iterator[Refuse]:
        """There is a resource, bounds are of resources that it decides, and replicas count where pods end."""
        if self.minimum_replicas is not None and self.update in ("recommend", "initial"):
            yield Refuse(
                "minimum_replicas",
                why=f"by `update={self.update!r}` no pod is ended, however many run",
                help="leave `minimum_replicas` out",
            )
        if not self.resources:
            yield Refuse("resources", why="no resource is decided", help='add `resources=["memory"]`')
        for bound, why, remedy in _wrong_bounds(self.minimum, self.maximum, self.resources):
            yield Refuse(bound, why=why, help=remedy)
        names = [one.name for one in self.containers]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Refuse(
                "containers",
                why=f"container `{name}` is there {names.count(name)} times",
                help="name each container once",
            )
        for one in self.containers:
            if one.minimum or one.maximum:
                bounds = (one.minimum or self.minimum, one.maximum or self.maximum)
                for _, why, remedy in _wrong_bounds(*bounds, self.resources):
                    yield Refuse("containers", why=f"container `{one.name}`: {why}", help=remedy)


def _wrong_bounds(
    minimum: Mapping[str, str], maximum: Mapping[str, str], resources: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with bounds of amounts: which bound, why, and what to do."""
    for name, bound in (("minimum", minimum), ("maximum", maximum)):
        for resource in sorted(set(bound) - set(resources)):
            yield (
                name,
                f"it bounds {resource}, which `resources` leaves alone",
                f"leave {resource} out, or add it to `resources`",
            )
    for resource in sorted(set(minimum) & set(maximum)):
        least, most = minimum[resource], maximum[resource]
        if not (is_opaque(least) or is_opaque(most)) and quantity(most) < quantity(least):
            yield (
                "maximum",
                f"the maximum of {resource}, {most}, is below its minimum, {least}",
                "raise `maximum` or lower `minimum`",
            )
