"""OAM211."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.replicas import replicas_of
from oamdsl.checks.shape import integer
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at

_KIND: Final = ("autoscaling.k8s.io", "VerticalPodAutoscaler")
_MODE: Final = Path(("spec", "updatePolicy", "updateMode"))
_LEAST: Final = Path(("spec", "updatePolicy", "minReplicas"))
_RENEWING: Final = ("Recreate", "InPlaceOrRecreate", "InPlace")
"""Modes in which it ends pods, or changes them where they run, while enough others do."""
_UPSTREAM: Final = 2
"""What the updater takes when the object says nothing."""


@rule(
    "OAM211",
    source="Kubernetes, Vertical Pod Autoscaler, updater, --min-replicas",
    severity=Severity.WARNING,
)
def pods_never_renewed(plan: Plan) -> Iterator[Violation]:
    """An autoscaler would give pods other amounts, and never may.

    Why: it waits until more replicas run than the component has, so the pods keep what they started with. It
    waits to change a running pod, too, unless the cluster's operators say otherwise.

    Example:
        Web("web", traits=[VerticalScaler()])

    Use instead:
        Web("web", traits=[VerticalScaler(minimum_replicas=1)])
    """
    for composed in plan.components:
        for folded in composed.objects:
            is_autoscaler = (folded.ref.api.group, folded.ref.api.kind) == _KIND
            if is_autoscaler and at(folded.body, _MODE) in _RENEWING:
                yield from _waiting(composed, folded)


def _waiting(composed: ComposedComponent, autoscaler: FoldedObject) -> Iterator[Violation]:
    stated = integer(at(autoscaler.body, _LEAST))
    least = _UPSTREAM if stated is None else stated
    found = replicas_of(composed, composed.objects[0])
    if found is None or found.most is None or found.most >= least:
        return
    yield Violation(
        message=(
            f"{autoscaler.ref} gives pods of component `{composed.component.name}` other amounts only while"
            f" {least} replicas run, and it has {found.most}"
        ),
        places=(
            field_place(composed, FieldRef(autoscaler.ref, _LEAST), f"it waits for {least} replicas"),
            found.place,
            component_place(composed),
        ),
        subject=(*composed.subject, str(autoscaler.ref)),
        seen=str(found.most),
        allowed=f"{least} or more",
        help=(
            "set `minimum_replicas` to 1, which lets the component be away for a moment, or run more replicas"
        ),
    )
