"""Replicas by what is to be done: messages that wait, requests that come in, what a query tells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.model.value import Value, is_opaque
from oamdsl.traits.scaling_rules import ScalingRules, refused_rules

_OF_PODS: Final = frozenset({"cpu", "memory"})
_TARGETS_OF_PODS: Final = ("AverageValue", "Utilization")
_NOT_CACHED: Final = frozenset({*_OF_PODS, "cron"})


@declare
class Trigger(Element):
    """Something that asks for replicas.

    Attributes:
        type: What is asked: the name of one of KEDA's scalers, such as ``kafka``, ``prometheus``,
            ``aws-sqs-queue`` or ``cron``.
        metadata: What that scaler has to know, all of it text: {name: value}.
        name: Its name, unique in the trait; empty for none.
        authentication: Name of a TriggerAuthentication in the environment's namespace; empty for none.
        cluster_authentication: Name of a ClusterTriggerAuthentication; empty for none.
        metric_type: What the target in *metadata* is: ``AverageValue`` for each replica, ``Value`` for all of
            them, ``Utilization`` in percent of what is requested; empty for what the scaler is used to.
        cached: Whether the value that was last asked for answers the autoscaler too.

    Source: KEDA 2.20, ScaledObject specification, "triggers"; its list of scalers.
    """

    type: str = parameter(kw_only=False, pattern=".+")
    metadata: Mapping[str, Value[str]] = parameter()
    name: str = parameter(default="")
    authentication: str = parameter(default="")
    cluster_authentication: str = parameter(default="")
    metric_type: str = parameter(default="", choices=("", "AverageValue", "Value", "Utilization"))
    cached: bool = parameter(default=False)

    @property
    def is_of_pods(self) -> bool:
        """Whether it goes by what the pods use, so that it asks for none where there is none."""
        return self.type in _OF_PODS


@declare
class Fallback(Element):
    """What is run while triggers do not answer.

    Attributes:
        replicas: How many replicas.
        failures: After how many questions in a row without an answer.
        behavior: ``static``: *replicas*. ``currentReplicas``: as many as there are.
            ``currentReplicasIfHigher``, ``currentReplicasIfLower``: as many as there are where that is more,
            or fewer, than *replicas*.

    Source: KEDA 2.20, ScaledObject specification, "fallback".
    """

    replicas: int = parameter(ge=0)
    failures: int = parameter(default=3, ge=0)
    behavior: str = parameter(
        default="static",
        choices=("static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower"),
    )


@trait
class EventScaler(Trait):
    """Runs as many replicas as events ask for, and none while there are no events.

    Of several triggers, the one that asks for the most replicas counts.

    Attributes:
        triggers: What asks for replicas.
        minimum: Fewest replicas; 0 while no trigger is active.
        maximum: Most replicas, at least *minimum*.
        idle_to_zero: Whether none run while no trigger is active, and at least *minimum* as soon as one is.
        polling_seconds: How often the triggers are asked while none or only *minimum* may run; None for
            what is usual, 30.
        cooldown_seconds: How long after the last event none run; None for what is usual, 300.
        fallback: What is run while triggers do not answer; None to leave the replicas alone.
        scale_up: How fast replicas are added; None for what is usual.
        scale_down: How fast they are taken away; None for what is usual.

    Source: KEDA 2.20, ScaledObject specification; its admission webhooks.
    """

    applies_to: ClassVar = frozenset({Characteristic.REPLICABLE})

    triggers: Sequence[Trigger] = parameter()
    minimum: int = parameter(default=0, ge=0)
    maximum: int = parameter(ge=1)
    idle_to_zero: bool = parameter(default=False)
    polling_seconds: int | None = parameter(default=None, ge=1)
    cooldown_seconds: int | None = parameter(default=None, ge=0)
    fallback: Fallback | None = parameter(default=None)
    scale_up: ScalingRules | None = parameter(default=None)
    scale_down: ScalingRules | None = parameter(default=None)

    @classmethod
    def example(cls) -> Self:
        """A replica for each ten messages that wait."""
        metadata = {"queueName": "orders", "mode": "QueueLength", "value": "10"}
        return cls(maximum=9, triggers=[Trigger("rabbitmq", metadata=metadata, authentication="rabbitmq")])

    def refusals(self) -> Iterator[Refuse]:
        """The numbers and the triggers go together."""
        yield from self._refused_numbers()
        yield from self._refused_triggers()
        yield from refused_rules("scale_up", self.scale_up)
        yield from refused_rules("scale_down", self.scale_down)

    def _refused_numbers(self) -> Iterator[Refuse]:
        if is_opaque(self.minimum) or is_opaque(self.maximum):
            return
        if self.maximum < self.minimum:
            yield Refuse(
                "maximum",
                why=f"the maximum, {self.maximum}, is below the minimum, {self.minimum}",
                help="raise `maximum` or lower `minimum`",
            )
        if self.minimum == 0 and self.idle_to_zero:
            yield Refuse(
                "idle_to_zero",
                why="with a minimum of 0 none run without events anyway",
                help="leave `idle_to_zero` out, or raise `minimum`",
            )
        never_idle = self.minimum > 0 and not self.idle_to_zero
        if never_idle and self.cooldown_seconds is not None:
            yield Refuse(
                "cooldown_seconds",
                why=f"at least {self.minimum} run at all times, so it never comes to none",
                help="leave `cooldown_seconds` out, or add `idle_to_zero=True`",
            )
        if never_idle and self.polling_seconds is not None and not any(one.cached for one in self.triggers):
            yield Refuse(
                "polling_seconds",
                why=f"at least {self.minimum} run at all times, so the autoscaler asks the triggers itself",
                help="leave `polling_seconds` out, or give triggers `cached=True`",
            )

    def _refused_triggers(self) -> Iterator[Refuse]:
        if not self.triggers:
            yield Refuse("triggers", why="there is no trigger, so nothing asks for replicas", help="add one")
        names = [one.name for one in self.triggers if one.name]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Refuse(
                "triggers",
                why=f"{names.count(name)} triggers are named `{name}`",
                help="give each trigger a name of its own",
            )
        for trigger in self.triggers:
            for wrong, remedy in _problems(trigger):
                yield Refuse("triggers", why=f"a trigger of type `{trigger.type}` {wrong}", help=remedy)
        if self.triggers and all(one.is_of_pods for one in self.triggers):
            if self.idle_to_zero or self.minimum == 0:
                yield Refuse(
                    "idle_to_zero" if self.idle_to_zero else "minimum",
                    why="without pods there is no use of CPU or memory, so nothing would ask for a first one",
                    help="run at least one: `minimum=1`, without `idle_to_zero`",
                )
            if self.fallback is not None:
                yield Refuse(
                    "fallback",
                    why="use of CPU and memory has no fallback",
                    help="leave `fallback` out, or add a trigger of another type",
                )


def _problems(trigger: Trigger) -> Iterator[tuple[str, str]]:
    """What is wrong with *trigger*, each a phrase that follows its type, and what to do."""
    if trigger.cached and trigger.type in _NOT_CACHED:
        yield "has no value to keep", "leave its `cached` out"
    if trigger.authentication and trigger.cluster_authentication:
        yield "has two authentications", "give it `authentication` or `cluster_authentication`"
    if trigger.is_of_pods and trigger.metric_type not in _TARGETS_OF_PODS:
        yield (
            f"has a target of the type {' or '.join(f'`{one}`' for one in _TARGETS_OF_PODS)}",
            'add `metric_type="Utilization"` to it',
        )
    if not trigger.is_of_pods and trigger.metric_type == "Utilization":
        yield "measures no use of what is requested", "give it another `metric_type`, or leave it out"
