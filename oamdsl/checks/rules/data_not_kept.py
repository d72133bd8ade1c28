"""OAM304."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import PurePosixPath
from typing import Any, Final

from oamdsl.checks.places import claim_location, component_place, field_place
from oamdsl.checks.pods import NAME, Pod, PodContainer, pods_by_component
from oamdsl.checks.shape import is_complete
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, maps_in
from oamdsl.model.value import is_opaque

_VOLATILE: Final = frozenset(
    {
        "configMap",
        "csi",  # an inline one: "the lifecycle is tied to the pod"
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "gitRepo",
        "hostPath",  # stays on a node that the pod may leave
        "image",
        "projected",
        "secret",
    }
)
"""Volumes that do not keep what a pod writes when the pod goes."""
_RETENTION: Final = ("spec", "persistentVolumeClaimRetentionPolicy")
_TRAITS: Final = frozenset({Verb.ADDED, Verb.SET})

_PATH: Final = ("mountPath",)

Mount = tuple[object, PurePosixPath, Claim]
"""Name of a volume, where it is mounted, and by whom."""


@rule("OAM304", source="the founding article, opinions; Kubernetes, Volumes, Persistent Volumes")
def data_not_kept(plan: Plan) -> Iterator[Violation]:
    """Data that must survive would be lost.

    Why: the developer has said that the component's data must outlive its pods.

    Example:
        @component
        class Database(Component):
            opinions = Opinions(keeps_data=True)

            def workload(self):
                data = Scratch("data", mount_path="/var/lib/postgresql")
                return StatefulWorkload([Container("db", image="postgres:18", volumes=[data])])

        Database("db")

    Use instead:
        @component
        class Database(Component):
            opinions = Opinions(keeps_data=True)

            def workload(self):
                data = Disk("data", mount_path="/var/lib/postgresql", size="10Gi")
                return StatefulWorkload([Container("db", image="postgres:18", volumes=[data])])

        Database("db")
    """
    for composed, its_pods in pods_by_component(plan):
        if composed.component.opinions.keeps_data:
            yield from _without_disk(composed, its_pods)
            for pod in its_pods:
                for container in pod.containers:
                    yield from _hidden(pod, container)
            yield from _deleted(composed)


def _without_disk(composed: ComposedComponent, its_pods: tuple[Pod, ...]) -> Iterator[Violation]:
    own = [pod for pod in its_pods if pod.folded.rendered is not None]
    if not own or any(_is_unknown(pod) or _mounts_kept(pod) for pod in own):
        return
    yield Violation(
        message=f"component `{composed.component.name}` must keep its data and mounts no persistent volume",
        places=(
            *(_volume_place(pod, volume) for pod in own for volume in pod.volumes),
            _opinion(composed),
            component_place(composed),
        ),
        subject=composed.subject,
        allowed="a `Disk`, or another volume that outlives the pod",
        help="mount a `Disk` where the data is written",
    )


def _hidden(pod: Pod, container: PodContainer) -> Iterator[Violation]:
    """What a trait mounts over the developer's disk, or inside it."""
    kept = _persistent(pod)
    mounts = [
        (mount.get("name"), PurePosixPath(path), claim)
        for mount in maps_in(container.body.get("volumeMounts"))
        if isinstance(path := mount.get("mountPath"), str)
        for claim in (pod.composed.claim_on(pod.entry(container, "volumeMounts", _PATH, mount)),)
    ]
    disks = [one for one in mounts if one[0] in kept and one[2].verb not in _TRAITS]
    others = [one for one in mounts if one[2].verb in _TRAITS]
    for disk, other in product(disks, others):
        if disk[0] != other[0]:
            if other[1] in (disk[1], *disk[1].parents):
                yield _hiding(pod, disk, other, "over")
            elif disk[1] in other[1].parents:
                yield _hiding(pod, disk, other, "inside")


def _hiding(pod: Pod, disk: Mount, other: Mount, how: str) -> Violation:
    composed = pod.composed
    name = composed.component.name
    owner = other[2].owner.name
    return Violation(
        message=(
            f"`{owner}` mounts a volume at `{other[1]}`, {how} the disk at `{disk[1]}`"
            f" on which component `{name}` keeps its data"
        ),
        places=(
            Place(claim_location(other[2]), "it is mounted here"),
            Place(claim_location(disk[2]), "the disk is mounted here"),
            _opinion(composed),
        ),
        subject=(*composed.subject, owner),
        seen=str(other[1]),
        help="mount it somewhere else",
    )


def _deleted(composed: ComposedComponent) -> Iterator[Violation]:
    """Claims that go with their StatefulSet or with its scale."""
    for folded in composed.objects:
        policy = as_map(as_map(folded.body.get("spec")).get(_RETENTION[-1]))
        for field in ("whenDeleted", "whenScaled"):
            if policy.get(field) != "Delete":
                continue
            path = Path((*_RETENTION, field))
            yield Violation(
                message=(
                    f"`{path}` of {folded.ref} deletes the data"
                    f" that component `{composed.component.name}` must keep"
                ),
                places=(
                    field_place(composed, FieldRef(folded.ref, path), f"`{field}` is Delete here"),
                    _opinion(composed),
                    component_place(composed),
                ),
                subject=(*composed.subject, str(folded.ref)),
                seen="Delete",
                allowed="Retain",
                help=f"set `{path}` to Retain",
            )


def _mounts_kept(pod: Pod) -> bool:
    kept = _persistent(pod)
    return any(
        mount.get("name") in kept
        for container in pod.containers
        for field in ("volumeMounts", "volumeDevices")
        for mount in maps_in(container.body.get(field))
    )


def _persistent(pod: Pod) -> Sequence[str]:
    """Names of the volumes that outlive the pod."""
    templates = (as_map(one.get("metadata")).get("name") for one in pod.claim_templates)
    volumes = (
        volume.get("name")
        for volume in pod.volumes
        if any(kind not in _VOLATILE and kind != "name" for kind in volume)
    )
    return [name for name in (*templates, *volumes) if isinstance(name, str)]


def _is_unknown(pod: Pod) -> bool:
    """Whether its volumes or what is mounted are known only later."""
    return not is_complete(pod.spec.get("volumes")) or any(
        not is_complete(mounts) or any(is_opaque(one.get("name")) for one in maps_in(mounts))
        for container in pod.containers
        for mounts in (container.body.get("volumeMounts"),)
    )


def _volume_place(pod: Pod, volume: Mapping[str, Any]) -> Place:
    field = pod.entry(None, "volumes", NAME, volume)
    return field_place(pod.composed, field, "this volume goes with its pod")


def _opinion(composed: ComposedComponent) -> Place:
    opinions = composed.component.opinions
    return Place(opinions.location_of("keeps_data"), f"`{composed.component.kind}` keeps data")
