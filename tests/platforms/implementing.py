"""What the tests of implementations build on: workloads to bind to, and effects in short."""

from typing import Any

from oamdsl import (
    Add,
    Container,
    ContainerizedWorkload,
    Context,
    Create,
    Default,
    Delegate,
    Implementation,
    Offer,
    Opinions,
    Port,
    Read,
    Refuse,
    RenderedWorkload,
    Require,
    Reserve,
    Resources,
    Rewrite,
    Set,
    Trait,
    Workload,
)

POD = "spec.template.spec"
WEB = f"{POD}.containers[name=web]"


def rendered(workload: Workload | None = None, **parameters: Any) -> RenderedWorkload:
    """A Deployment with a Service on port 80, or *workload*."""
    web = Container("web", image="w", **{"ports": [Port(80)], "resources": Resources(cpu="1"), **parameters})
    return (workload or ContainerizedWorkload([web])).render(
        Context(application="shop", component="web", namespace="prod", opinions=Opinions())
    )


def effects(
    implementation: Implementation[Any], trait: Trait, workload: RenderedWorkload | None = None
) -> list[tuple[Any, ...]]:
    """What *implementation* does, one line for each effect."""
    assert not trait.faults
    return [_line(one) for one in implementation.effects(trait, workload or rendered())]


def _line(effect: Any) -> tuple[Any, ...]:  # noqa: C901, PLR0911 - one for each kind
    match effect:
        case Create():
            return ("create", effect.api_version, effect.kind, effect.name, effect.body)
        case Set():
            return ("set", str(effect.field), effect.value)
        case Add():
            return ("add", str(effect.field), effect.key, effect.value)
        case Delegate():
            return ("delegate", str(effect.field), effect.to, effect.initial)
        case Rewrite():
            return ("rewrite", str(effect.field), effect.by)
        case Read():
            return ("read", str(effect.field), effect.why)
        case Require():
            return ("require", str(effect.what))
        case Default():
            return ("default", str(effect.field), effect.value, effect.why)
        case Offer():
            return ("offer", str(effect.field), effect.why)
        case Reserve():
            return ("reserve", effect.api_version, effect.kind, effect.name, effect.by)
        case Refuse():
            return ("refuse", effect.parameter, effect.why, effect.help)
    raise AssertionError(effect)
