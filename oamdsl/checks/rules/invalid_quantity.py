"""OAM403."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import NAME, Pod, pods_by_component
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.quantity import quantity
from oamdsl.kubernetes.tree import as_map
from oamdsl.model.value import is_opaque, shown

Amount = tuple[str, object, Callable[[], FieldRef]]
"""What there is an amount of, the amount, and where it stands."""

_FRACTIONAL: Final = frozenset({"cpu", "memory", "ephemeral-storage", "storage", "size limit"})
"""What may be had in parts; all else comes in pieces."""
_FORMS: Final = 'a number with an optional suffix, like "500m", "2", "1.5Gi" or "1e3"'
_HINT: Final = "; did you mean "


@rule("OAM403", source="Kubernetes, Resource Management for Pods and Containers, resource units")
def invalid_quantity(plan: Plan) -> Iterator[Violation]:
    """An amount of a resource is not spelt as Kubernetes spells it.

    Why: the API server refuses the object, after others have been made.

    Example:
        Web("web", traits=[VolumeMounter("data", mount_path="/data", size="10GB")])

    Use instead:
        Web("web", traits=[VolumeMounter("data", mount_path="/data", size="10G")])
    """
    for composed, its_pods in pods_by_component(plan):
        for pod in its_pods:
            yield from _wrong(composed, _in_pod(pod))
        for folded in composed.objects:
            if folded.body["kind"] == "PersistentVolumeClaim":
                yield from _wrong(composed, _in_claim(folded))


def _wrong(composed: ComposedComponent, amounts: Iterator[Amount]) -> Iterator[Violation]:
    for resource, value, field in amounts:
        problem = _problem(resource, value)
        if problem is None:
            continue
        place = field()
        wrong, _, hint = problem.partition(_HINT)
        yield Violation(
            message=f"{resource} of {place.object} of component `{composed.component.name}`: {wrong}",
            places=(field_place(composed, place, "it is set here"), component_place(composed)),
            subject=(*composed.subject, str(place.object)),
            seen=shown(value),
            allowed=_FORMS if resource in _FRACTIONAL else "a whole number",
            help=f"write {hint.rstrip('?')}" if hint else f"correct `{place.path}`",
        )


def _problem(resource: str, value: object) -> str | None:
    """What is wrong with an amount, and after `_HINT` what it probably should be."""
    if value is None or is_opaque(value):
        return None
    if not isinstance(value, (str, int, float)):
        return f"{shown(value)} is not a quantity"
    try:
        amount = quantity(value)
    except ValueError as error:
        wrong, _, rest = str(error).partition(": ")
        return wrong + _HINT * (_HINT in rest) + rest.partition(_HINT)[2]
    if amount < 0 or (amount == 0 and resource == "storage"):
        return f"{shown(value)} is {'less than nothing' if amount else 'no room at all'}"
    if resource not in _FRACTIONAL and amount != int(amount):
        return f"{shown(value)} is not a whole number"
    return None


def _in_pod(pod: Pod) -> Iterator[Amount]:
    for container in pod.containers:
        resources = container.body.get("resources")
        if resources is None:
            continue
        for kind in ("requests", "limits"):
            for resource, value in as_map(as_map(resources).get(kind)).items():
                place = partial(pod.field_in, container, "resources", kind, resource)
                yield resource, value, place
    for volume in pod.volumes:
        size = as_map(volume.get("emptyDir")).get("sizeLimit")
        if size is not None:
            yield "size limit", size, partial(pod.entry, None, "volumes", NAME, volume)
    for template in pod.claim_templates:
        for resource, value in _claimed(template):
            yield resource, value, partial(_field, pod.folded, "spec", "volumeClaimTemplates")


def _in_claim(folded: FoldedObject) -> Iterator[Amount]:
    for resource, value in _claimed(folded.body):
        place = partial(_field, folded, "spec", "resources", "requests", resource)
        yield resource, value, place


def _claimed(claim: Mapping[str, Any]) -> Iterable[tuple[str, object]]:
    resources = as_map(as_map(claim.get("spec")).get("resources"))
    return as_map(resources.get("requests")).items()


def _field(folded: FoldedObject, *names: str) -> FieldRef:
    return FieldRef(folded.ref, Path(names))
