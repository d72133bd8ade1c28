"""OAM413."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods, pods_by_component
from oamdsl.checks.selectors import SELECTOR, PodSelector, selectors_of_others, selectors_of_own
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.value import is_opaque
from oamdsl.model.workload import COMPONENT_LABEL

_KINDS: Final = frozenset({"DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"})
"""The kinds of apps/v1, which must select the pods of their own template."""


@rule("OAM413", source="Kubernetes, Labels and Selectors; Deployments, Selector")
def mismatched_selector(plan: Plan) -> Iterator[Violation]:
    """A selector does not select the pods that it is meant for.

    Why: the API server refuses a Deployment that does not select its own pods. Everything else that selects
    none does nothing, without a word: a Service sends its traffic nowhere, a NetworkPolicy isolates nothing,
    a PodDisruptionBudget protects nothing, a PodMonitor collects nothing. Traits name another component by
    the label `app.kubernetes.io/component`, which the pods of a Kubernetes object have if its author says so.

    Example:
        service = {
            "apiVersion": "v1",
            "kind": "Service",
            "spec": {"selector": {"app": "shop"}, "ports": [{"port": 80}]},
        }
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "nginx:1.29"}]},
        }

        @component
        class Shop(Component):
            def workload(self):
                return KubernetesWorkload(pod, objects=[service])

        Shop("shop")

    Use instead:
        service = {
            "apiVersion": "v1",
            "kind": "Service",
            "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
        }
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "nginx:1.29"}]},
        }

        @component
        class Shop(Component):
            def workload(self):
                return KubernetesWorkload(pod, objects=[service])

        Shop("shop")
    """
    components = pods_by_component(plan)
    named = {str(composed.component.name): its_pods for composed, its_pods in components}
    for composed, its_pods in components:
        for pod in its_pods:
            if pod.folded.body["kind"] in _KINDS:
                yield from _of_workload(pod)
        for selector in selectors_of_own(composed, its_pods) if its_pods else ():
            if not any(selector.selects(pod) for pod in chain(its_pods, pods(plan))):
                yield _of_nobody(composed, selector, its_pods)
        for selector in selectors_of_others(composed, its_pods):
            name = str(selector.labels.get(COMPONENT_LABEL, ""))
            others = [pod for pod in named.get(name, ()) if pod.ref.namespace == selector.namespace]
            if others and not any(selector.selects(pod) for pod in others):
                yield _of_other(composed, selector, others)


def _of_workload(pod: Pod) -> Iterator[Violation]:
    field = FieldRef(pod.ref, SELECTOR)
    if is_opaque(at(pod.folded.body, SELECTOR)):
        return
    selector = PodSelector(field, as_map(at(pod.folded.body, SELECTOR)))
    if selector.is_empty:
        problem = "has no selector"
    elif not selector.selects(pod):
        problem = f"selects pods with the labels {selector}, and its own have not"
    else:
        return
    composed = pod.composed
    yield Violation(
        message=f"{pod.ref} of component `{composed.component.name}` {problem}",
        places=(
            field_place(composed, field, "the selector is set here"),
            field_place(composed, _labels(pod), f"the labels of its pods are {_shown(pod.labels)}"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(pod.ref)),
        seen=str(selector),
        allowed=_shown(pod.labels),
        help=f"let `{SELECTOR}.matchLabels` and the labels of the pod template agree",
    )


def _of_nobody(composed: ComposedComponent, selector: PodSelector, its_pods: Sequence[Pod]) -> Violation:
    labels = " or ".join(dict.fromkeys(_shown(pod.labels) for pod in its_pods))
    return Violation(
        message=f"{_selects(composed, selector)}, and no component has such pods",
        places=(
            field_place(composed, selector.field, "the selector is set here"),
            *_pod_places(its_pods),
            component_place(composed),
        ),
        subject=(*composed.subject, str(selector.field.object)),
        seen=str(selector),
        allowed=labels,
        help=f"select the labels of the pods: {labels}",
    )


def _of_other(composed: ComposedComponent, selector: PodSelector, others: Sequence[Pod]) -> Violation:
    other = others[0].composed.component.name
    label = f"{COMPONENT_LABEL}: {other}"
    refs = " and ".join(dict.fromkeys(str(pod.ref) for pod in others))
    return Violation(
        message=f"{_selects(composed, selector)}, and those of component `{other}` have not",
        places=(
            field_place(composed, selector.field, "the selector is set here"),
            *_pod_places(others),
            component_place(composed),
        ),
        subject=(*composed.subject, str(selector.field.object)),
        seen=str(selector),
        allowed=" or ".join(dict.fromkeys(_shown(pod.labels) for pod in others)),
        help=f"give the pods of {refs} the label `{label}`",
    )


def _selects(composed: ComposedComponent, selector: PodSelector) -> str:
    owner = f"{selector.field.object} of component `{composed.component.name}`"
    return f"{owner} selects pods with the labels {selector}"


def _pod_places(its_pods: Sequence[Pod]) -> Iterator[Place]:
    for pod in its_pods:
        label = f"pods of {pod.ref} have {_shown(pod.labels)}"
        yield field_place(pod.composed, _labels(pod), label)


def _labels(pod: Pod) -> FieldRef:
    return FieldRef(pod.ref, pod.path / "metadata" / "labels")


def _shown(labels: Mapping[str, Any]) -> str:
    """``app=web,tier=front``; values known only later are left out."""
    known = (f"{key}={value}" for key, value in labels.items() if not is_opaque(value))
    return ",".join(sorted(known)) or "none"
