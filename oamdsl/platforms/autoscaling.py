"""What the technologies that scale by load have in common: what is measured, and how fast it is followed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.path import Path
from oamdsl.model.effect import Create, Delegate, Effect, Read, Require
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.auto_scaler import AutoScaler
from oamdsl.traits.scaling_rules import ScalingRules

_NAMES: Final = {"cpu": "CPU", "memory": "memory"}


def targets(trait: AutoScaler) -> dict[str, int]:
    """The resources that *trait* goes by, with the share of what is requested: {resource: percent}."""
    wanted = {"cpu": trait.cpu, "memory": trait.memory}
    return {resource: target for resource, target in wanted.items() if target is not None}


def requests_read(workload: RenderedWorkload, resource: str, container: str) -> Read:
    """What must be requested of *resource* for its use to be a share of it.

    Args:
        workload: The workload.
        resource: ``cpu`` or ``memory``.
        container: The container whose use counts; empty for all.
    """
    holder = workload.container(container) if container else workload.each_container
    return Read(
        holder / Path(("resources", "requests", resource)),
        why=f"{_NAMES[resource]} use is measured as a share of what each container requests",
    )


def behavior(scale_up: ScalingRules | None, scale_down: ScalingRules | None) -> dict[str, Any]:
    """``behavior`` of a HorizontalPodAutoscaler; empty for what is usual."""
    rules = {"scaleUp": scale_up, "scaleDown": scale_down}
    return {name: _rules(one) for name, one in rules.items() if one is not None}


def _rules(rules: ScalingRules) -> dict[str, Any]:
    policies = [
        {"type": one.unit.capitalize(), "value": one.amount, "periodSeconds": one.period_seconds}
        for one in rules.policies
    ]
    seconds = rules.stabilization_seconds
    return {
        **({} if seconds is None else {"stabilizationWindowSeconds": seconds}),
        **({} if rules.select == "max" else {"selectPolicy": rules.select.capitalize()}),
        **({"policies": policies} if policies else {}),
    }


def horizontal_pod_autoscaler(trait: AutoScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """A HorizontalPodAutoscaler on the workload, which knows no windows.

    Source: Kubernetes, autoscaling/v2, HorizontalPodAutoscaler.
    """
    yield Delegate(
        workload.replicas,
        to="HorizontalPodAutoscaler",
        initial=trait.minimum,
        least=trait.minimum,
        most=trait.maximum,
    )
    for resource in targets(trait):
        yield requests_read(workload, resource, trait.container)
    if trait.metrics:
        yield Require("custom.metrics.k8s.io")
    rules = behavior(trait.scale_up, trait.scale_down)
    yield Create(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        workload.name,
        {
            "spec": {
                "scaleTargetRef": workload.reference,
                "minReplicas": trait.minimum,
                "maxReplicas": trait.maximum,
                "metrics": list(_metrics(trait)),
                **({"behavior": rules} if rules else {}),
            }
        },
    )


def _metrics(trait: AutoScaler) -> Iterator[Mapping[str, Any]]:
    for resource, percent in targets(trait).items():
        measured = {"name": resource, "target": {"type": "Utilization", "averageUtilization": percent}}
        if trait.container:
            source = {"container": trait.container, **measured}
            yield {"type": "ContainerResource", "containerResource": source}
        else:
            yield {"type": "Resource", "resource": measured}
    for metric in trait.metrics:
        target = {"type": "AverageValue", "averageValue": metric.average}
        yield {"type": "Pods", "pods": {"metric": {"name": metric.name}, "target": target}}
