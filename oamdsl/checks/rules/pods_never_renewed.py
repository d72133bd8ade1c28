"""OAM211."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.shape import integer
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import replicas
from oamdsl.kubernetes.tree import at

_KIND: Final = ("autoscaling.k8s.io", "VerticalPodAutoscaler")
_MODE: Final = Path(("spec", "updatePolicy", "updateMode"))
_LEAST: Final = Path(("spec", "updatePolicy", "minReplicas"))
_UPSTREAM: Final = 2
"""What the updater takes when the object says nothing."""


@rule(
    "OAM211",
    source="Kubernetes, Vertical Pod Autoscaler, updater, --min-replicas",
    severity=Severity.WARNING,
)
def pods_never_renewed(plan: Plan) -> Iterator[Violation]:
    """An autoscaler would make pods anew to give them other amounts, and never may.

    Why: it waits until more replicas run than the component has, so the pods keep what they started with.

    Example:
        Web("web", traits=[VerticalScaler()])

    Use instead:
        Web("web", traits=[VerticalScaler(minimum_replicas=1)])
    """
    for composed in plan.components:
        for folded in composed.objects:
            if (folded.ref.api.group, folded.ref.api.kind) == _KIND and at(folded.body, _MODE) == "Recreate":
                yield from _waiting(composed, folded)


def _waiting(composed: ComposedComponent, autoscaler: FoldedObject) -> Iterator[Violation]:
    stated = integer(at(autoscaler.body, _LEAST))
    least = _UPSTREAM if stated is None else stated
    number = _fixed_number(composed)
    if number is None or number >= least:
        return
    yield Violation(
        message=(
            f"{autoscaler.ref} renews pods of component `{composed.component.name}` only while"
            f" {least} replicas run, and it has {number}"
        ),
        places=(
            field_place(composed, FieldRef(autoscaler.ref, _LEAST), f"it waits for {least} replicas"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(autoscaler.ref)),
        seen=str(number),
        allowed=f"{least} or more",
        help=(
            "set `minimum_replicas` to 1, which lets the component be away for a moment,"
            ' run more replicas, or use `update="in-place"`'
        ),
    )


def _fixed_number(composed: ComposedComponent) -> int | None:
    """How many replicas the workload has; None when a controller decides it, or it is not known."""
    workload = composed.objects[0]
    path = replicas(workload.body)
    if path is None or any(claim.field.path == path for claim in composed.delegated(workload.ref)):
        return None
    number = at(workload.body, path)
    return 1 if number is None else integer(number)
