"""OAM427."""

import re
from collections.abc import Iterator
from typing import Any, Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods_by_component
from oamdsl.checks.replicas import replicas_of
from oamdsl.checks.selectors import SELECTOR, PodSelector
from oamdsl.checks.shape import integer
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.value import shown

_KINDS: Final = frozenset({("policy", "PodDisruptionBudget"), ("policy.kruise.io", "PodUnavailableBudget")})
_TARGET: Final = Path(("spec", "targetRef"))
_BOUNDS: Final = ("maxUnavailable", "minAvailable")
_PERCENTAGE: Final = re.compile(r"([0-9]+)%")
_MANY: Final = 10**9
"""Stands for a number of replicas that nobody knows; whatever share of them is kept, some are left."""


@rule("OAM427", source="Kubernetes, Specifying a Disruption Budget for your Application")
def pods_never_let_go(plan: Plan) -> Iterator[Violation]:
    """A disruption budget lets no pod go.

    Why: a node with such a pod is never drained, so upgrades of the cluster wait until somebody deletes the
    budget. What counts is the fewest replicas that there may be; shares of them are rounded up. Where it is
    meant, a comment accepts it.

    Example:
        Web("web", traits=[DisruptionBudget(minimum_available=1)])

    Use instead:
        Web("web", traits=[ManualScaler(replicas=2), DisruptionBudget(minimum_available=1)])
    """
    for composed, its_pods in pods_by_component(plan):
        for folded in composed.objects if its_pods else ():
            if (folded.ref.api.group, folded.ref.api.kind) in _KINDS:
                for pod in its_pods:
                    if _covers(folded, pod):
                        yield from _without_room(composed, folded, pod)


def _covers(budget: FoldedObject, pod: Pod) -> bool:
    """Whether *budget* is for *pod*: by what has its template, or by its labels."""
    target = as_map(at(budget.body, _TARGET))
    if target:
        wanted = (target.get("kind"), target.get("name"), budget.ref.namespace)
        return wanted == (pod.ref.api.kind, pod.ref.name, pod.ref.namespace)
    selector = at(budget.body, SELECTOR)
    return selector is not None and PodSelector(FieldRef(budget.ref, SELECTOR), as_map(selector)).selects(pod)


def _without_room(composed: ComposedComponent, budget: FoldedObject, pod: Pod) -> Iterator[Violation]:
    """What is wrong when *budget* keeps all pods there are, when there are the fewest."""
    found = replicas_of(composed, pod.folded)
    if found is None or found.most == 0:
        return
    spec = as_map(budget.body.get("spec"))
    field = next((one for one in _BOUNDS if spec.get(one) is not None), "")
    bound = spec.get(field)
    count = _MANY if found.least is None else max(1, found.least)
    amount = _amount(bound, count)
    if amount is None:
        return
    kept = count - amount if field == "maxUnavailable" else amount
    if kept < count:
        return
    has = f"it has {count} replica{'s' if count > 1 else ''}, of which {kept} must run"
    more = f", or run more than {kept} replicas" if amount == bound == kept else ""
    place = FieldRef(budget.ref, Path(("spec", field)))
    yield Violation(
        message=(
            f"{budget.ref} of component `{composed.component.name}` lets no pod of {pod.ref} go"
            f" {'however many it has' if count == _MANY else f'while {has}'}"
        ),
        places=(
            field_place(composed, place, f"`{place.path}` is {bound} here"),
            found.place,
            component_place(composed),
        ),
        subject=(*composed.subject, str(budget.ref)),
        seen=shown(bound),
        help=f"give `DisruptionBudget(maximum_unavailable=1)`{more}",
    )


def _amount(bound: Any, count: int) -> int | None:
    """How many of *count* pods *bound* stands for; None when that is not known."""
    share = _PERCENTAGE.fullmatch(bound) if isinstance(bound, str) else None
    return -(-count * int(share[1]) // 100) if share else integer(bound)
