"""The selectors of pods in a component's objects, and whether they select a pod."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.checks.pods import Pod
from oamdsl.checks.services import services
from oamdsl.checks.shape import items_in
from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at, maps_in
from oamdsl.model.value import is_opaque

SELECTOR: Final = Path(("spec", "selector"))
"""Where most objects have theirs."""

_POLICY: Final = ("networking.k8s.io", "NetworkPolicy")
_SELECTORS: Final = {
    ("monitoring.coreos.com", "PodMonitor"): SELECTOR,
    _POLICY: Path(("spec", "podSelector")),
    ("policy", "PodDisruptionBudget"): SELECTOR,
    ("policy.kruise.io", "PodUnavailableBudget"): SELECTOR,
}
"""Where an object says which pods it is about: ``{(group, kind): path}``."""

_NAMESPACES: Final = Path(("spec", "namespaceSelector"))

_ADDED: Final = frozenset(
    {
        "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "batch.kubernetes.io/job-name",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-hash",
        "rollouts-pod-template-hash",
        "statefulset.kubernetes.io/pod-name",
    }
)
"""Labels that controllers give to pods besides those of the template."""


@attrs.frozen(eq=False)
class _Requirement:
    """One thing that a selector wants of the labels, as in ``matchExpressions``."""

    key: str
    operator: str
    values: tuple[Any, ...]

    def is_met(self, labels: Mapping[str, Any]) -> bool:
        """Whether *labels* meet it; what is not known yet does."""
        label = labels.get(self.key)
        if self.key in _ADDED or any(is_opaque(one) for one in (label, *self.values)):
            return True
        match self.operator:
            case "In":
                return label in self.values
            case "NotIn":
                return label not in self.values
            case "DoesNotExist":
                return label is None
            case _:
                return label is not None

    def __str__(self) -> str:
        values = ",".join(str(one) for one in self.values)
        match self.operator:
            case "In" if len(self.values) == 1:
                return f"{self.key}={values}"
            case "In" | "NotIn":
                return f"{self.key} {self.operator.lower()} ({values})"
            case "DoesNotExist":
                return f"!{self.key}"
            case _:
                return self.key


@attrs.frozen(eq=False)
class PodSelector:
    """A selector of pods in the namespace of its object.

    Attributes:
        field: Where it is.
        selector: What it wants, as Kubernetes' LabelSelector.
    """

    field: FieldRef
    selector: Mapping[str, Any]

    @property
    def namespace(self) -> str:
        """Where the pods are."""
        return self.field.object.namespace

    @property
    def labels(self) -> Mapping[str, Any]:
        """The labels that it wants."""
        return as_map(self.selector.get("matchLabels"))

    def _unmet(self, labels: Mapping[str, Any]) -> Iterator[_Requirement]:
        """What *labels* do not say in so many words."""
        for key, value in self.labels.items():
            if key not in labels or labels[key] != value:
                yield _Requirement(key, "In", (value,))
        for one in maps_in(self.selector.get("matchExpressions")):
            yield _Requirement(
                str(one.get("key")), str(one.get("operator")), tuple(items_in(one.get("values")))
            )

    @property
    def is_empty(self) -> bool:
        """Whether it wants nothing."""
        return not self.labels and not maps_in(self.selector.get("matchExpressions"))

    def selects(self, pod: Pod) -> bool:
        """Whether it selects *pod*, or may, once all labels are known."""
        labels = pod.labels
        return pod.ref.namespace == self.namespace and all(one.is_met(labels) for one in self._unmet(labels))

    def __str__(self) -> str:
        """``app=web,tier in (front,back)``, as ``kubectl`` writes it, without what is known only later."""
        known = (one for one in self._unmet({}) if not any(is_opaque(value) for value in one.values))
        return ",".join(sorted(str(one) for one in known)) or "none"


def selectors_of_own(composed: ComposedComponent, its_pods: Iterable[Pod]) -> Iterator[PodSelector]:
    """The selectors that say which pods the component's objects are about; those of all pods aside."""
    for folded in services(composed):
        selector = {"matchLabels": at(folded.body, SELECTOR)}
        yield from _not_empty(FieldRef(folded.ref, SELECTOR), selector)
    for folded in composed.objects:
        path = _SELECTORS.get((folded.ref.api.group, folded.ref.api.kind))
        if path is not None and at(folded.body, _NAMESPACES) is None:
            yield from _not_empty(FieldRef(folded.ref, path), at(folded.body, path))
    for pod in its_pods:
        for one in maps_in(pod.spec.get("topologySpreadConstraints")):
            yield from _not_empty(pod.field("topologySpreadConstraints"), one.get("labelSelector"))


def selectors_of_others(composed: ComposedComponent, its_pods: Iterable[Pod]) -> Iterator[PodSelector]:
    """The selectors by which the component's objects name pods of their namespace, mostly others'."""
    for folded in composed.objects:
        if (folded.ref.api.group, folded.ref.api.kind) == _POLICY:
            for direction, peer in _peers(as_map(folded.body.get("spec"))):
                if "namespaceSelector" not in peer:
                    field = FieldRef(folded.ref, Path(("spec", direction)))
                    yield from _not_empty(field, peer.get("podSelector"))
    for pod in its_pods:
        for path, term in _terms(as_map(pod.spec.get("affinity"))):
            if not term.keys() & {"namespaces", "namespaceSelector"}:
                yield from _not_empty(pod.field("affinity", *path), term.get("labelSelector"))


def _peers(policy: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Who a NetworkPolicy lets in or out: ``(direction, peer)``."""
    for direction, end in (("ingress", "from"), ("egress", "to")):
        for rule in maps_in(policy.get(direction)):
            yield from ((direction, peer) for peer in maps_in(rule.get(end)))


def _terms(affinity: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """The terms about other pods, required and wished: ``(path, term)``."""
    required = "requiredDuringSchedulingIgnoredDuringExecution"
    wished = "preferredDuringSchedulingIgnoredDuringExecution"
    for kind in ("podAffinity", "podAntiAffinity"):
        terms = as_map(affinity.get(kind))
        yield from (((kind, required), one) for one in maps_in(terms.get(required)))
        for wish in maps_in(terms.get(wished)):
            yield (kind, wished), as_map(wish.get("podAffinityTerm"))


def _not_empty(field: FieldRef, selector: object) -> Iterator[PodSelector]:
    found = PodSelector(field, as_map(selector))
    if not found.is_empty:
        yield found
