"""OAM411."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import NAME, Pod, pods_by_component
from oamdsl.checks.replicas import replicas_of
from oamdsl.checks.shape import items_in
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at

_EXCLUSIVE: Final = ("ReadWriteOnce", "ReadWriteOncePod")
_MODES: Final = Path(("spec", "accessModes"))
_SEVERAL: Final = 2
_OF_MANY_NODES: Final = frozenset({"kubernetes.io/arch", "kubernetes.io/os"})


@rule("OAM411", source="Kubernetes, Persistent Volumes, Access Modes")
def exclusive_volume_scaled(plan: Plan) -> Iterator[Violation]:
    """Several pods share a disk that one node, or one pod, has to itself.

    Why: a pod on another node waits for the disk for ever, so the component never gets its replicas.

    Example:
        Web(
            "web",
            traits=[
                ManualScaler(replicas=3),
                VolumeMounter("data", mount_path="/data", size="10Gi"),
            ],
        )

    Use instead:
        Web(
            "web",
            traits=[
                ManualScaler(replicas=3),
                VolumeMounter("data", mount_path="/data", size="10Gi", shared=True),
            ],
        )
    """
    for composed, its_pods in pods_by_component(plan):
        exclusive = {
            as_map(folded.body.get("metadata")).get("name"): folded
            for folded in composed.objects
            if folded.body["kind"] == "PersistentVolumeClaim" and _is_exclusive(folded)
        }
        for pod in its_pods if exclusive else ():
            scaling = _scaling(pod)
            if scaling is not None:
                for volume in pod.volumes:
                    name = as_map(volume.get("persistentVolumeClaim")).get("claimName")
                    if isinstance(name, str) and name in exclusive:
                        yield _violation(pod, volume, exclusive[name], *scaling)


def _is_exclusive(claim: FoldedObject) -> bool:
    """Whether every mode that the claim asks for is for one node or one pod."""
    modes = items_in(at(claim.body, _MODES))
    return bool(modes) and all(mode in _EXCLUSIVE for mode in modes)


def _scaling(pod: Pod) -> tuple[str, Place] | None:
    """How the object of *pod* comes to have several replicas, and since which line; None for one."""
    composed = pod.composed
    if pod.ref.api.kind == "DaemonSet" and not _may_be_on_one_node(pod):
        place = field_place(composed, FieldRef(pod.ref, Path(("kind",))), "it runs on every node")
        return "runs a pod on every node", place
    found = replicas_of(composed, pod.folded)
    if found is None or (found.most is None and not found.controller):
        return None
    if found.most is not None and found.most < _SEVERAL:
        return None
    how = (
        f"as many replicas as the {found.controller} decides"
        if found.controller
        else f"{found.most} replicas"
    )
    return f"has {how}", found.place


def _may_be_on_one_node(pod: Pod) -> bool:
    """Whether it asks for some nodes, which may be a single one."""
    labels = as_map(pod.spec.get("nodeSelector")).keys() - _OF_MANY_NODES
    return bool(labels or pod.spec.get("affinity"))


def _violation(
    pod: Pod, volume: Mapping[str, Any], claim: FoldedObject, how: str, scaler: Place
) -> Violation:
    composed = pod.composed
    modes = ", ".join(at(claim.body, _MODES))
    return Violation(
        message=(
            f"{pod.ref} of component `{composed.component.name}` {how}, and they share"
            f" {claim.ref}, which one node alone may mount"
        ),
        places=(
            scaler,
            field_place(composed, pod.entry(None, "volumes", NAME, volume), "the disk is mounted here"),
            field_place(composed, FieldRef(claim.ref, _MODES), f"its access mode is {modes}"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(pod.ref)),
        seen=modes,
        allowed="ReadWriteMany, or one replica",
        help=(
            "make the disk shared, or use a `HostPath`, which each node has for itself"
            if pod.ref.api.kind == "DaemonSet"
            else "make the disk shared, run a single replica,"
            " or use a `StatefulWorkload`, which has a disk for each replica"
        ),
    )
