"""OAM428."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.amounts import Amounts, amounts
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods_by_component
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, maps_in

_AUTOSCALER: Final = ("autoscaling", "HorizontalPodAutoscaler")
_SCALED_OBJECT: Final = ("keda.sh", "ScaledObject")
_RESOURCES: Final = ("cpu", "memory")
_SHARE: Final = "Utilization"


@rule(
    "OAM428", source="Kubernetes, Horizontal Pod Autoscaling, Algorithm details; KEDA, scalers, CPU, Memory"
)
def unmeasured_container(plan: Plan) -> Iterator[Violation]:
    """An autoscaler goes by a share of what the containers request, and a sidecar requests nothing.

    Why: the pod's use is not defined then, and the autoscaler takes no action. Every container that keeps
    running counts, as an init container does that is always restarted, and one that a webhook adds.

    Example:
        proxy = Container("proxy", image="envoy:1.36")
        Web("web", traits=[AutoScaler(maximum=9), Sidecar(proxy, before_others=True)])

    Use instead:
        proxy = Container("proxy", image="envoy:1.36")
        Web("web", traits=[AutoScaler(maximum=9, container="web"), Sidecar(proxy, before_others=True)])
    """
    for composed, its_pods in pods_by_component(plan):
        for folded in composed.objects:
            for resource in _measured(folded):
                for pod in its_pods:
                    if _scales(folded, pod) and resource not in _of_the_pod(pod):
                        yield from _unmeasured(composed, folded, pod, resource)


def _measured(scaler: FoldedObject) -> Iterator[str]:
    """The resources of whose requests in the whole pod *scaler* takes a share."""
    spec = as_map(scaler.body.get("spec"))
    kind = (scaler.ref.api.group, scaler.ref.api.kind)
    for metric in maps_in(spec.get("metrics")) if kind == _AUTOSCALER else ():
        source = as_map(metric.get("resource"))
        if as_map(source.get("target")).get("type") == _SHARE and source.get("name") in _RESOURCES:
            yield str(source["name"])
    for trigger in maps_in(spec.get("triggers")) if kind == _SCALED_OBJECT else ():
        of_one = as_map(trigger.get("metadata")).get("containerName")
        if trigger.get("type") in _RESOURCES and trigger.get("metricType") == _SHARE and not of_one:
            yield str(trigger["type"])


def _scales(scaler: FoldedObject, pod: Pod) -> bool:
    target = as_map(as_map(scaler.body.get("spec")).get("scaleTargetRef"))
    wanted = (target.get("kind", "Deployment"), target.get("name"), scaler.ref.namespace)
    return wanted == (pod.ref.api.kind, pod.ref.name, pod.ref.namespace)


def _of_the_pod(pod: Pod) -> frozenset[str]:
    """The resources that the pod requests as a whole, so that what its containers request does not count."""
    given = as_map(pod.spec.get("resources"))
    return frozenset({*as_map(given.get("requests")), *as_map(given.get("limits"))})


def _unmeasured(
    composed: ComposedComponent, scaler: FoldedObject, pod: Pod, resource: str
) -> Iterator[Violation]:
    for container in amounts(pod):
        if (
            container.keeps_running
            and resource not in container.requests
            and not _is_read(container, resource)
        ):
            yield Violation(
                message=(
                    f"{scaler.ref} of component `{composed.component.name}` goes by the share of {resource}"
                    f" that the containers of {pod.ref} request, and {container.label} requests none"
                ),
                places=(
                    container.place,
                    field_place(composed, FieldRef(scaler.ref, Path()), f"{scaler.ref} is made here"),
                    component_place(composed),
                ),
                subject=(*composed.subject, str(scaler.ref)),
                help=f"{container.help}, or give `AutoScaler` the `container` whose use counts",
            )


def _is_read(container: Amounts, resource: str) -> bool:
    """Whether a trait says that it needs what *container* requests, so that OAM207 finds it."""
    folded = container.pod.composed.folded
    request = container.made / "resources" / "requests" / resource
    return folded is not None and any(one.field == request for one in folded.readings)
