"""What a change does to what runs: lost data, outages, replacements, restarts."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.diff.fields import FieldChange
from oamdsl.diff.parts import CLAIMS, SIZE
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import pod_template, replicas
from oamdsl.kubernetes.quantity import quantity
from oamdsl.kubernetes.replacing import is_data, is_refused, is_replaced, recreates
from oamdsl.kubernetes.tree import as_map, at, maps_in
from oamdsl.workloads.pod import CHECKSUM_ANNOTATION


class Impact(enum.Enum):
    """What happens, the gravest first."""

    REFUSED = "refused"
    """The API server does not take the change, and the deployment ends there."""
    LOSES_DATA = "loses data"
    STARTS_EMPTY = "starts empty"
    """A volume is new where the component had one before."""
    OUTAGE = "outage"
    """Requests or pods fail, for a while or from now on."""
    STOPS = "stops"
    """Pods are gone, and no others come."""
    REPLACES = "replaces"
    RUNS_AGAIN = "runs again"
    RESTARTS = "restarts pods"
    STAYS = "stays behind"
    """It is no longer deployed, and not deleted either."""
    CHANGES = "changes"
    """What runs is changed without a restart, or is not reached by the change until it restarts."""


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

    @property
    def gravity(self) -> int:
        """How grave it is: the smaller, the graver."""
        return _ORDER.index(self.impact)


_ORDER: Final = tuple(Impact)
NOTHING_HAPPENS: Final = len(_ORDER)
"""The gravity of what has no consequence."""


_NEW_DATA: Final = "; it is deleted and made with the new data"
_RENEWING: Final = frozenset(
    {Impact.OUTAGE, Impact.REPLACES, Impact.RESTARTS, Impact.RUNS_AGAIN, Impact.STOPS}
)
_CHECKSUM: Final = f'annotations["{CHECKSUM_ANNOTATION}"]'
_NEXT_TIME: Final = frozenset({"AdvancedCronJob", "CronJob", "PodTemplate", "ScaledJob"})
"""Kinds whose pods take a changed template when they are made the next time."""
_ONE_BY_ONE: Final = frozenset({"DaemonSet", "StatefulSet"})
"""Kinds that stop a pod before they start the one that takes its place."""


def of_changed(
    before: Object, after: Object, changes: Sequence[FieldChange], *, kept: bool
) -> Iterator[Consequence]:
    """What happens to an object that stays, or is replaced by one of its own identity.

    Args:
        before: The object as it was.
        after: The object as it will be.
        changes: The fields that differ.
        kept: Whether it is never deleted, since the developer wants its data kept.
    """
    ref = str(ObjectRef.of(after))
    refused = [one for one in changes if is_refused(after, one.path)]
    if refused:
        yield Consequence(Impact.REFUSED, ref, f"{_listed(refused)}, which may not change")
    if after["kind"] == "PersistentVolumeClaim" and _shrinks(before, after):
        yield Consequence(Impact.REFUSED, ref, "a claim may grow, and never shrink")
    data = [one for one in changes if is_data(after, one.path)]
    replacing = [one for one in changes if one not in data and is_replaced(after, one.path)]
    if replacing:
        yield from _replaced(before, after, _listed(replacing), kept=kept)
    else:
        yield from _updated(before, after, changes)
    if data and not replacing:
        yield Consequence(Impact.CHANGES, ref, f"{_listed(data)}{_NEW_DATA}")


def of_removed(body: Object, *, kept: bool, successor: Object | None) -> Iterator[Consequence]:
    """What happens when an object is no longer there.

    Args:
        body: The object.
        kept: Whether it is never deleted, since the developer wants its data kept.
        successor: An object of another kind or name that stands in its place.
    """
    ref, kind = str(ObjectRef.of(body)), body["kind"]
    if pod_template(body) is not None:
        if successor is None:
            yield Consequence(Impact.STOPS, ref, "it is removed")
        else:
            yield Consequence(Impact.REPLACES, ref, f"it becomes {ObjectRef.of(successor)}")
    match kind:
        case "PersistentVolumeClaim" if kept:
            yield Consequence(
                Impact.STAYS, ref, "it keeps data, so it is not deleted; nothing uses it any more"
            )
        case "PersistentVolumeClaim":
            yield Consequence(Impact.LOSES_DATA, ref, "the claim is removed, and its volume with it")
        case "Namespace" if kept:
            yield Consequence(Impact.STAYS, ref, "it has data that is kept, so it is not deleted")
        case "Namespace":
            yield Consequence(Impact.LOSES_DATA, ref, "everything in it is removed with it")
        case "CustomResourceDefinition":
            yield Consequence(Impact.LOSES_DATA, ref, "every object of this kind is removed with it")
        case "StatefulSet":
            yield from _claims_left(body)
        case _:
            return


def of_service_gone(body: Object, instead: str) -> Consequence:
    """What happens when a Service that workloads may call is no longer there.

    Args:
        body: The Service.
        instead: Name of the one in its place; empty for none.
    """
    name = body["metadata"]["name"]
    now = f"; it is `{instead}` now" if instead else ""
    return Consequence(
        Impact.OUTAGE, str(ObjectRef.of(body)), f"`{name}` is no longer answered inside the cluster{now}"
    )


def of_unkept(ref: str) -> Consequence:
    """What happens when the data of object *ref* is kept no longer, and the object stays."""
    return Consequence(
        Impact.CHANGES, ref, "its data is no longer kept: whatever removes it deletes its data"
    )


def of_stack_left(name: str) -> Consequence:
    """What happens when the environment called *name* is no longer in the project."""
    why = f"what it has deployed goes on, and nobody changes it; `pulumi destroy -s {name}` removes it"
    return Consequence(Impact.STAYS, f"stack {name}", why)


def with_old_values(found: Sequence[Consequence]) -> Iterator[Consequence]:
    """*found* in one component, with what becomes of pods where data has changed and no pod restarts."""
    renews = any(one.impact in _RENEWING for one in found)
    for one in found:
        if one.why.endswith(_NEW_DATA) and not renews:
            yield attrs.evolve(one, why=f"{one.why}; pods that run may have the old until they restart")
        else:
            yield one


def of_new_volume(body: Object) -> Iterator[Consequence]:
    """What happens when *body* is new in a component that had volumes before."""
    if body["kind"] == "PersistentVolumeClaim":
        yield Consequence(Impact.STARTS_EMPTY, str(ObjectRef.of(body)), "the claim is a new one")
    elif body["kind"] == "StatefulSet" and has_claims(body):
        yield Consequence(Impact.STARTS_EMPTY, str(ObjectRef.of(body)), "its claims are new ones")


def has_claims(body: Object) -> bool:
    """Whether *body* is a claim, or has claims made for its pods."""
    return body["kind"] == "PersistentVolumeClaim" or bool(maps_in(at(body, CLAIMS)))


def _replaced(before: Object, after: Object, why: str, *, kept: bool) -> Iterator[Consequence]:
    ref, kind = str(ObjectRef.of(after)), after["kind"]
    moved = _identity(before) != _identity(after)
    if kind == "PersistentVolumeClaim":
        yield from _replaced_claim(ref, why, kept=kept, moved=moved)
        return
    if kind == "Job":
        yield Consequence(
            Impact.RUNS_AGAIN, ref, f"{why}; a finished Job cannot be changed, so a new one runs"
        )
        return
    yield Consequence(Impact.REPLACES, ref, why)
    if pod_template(after) is not None and not moved:
        yield Consequence(Impact.OUTAGE, ref, "all its pods stop before it is made again")
    if kind == "StatefulSet" and has_claims(before):
        if moved:
            yield from _claims_left(before)
            yield from of_new_volume(after)
        else:
            yield Consequence(
                Impact.STAYS, ref, "claims that are there stay as they are; new ones are as said"
            )


def _replaced_claim(ref: str, why: str, *, kept: bool, moved: bool) -> Iterator[Consequence]:
    if kept and not moved:
        yield Consequence(Impact.REFUSED, ref, f"{why}; it keeps data, so it is not made anew")
        return
    yield Consequence(Impact.REPLACES, ref, why)
    if kept:
        yield Consequence(Impact.STAYS, ref, "it keeps data, so the old one is not deleted")
        yield Consequence(Impact.STARTS_EMPTY, ref, "the claim is a new one")
    else:
        yield Consequence(Impact.LOSES_DATA, ref, "the claim is made anew, and its volume with it")


def _updated(before: Object, after: Object, changes: Sequence[FieldChange]) -> Iterator[Consequence]:
    ref, kind = str(ObjectRef.of(after)), after["kind"]
    count, was = _count(after), _count(before)
    if count == 0 and was != 0:
        yield Consequence(Impact.STOPS, ref, f"{replicas(after)} is 0")
    if count is not None and was is not None and count < was and _deletes_claims(after, "whenScaled"):
        yield Consequence(
            Impact.LOSES_DATA, ref, "claims of pods that it no longer has are deleted, as it says"
        )
    template = pod_template(after)
    if template is None or not template.depth or count == 0:
        return
    in_pods = [one for one in changes if one.path.starts_with(template)]
    if in_pods:
        yield _renewed(after, ref, kind, _listed(in_pods))


def _renewed(body: Object, ref: str, kind: str, why: str) -> Consequence:
    if kind in _NEXT_TIME:
        return Consequence(Impact.CHANGES, ref, f"{why}, from the next run on")
    if at(body, Path(("spec", "updateStrategy", "type"))) == "OnDelete":
        return Consequence(Impact.CHANGES, ref, f"{why}, in each pod once somebody deletes it (OnDelete)")
    if kind == "Deployment" and recreates(body):
        return Consequence(Impact.OUTAGE, ref, f"{why}; all pods stop before new ones start (Recreate)")
    if kind in _ONE_BY_ONE and _count(body) == 1:
        return Consequence(Impact.OUTAGE, ref, f"{why}; its only pod stops before the new one starts")
    return Consequence(Impact.RESTARTS, ref, why)


def _count(body: Object) -> int | None:
    """How many pods it has; None where that is not known."""
    path = replicas(body)
    number = None if path is None else at(body, path)
    if number is None:
        return 1 if path is not None else None
    return number if isinstance(number, int) else None


def _claims_left(body: Object) -> Iterator[Consequence]:
    ref = str(ObjectRef.of(body))
    if _deletes_claims(body, "whenDeleted"):
        yield Consequence(Impact.LOSES_DATA, ref, "its claims are deleted with it, as it says itself")
    elif has_claims(body):
        names = ", ".join(
            f"{as_map(one.get('metadata')).get('name')}-{body['metadata']['name']}-*"
            for one in maps_in(at(body, CLAIMS))
        )
        yield Consequence(Impact.STAYS, ref, f"its claims {names} are not deleted")


def _deletes_claims(body: Object, when: str) -> bool:
    policy = as_map(at(body, Path(("spec", "persistentVolumeClaimRetentionPolicy"))))
    return bool(maps_in(at(body, CLAIMS))) and policy.get(when) == "Delete"


def _identity(body: Object) -> tuple[Any, Any]:
    metadata = body["metadata"]
    return metadata.get("name"), metadata.get("namespace")


def _shrinks(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    try:
        return quantity(at(after, SIZE)) < quantity(at(before, SIZE))
    except (TypeError, ValueError):
        return False


def _listed(changes: Sequence[FieldChange]) -> str:
    first, *others = dict.fromkeys(map(_named, changes))
    return f"{first} and {len(others)} more" if others else first


def _named(change: FieldChange) -> str:
    path = str(change.path)
    return "a config file" if path.endswith(_CHECKSUM) else path
