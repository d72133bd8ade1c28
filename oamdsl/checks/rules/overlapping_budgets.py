"""OAM214."""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.controllers import target_of
from oamdsl.kubernetes.label_selector import selects
from oamdsl.kubernetes.object import FieldRef, Identity
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at, is_map

_SELECTOR: Final = Path(("spec", "selector"))
_TARGET: Final = Path(("spec", "targetRef"))
_KINDS: Final = frozenset({("policy", "PodDisruptionBudget"), ("policy.kruise.io", "PodUnavailableBudget")})


@rule("OAM214", source="Kubernetes, API-initiated Eviction; Specifying a Disruption Budget, Caution")
def overlapping_budgets(plan: Plan) -> Iterator[Violation]:
    """Two budgets guard the same pods.

    Why: the eviction of a pod that two budgets guard is an error, so no node that runs one can be drained.

    Example:
        budget = {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "spec": {
                "maxUnavailable": 1,
                "selector": {"matchLabels": {"app.kubernetes.io/part-of": "shop"}},
            },
        }

        @component
        class Budget(Component):
            def workload(self):
                return KubernetesWorkload(budget)

        web = Web("web", traits=[DisruptionBudget(maximum_unavailable=1)])
        Application("shop", [web, Budget("budget")])

    Use instead:
        Application("shop", [Web("web", traits=[DisruptionBudget(maximum_unavailable=1)])])
    """
    budgets = [
        _Budget(composed, folded)
        for composed in plan.components
        for folded in composed.objects
        if (folded.ref.api.group, folded.ref.api.kind) in _KINDS
    ]
    if not budgets:
        return
    guarded = _Pods(pods(plan))
    guards: dict[Pod, list[_Budget]] = {}
    for budget in budgets:
        for pod in guarded.by(budget.folded):
            guards.setdefault(pod, []).append(budget)
    reported: set[tuple[_Budget, _Budget]] = set()
    for pod, (first, *others) in guards.items():
        for second in others:
            if (first, second) not in reported:
                reported.add((first, second))
                yield _violation(pod, first, second)


@attrs.frozen(eq=False)
class _Budget:
    """A budget, and whose it is."""

    composed: ComposedComponent
    folded: FoldedObject

    @property
    def place(self) -> Place:
        """Who wrote it."""
        ref = self.folded.ref
        return field_place(self.composed, FieldRef(ref, Path(("spec",))), f"{ref} guards them")


class _Pods:
    """The pods of a plan, to be found by what budgets say of them."""

    def __init__(self, pods: Iterable[Pod]) -> None:
        self._all: dict[str, list[Pod]] = {}
        self._labelled: dict[tuple[str, str, str], list[Pod]] = {}
        self._of: dict[Identity, Pod] = {}
        for pod in pods:
            namespace = pod.ref.namespace
            self._of[pod.ref.identity] = pod
            self._all.setdefault(namespace, []).append(pod)
            for label, value in pod.labels.items():
                if isinstance(value, str):
                    self._labelled.setdefault((namespace, label, value), []).append(pod)

    def by(self, budget: FoldedObject) -> list[Pod]:
        """Those that *budget* guards: what it selects, or those of the workload that OpenKruise's names."""
        target = target_of(budget.body, _TARGET)
        if target is not None:
            return [self._of[target]] if target in self._of else []
        selector, namespace = at(budget.body, _SELECTOR), budget.ref.namespace
        if not is_map(selector):
            return []
        labels = [pair for pair in as_map(selector.get("matchLabels")).items() if isinstance(pair[1], str)]
        among = self._labelled.get((namespace, *labels[0]), []) if labels else self._all.get(namespace, [])
        return [pod for pod in among if selects(selector, pod.labels)]


def _violation(pod: Pod, first: _Budget, second: _Budget) -> Violation:
    one, other = first.folded.ref, second.folded.ref
    return Violation(
        message=(
            f"{one} of component `{first.composed.component.name}` and {other} of component"
            f" `{second.composed.component.name}` both guard the pods of {pod.ref}"
            f" of component `{pod.composed.component.name}`"
        ),
        places=(second.place, first.place, component_place(pod.composed)),
        subject=(*pod.composed.subject, str(other)),
        help=f"keep {one} or {other}, not both",
    )
