"""OAM406."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.checks.places import component_place
from oamdsl.checks.pods import NAME, Pod, pods_by_component
from oamdsl.checks.twins import twin_places
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, maps_in
from oamdsl.model.element import Element
from oamdsl.model.value import is_known_secret
from oamdsl.workloads.container import ConfigFile, Container
from oamdsl.workloads.pod import file_key, variable_key
from oamdsl.workloads.pod_workload import PodWorkload
from oamdsl.workloads.volume import Volume

_LISTS: Final = (
    ("env", "name", "environment variable"),
    ("volumeMounts", "mountPath", "mount path"),
    ("volumeDevices", "devicePath", "device path"),
)
"""Lists of a container: field, key, and what the key is called."""
_OF_MOUNT: Final = frozenset({"mount_path", "read_only", "sub_path", "origin", "faults", "given"})
"""What two mounts of one volume may differ in."""

Kept = dict[tuple[bool, str], ConfigFile]
"""The file that stands under a key: {(in the Secret, key): file}."""


@rule("OAM406", source="Kubernetes API, x-kubernetes-list-map-keys; nothing declared may be lost")
def duplicate_entry(plan: Plan) -> Iterator[Violation]:
    """Two entries have one name, so only one of them can take effect.

    Why: Kubernetes refuses the object, or keeps the last entry and drops the other without a word.

    Example:
        @component
        class Api(Component):
            def workload(self):
                files = [
                    ConfigFile("/etc/app/main.conf", "debug=0"),
                    ConfigFile("/etc/app-main.conf", "debug=1"),
                ]
                return ContainerizedWorkload([Container("api", image="api:1.4", config=files)])

        Api("api")

    Use instead:
        @component
        class Api(Component):
            def workload(self):
                files = [
                    ConfigFile("/etc/app/main.conf", "debug=0"),
                    ConfigFile("/etc/app/debug.conf", "debug=1"),
                ]
                return ContainerizedWorkload([Container("api", image="api:1.4", config=files)])

        Api("api")
    """
    for composed, its_pods in pods_by_component(plan):
        for pod in its_pods:
            yield from _in_containers(pod)
            yield from _containers(pod)
            yield from _volumes(pod)
        declared = composed.declared
        if composed.workload is not None and isinstance(declared, PodWorkload):
            containers = (*declared.init_containers, *declared.containers)
            yield from _lost_volumes(composed, containers)
            yield from _lost_settings(composed, containers)


def _in_containers(pod: Pod) -> Iterator[Violation]:
    for container in pod.containers:
        for field, key, what in _LISTS:
            for entry in _repeated(maps_in(container.body.get(field)), key):
                place = pod.entry(container, field, (key,), entry)
                yield _violation(pod, what, entry[key], place, place)


def _containers(pod: Pod) -> Iterator[Violation]:
    for body in _repeated([container.body for container in pod.containers], "name"):
        name = body["name"]
        first, second, *_ = (
            pod.field_in(container) for container in pod.containers if container.body.get("name") == name
        )
        yield _violation(pod, "container", name, first, second)


def _volumes(pod: Pod) -> Iterator[Violation]:
    for volume in _repeated(pod.volumes, "name"):
        place = pod.entry(None, "volumes", NAME, volume)
        yield _violation(pod, "volume", volume["name"], place, place)
    templates = [as_map(template.get("metadata")) for template in pod.claim_templates]
    if not templates:
        return
    field = FieldRef(pod.ref, Path(("spec", "volumeClaimTemplates")))
    for metadata in _repeated(templates, "name"):
        yield _violation(pod, "volume claim template", metadata["name"], field, field)
    names = [metadata.get("name") for metadata in templates]
    for volume in pod.volumes:
        name = volume.get("name")
        if isinstance(name, str) and name in names:
            place = pod.entry(None, "volumes", NAME, volume)
            yield _violation(pod, "volume", name, field, place)


def _repeated(entries: Sequence[Mapping[str, Any]], key: str) -> Iterator[Mapping[str, Any]]:
    """The entries whose *key* an earlier one has."""
    if len(entries) > 1:
        seen: set[str] = set()
        for entry in entries:
            name = entry.get(key)
            if isinstance(name, str):
                if name in seen:
                    yield entry
                seen.add(name)


def _violation(pod: Pod, what: str, name: str, first: FieldRef, second: FieldRef) -> Violation:
    composed = pod.composed
    return Violation(
        message=f"{what} `{name}` stands twice in {pod.ref} of component `{composed.component.name}`",
        places=(
            *twin_places(composed, first, second, f"{what} `{name}`"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(pod.ref)),
        seen=repr(name),
        help="rename one of the two, or remove it",
    )


def _lost_volumes(composed: ComposedComponent, containers: Sequence[Container]) -> Iterator[Violation]:
    """Volumes that share a name with another one and are not the same: the first one is mounted twice."""
    kept: dict[str, Volume] = {}
    for container in containers:
        for volume in container.volumes:
            first = kept.setdefault(volume.name, volume)
            if first is not volume and _content(first) != _content(volume):
                yield _lost(composed, f"volumes of the name `{volume.name}`", volume, first)


def _content(volume: Volume) -> tuple[object, ...]:
    """What a volume is, apart from how it is mounted."""
    fields = volume.__dict__.items()
    return type(volume), {name: value for name, value in fields if name not in _OF_MOUNT}


def _lost_settings(composed: ComposedComponent, containers: Sequence[Container]) -> Iterator[Violation]:
    """Files and secret variables that would be kept under one key; only the last one would stay."""
    kept: Kept = {}
    for container in containers:
        for file in container.config:
            where = (is_known_secret(file.content), file_key(file))
            first = kept.setdefault(where, file)
            if first is not file and first.content != file.content:
                yield _lost(composed, f"config entries of the key `{where[1]}`", file, first)
    for container in containers:
        for name, value in container.env.items():
            where = (True, variable_key(container, name))
            if is_known_secret(value) and where in kept:
                yield _lost(composed, f"secret entries of the key `{where[1]}`", container, kept[where])


def _lost(composed: ComposedComponent, what: str, second: Element, first: Element) -> Violation:
    return Violation(
        message=f"two {what} in component `{composed.component.name}` differ, and one would be lost",
        places=(
            Place(second.location, "this one differs"),
            Place(first.location, "from this one"),
            component_place(composed),
        ),
        subject=composed.subject,
        help="give one of the two another name or path",
    )
