"""OAM413."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, pods_by_component
from oamdsl.checks.services import services
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.value import is_opaque

_SELECTOR: Final = Path(("spec", "selector"))
_KINDS: Final = frozenset({"DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"})
"""The kinds of apps/v1, which must select the pods of their own template."""


@rule("OAM413", source="Kubernetes, Deployments, Selector; Services, Services with selectors")
def mismatched_selector(plan: Plan) -> Iterator[Violation]:
    """A selector does not select the component's pods.

    Why: the API server refuses a Deployment that does not select its own pods; a Service that selects none
    sends its traffic nowhere.

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
    for composed, its_pods in pods_by_component(plan):
        for pod in its_pods:
            if pod.folded.body["kind"] in _KINDS:
                yield from _of_pods(pod)
        for folded in services(composed) if its_pods else ():
            selector = as_map(at(folded.body, _SELECTOR))
            if selector and not any(_selects(selector, pod.labels) for pod in its_pods):
                yield _of_service(composed, folded, selector, its_pods)


def _of_pods(pod: Pod) -> Iterator[Violation]:
    selector = at(pod.folded.body, _SELECTOR)
    if is_opaque(selector):
        return
    labels = as_map(selector).get("matchLabels")
    if not labels and not as_map(selector).get("matchExpressions"):
        problem = "has no selector"
    elif not _selects(as_map(labels), pod.labels):
        problem = f"selects pods with the labels {_shown(as_map(labels))}, and its own have not"
    else:
        return
    composed = pod.composed
    template = FieldRef(pod.ref, pod.path / "metadata" / "labels")
    yield Violation(
        message=f"{pod.ref} of component `{composed.component.name}` {problem}",
        places=(
            field_place(composed, FieldRef(pod.ref, _SELECTOR), "the selector is set here"),
            field_place(composed, template, f"the labels of its pods are {_shown(pod.labels)}"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(pod.ref)),
        seen=_shown(as_map(labels)),
        allowed=_shown(pod.labels),
        help=f"let `{_SELECTOR}.matchLabels` and the labels of the pod template agree",
    )


def _of_service(
    composed: ComposedComponent,
    folded: FoldedObject,
    selector: Mapping[str, Any],
    its_pods: Sequence[Pod],
) -> Violation:
    labels = " or ".join(dict.fromkeys(_shown(pod.labels) for pod in its_pods))
    return Violation(
        message=(
            f"{folded.ref} of component `{composed.component.name}` selects pods with the labels"
            f" {_shown(selector)}, and the component has none such"
        ),
        places=(
            field_place(composed, FieldRef(folded.ref, _SELECTOR), "the selector is set here"),
            *_pod_places(composed, its_pods),
            component_place(composed),
        ),
        subject=(*composed.subject, str(folded.ref)),
        seen=_shown(selector),
        allowed=labels,
        help=f"select the labels of the pods: {labels}",
    )


def _pod_places(composed: ComposedComponent, its_pods: Sequence[Pod]) -> Iterator[Place]:
    for pod in its_pods:
        field = FieldRef(pod.ref, pod.path / "metadata" / "labels")
        yield field_place(composed, field, f"pods of {pod.ref} have {_shown(pod.labels)}")


def _selects(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether *labels* have all that *selector* asks for; what is not known yet is there."""
    return all(
        labels.get(key) == value or is_opaque(value) or is_opaque(labels.get(key))
        for key, value in selector.items()
    )


def _shown(labels: Mapping[str, Any]) -> str:
    """``app=web,tier=front``; values known only later are left out."""
    known = (f"{key}={value}" for key, value in labels.items() if not is_opaque(value))
    return ",".join(sorted(known)) or "none"
