"""OAM304."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import PurePosixPath
from typing import Any, Final

from oamdsl.checks.places import claim_place, component_place, field_place
from oamdsl.checks.pods import Pod, PodContainer, pods_by_component
from oamdsl.checks.shape import address, as_mapping, is_complete, mappings_in
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
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

Mounts = tuple[Mapping[str, Any], ...]


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
    if not own or any(_is_unknown(pod) or _kept_mounts(pod) for pod in own):
        return
    yield Violation(
        message=(
            f"component `{composed.component.name}` must keep its data"
            " and mounts no persistent volume"
        ),
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
        (mount, PurePosixPath(path), claim)
        for mount in mappings_in(container.body.get("volumeMounts"))
        if isinstance(path := mount.get("mountPath"), str)
        for claim in (pod.composed.claim_on(_mount_field(pod, container, mount)),)
    ]
    disks = [one for one in mounts if one[0].get("name") in kept and one[2].verb not in _TRAITS]
    others = [one for one in mounts if one[2].verb in _TRAITS]
    for (disk, disk_path, disk_claim), (mount, path, claim) in product(disks, others):
        if disk.get("name") == mount.get("name"):
            continue
        if path == disk_path or path in disk_path.parents:
            yield _hiding(pod, claim, path, disk_claim, disk_path, "over")
        elif disk_path in path.parents:
            yield _hiding(pod, claim, path, disk_claim, disk_path, "inside")


def _hiding(
    pod: Pod, claim: Claim, path: object, disk_claim: Claim, disk_path: object, how: str
) -> Violation:
    composed = pod.composed
    name = composed.component.name
    return Violation(
        message=(
            f"`{claim.owner.name}` mounts a volume at `{path}`,"
            f" {how} the disk at `{disk_path}` on which component `{name}` keeps its data"
        ),
        places=(
            claim_place(claim),
            Place(claim_place(disk_claim).location, "the disk is mounted here"),
            _opinion(composed),
        ),
        subject=(*composed.subject, claim.owner.name),
        seen=str(path),
        help="mount it somewhere else",
    )


def _deleted(composed: ComposedComponent) -> Iterator[Violation]:
    """Claims that go with their StatefulSet or with its scale."""
    for folded in composed.objects:
        policy = as_mapping(as_mapping(folded.body.get("spec")).get(_RETENTION[-1]))
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


def _kept_mounts(pod: Pod) -> Mounts:
    kept = _persistent(pod)
    return tuple(
        mount
        for container in pod.containers
        for field in ("volumeMounts", "volumeDevices")
        for mount in mappings_in(container.body.get(field))
        if mount.get("name") in kept
    )


def _persistent(pod: Pod) -> frozenset[object]:
    """Names of the volumes that outlive the pod."""
    templates = (as_mapping(one.get("metadata")).get("name") for one in pod.claim_templates)
    volumes = (
        volume.get("name")
        for volume in pod.volumes
        if any(kind not in _VOLATILE and kind != "name" for kind in volume)
    )
    return frozenset(name for name in (*templates, *volumes) if isinstance(name, str))


def _is_unknown(pod: Pod) -> bool:
    """Whether its volumes or what is mounted are known only later."""
    return not is_complete(pod.spec.get("volumes")) or any(
        not is_complete(mounts) or any(is_opaque(one.get("name")) for one in mappings_in(mounts))
        for container in pod.containers
        for mounts in (container.body.get("volumeMounts"),)
    )


def _mount_field(pod: Pod, container: PodContainer, mount: Mapping[str, Any]) -> FieldRef:
    return pod.field_in(container, "volumeMounts", address(("mountPath",), mount))


def _volume_place(pod: Pod, volume: Mapping[str, Any]) -> Place:
    label = "this volume goes with its pod"
    return pod.place(label, "volumes", address(("name",), volume))


def _opinion(composed: ComposedComponent) -> Place:
    opinions = composed.component.opinions
    return Place(opinions.location_of("keeps_data"), f"{composed.component.kind} keeps data")
