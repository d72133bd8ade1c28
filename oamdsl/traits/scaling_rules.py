"""How fast the replicas follow the load."""

from collections.abc import Iterator, Sequence

from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter


@declare
class ScalingPolicy(Element):
    """At most so many replicas more, or fewer, in a stretch of time.

    Attributes:
        amount: How many.
        unit: Of what: ``pods``, or ``percent`` of the replicas that there are.
        period_seconds: In how long, 1 to 1800 seconds.

    Source: Kubernetes, autoscaling/v2, HPAScalingPolicy.
    """

    amount: int = parameter(kw_only=False, ge=1)
    unit: str = parameter(default="pods", choices=("pods", "percent"))
    period_seconds: int = parameter(ge=1, le=1800)


@declare
class ScalingRules(Element):
    """How the number of replicas may change in one direction.

    Attributes:
        stabilization_seconds: How far back, 0 to 3600 seconds, it looks for the most cautious number that was
            asked for; None for what is usual: 300 on the way down, 0 on the way up.
        policies: What limits the pace; none for what is usual: to fewer at once, to twice as many, or four
            more, in 15 seconds.
        select: Which policy counts: ``max``, the one that lets it change most; ``min``, the one that lets it
            change least; ``disabled``: it does not change in this direction.

    Source: Kubernetes, autoscaling/v2, HPAScalingRules; Horizontal Pod Autoscaling, "Configurable scaling
    behavior".
    """

    stabilization_seconds: int | None = parameter(default=None, ge=0, le=3600)
    policies: Sequence[ScalingPolicy] = parameter(default=())
    select: str = parameter(default="max", choices=("max", "min", "disabled"))


def refused_rules(name: str, rules: ScalingRules | None) -> Iterator[Refuse]:
    """What is wrong with the parameter *name*: the rules decide something, and nothing in vain."""
    if rules is None:
        return
    if rules.select == "disabled" and rules.policies:
        yield Refuse(
            name,
            why='with `select="disabled"` nothing changes, however fast it may',
            help="leave `policies` or `select` out",
        )
    if rules.stabilization_seconds is None and not rules.policies and rules.select == "max":
        yield Refuse(
            name,
            why="the rules decide nothing",
            help=f"add `stabilization_seconds=600`, or leave `{name}` out",
        )
