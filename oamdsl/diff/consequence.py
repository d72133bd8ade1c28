"""What a change does to what runs: restarts, replacements, lost data."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.diff.fields import FieldChange
from oamdsl.kubernetes.immutable import is_immutable
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import pod_template
from oamdsl.kubernetes.quantity import quantity
from oamdsl.kubernetes.tree import as_map, at, maps_in


class Impact(enum.Enum):
    """What happens, the gravest first."""

    LOSES_DATA = "loses data"
    REPLACES = "replaces"
    STOPS = "stops"
    RESTARTS = "restarts pods"


@attrs.frozen
class Consequence:
    """One thing that happens when a change is deployed.

    Attributes:
        impact: What happens.
        object: To which object: ``Deployment/web``.
        why: Because of what: a field, or that the object is no longer there.
    """

    impact: Impact
    object: str
    why: str


_RUNS_ONCE: Final = frozenset({"CronJob", "PodTemplate"})
"""Kinds whose pods take a changed template when they are made the next time."""


def of_changed(
    before: Object, after: Object, changes: Sequence[FieldChange], *, kept: bool
) -> Iterator[Consequence]:
    """What happens to an object that stays.

    Args:
        before: The object as it was.
        after: The object as it will be.
        changes: The fields that differ.
        kept: Whether the developer wants its data kept.
    """
    ref = str(ObjectRef.of(after))
    immutable = [one for one in changes if is_immutable(after, one.path)]
    is_claim = after["kind"] == "PersistentVolumeClaim"
    if immutable or (is_claim and _shrinks(before, after)):
        yield Consequence(
            Impact.REPLACES, ref, _listed(immutable) if immutable else "a claim may grow, and never shrink"
        )
        if is_claim and not kept:
            yield Consequence(Impact.LOSES_DATA, ref, "the claim is made anew, and its volume with it")
        return
    template = pod_template(after)
    if template is not None and template.depth and after["kind"] not in _RUNS_ONCE:
        in_pods = [one for one in changes if one.path.starts_with(template)]
        if in_pods:
            yield Consequence(Impact.RESTARTS, ref, _listed(in_pods))


def of_removed(body: Object, *, kept: bool, successor: Object | None) -> Iterator[Consequence]:
    """What happens when an object is no longer there.

    Args:
        body: The object.
        kept: Whether the developer wants its data kept.
        successor: An object of the same name and another kind that stands in its place.
    """
    ref, kind = str(ObjectRef.of(body)), body["kind"]
    if successor is not None:
        yield Consequence(Impact.REPLACES, ref, f"it becomes {ObjectRef.of(successor)}")
    elif pod_template(body) is not None:
        yield Consequence(Impact.STOPS, ref, "it is removed")
    if kind == "PersistentVolumeClaim" and not kept:
        yield Consequence(Impact.LOSES_DATA, ref, "the claim is removed, and its volume with it")
    if kind == "Namespace" and not kept:
        yield Consequence(Impact.LOSES_DATA, ref, "everything in it is removed with it")
    if kind == "StatefulSet" and _deletes_claims(body):
        yield Consequence(Impact.LOSES_DATA, ref, "its claims are deleted with it, as it says itself")


def _deletes_claims(body: Object) -> bool:
    policy = as_map(at(body, Path(("spec", "persistentVolumeClaimRetentionPolicy"))))
    templates = maps_in(at(body, Path(("spec", "volumeClaimTemplates"))))
    return bool(templates) and policy.get("whenDeleted") == "Delete"


def _shrinks(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    size = Path(("spec", "resources", "requests", "storage"))
    try:
        return quantity(at(after, size)) < quantity(at(before, size))
    except (TypeError, ValueError):
        return False


def _listed(changes: Sequence[FieldChange]) -> str:
    first, *others = (str(one.path) for one in changes)
    return f"{first} and {len(others)} more" if others else first
