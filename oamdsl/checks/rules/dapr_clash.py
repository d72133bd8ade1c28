"""OAM218."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.dapr import DaprPod, dapr_pods
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import PORT, PodContainer
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import maps_in

_NAME: Final = "daprd"


@rule("OAM218", source="Dapr v1.18, pkg/injector/patcher; pkg/operator/handlers/dapr_handler.go")
def dapr_clash(plan: Plan) -> Iterator[Violation]:
    """A component stands in the way of its sidecar of Dapr, or of another one's.

    Why: the sidecar is put into the pod when that is made, where no schema sees it; then a container cannot
    listen, the pod is refused, or two components answer to one name.

    Example:
        proxy = Container("proxy", image="proxy:1.4", ports=[Port(3500)])
        Web("web", traits=[DaprSidecar(app_port=80), Sidecar(proxy)])

    Use instead:
        proxy = Container("proxy", image="proxy:1.4", ports=[Port(3600)])
        Web("web", traits=[DaprSidecar(app_port=80), Sidecar(proxy)])
    """
    named: dict[tuple[str, str], DaprPod] = {}
    for one in dapr_pods(plan):
        yield from _in_pod(one)
        first = named.setdefault((one.pod.ref.namespace, one.app_id), one)
        same = first.pod.composed is one.pod.composed or not one.app_id
        if not same and not _makes_service(one.pod.composed, f"{one.app_id}-dapr"):  # else OAM203
            yield _twice(first, one)


def _in_pod(one: DaprPod) -> Iterator[Violation]:
    pod = one.pod
    for container in pod.containers:
        if container.body.get("name") == _NAME:
            field = pod.field_in(container, "name")
            yield _violation(one, container, field, "has the name of Dapr's sidecar", "call it otherwise")
        for port in maps_in(container.body.get("ports")) if container.keeps_running else ():
            number = port.get("containerPort")
            if isinstance(number, int) and number in one.ports:
                field = pod.entry(container, "ports", PORT, port)
                remedy = "let it listen elsewhere"
                if number == one.metrics_port:
                    remedy += ", or leave Dapr's metrics out: `metrics=False`"
                yield _violation(one, container, field, f"listens on {number}, as Dapr does", remedy)


def _violation(one: DaprPod, container: PodContainer, field: FieldRef, problem: str, help: str) -> Violation:
    composed = one.pod.composed
    return Violation(
        message=f"{container.label} of component `{composed.component.name}` {problem} in the same pod",
        places=(
            field_place(composed, field, "it is set here"),
            field_place(composed, one.field("enabled"), "Dapr's sidecar is asked for here"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(one.pod.ref)),
        help=help,
    )


def _makes_service(composed: ComposedComponent, name: str) -> bool:
    """Whether Dapr makes a Service for it, which two cannot have."""
    return any(one.claim.field.object.name == name for one in composed.reserved)


def _twice(first: DaprPod, second: DaprPod) -> Violation:
    one, other = first.pod.composed, second.pod.composed
    return Violation(
        message=(
            f"components `{'/'.join(one.subject)}` and `{'/'.join(other.subject)}` both have"
            f" the app id `{second.app_id}` of Dapr"
        ),
        places=(
            field_place(other, second.field("app-id"), "it is given here"),
            component_place(other),
            field_place(one, first.field("app-id"), "it is given here"),
            component_place(one),
        ),
        subject=(*other.subject, str(second.pod.ref)),
        seen=second.app_id,
        help="give one of the two another `app_id`",
    )
