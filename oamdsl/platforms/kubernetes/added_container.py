"""A container that a trait adds to a pod, with the volumes and objects that it needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from oamdsl.kubernetes.tree import at, maps_in
from oamdsl.model.effect import Add, Create, Effect
from oamdsl.model.workload import RenderedWorkload
from oamdsl.workloads.container import Container, unread_protocols
from oamdsl.workloads.pod import Pod


def added_container(
    workload: RenderedWorkload,
    container: Container,
    place: str,
    more: Mapping[str, Any] | None = None,
    after: Sequence[str] = (),
) -> Iterator[Effect]:
    """*container* in the pod of *workload*.

    Its own ConfigMap, Secret and claims are named after component and container, and so are the volumes of
    its files, so that several containers get on. A volume that the component has already is not added.

    Args:
        workload: The workload.
        container: The container.
        place: ``containers`` or ``initContainers``.
        more: Further fields of the container.
        after: Names of containers in that place that stand before it.
    """
    yield from unread_protocols([container], "container")
    pod = Pod(
        context=attrs.evolve(workload.context, component=f"{workload.name}-{container.name}"),
        origin=container.origin,
        containers=[container],
        init_containers=[],
        image_pull_secrets=[],
        os="",
        arch="",
    )
    spec = pod.template()["spec"]
    (body,) = spec["containers"]
    for mount in body.get("volumeMounts", ()):
        mount["name"] = _volume_name(mount["name"], container)
    yield Add(workload.pod_spec / place, None, {**body, **(more or {})}, after=tuple(after))
    volumes = workload.pod_spec / "volumes"
    present = {volume.get("name") for volume in maps_in(at(workload.body, volumes.path))}
    for volume in spec.get("volumes", ()):
        name = _volume_name(volume["name"], container)
        if name not in present:
            yield Add(volumes, None, {**volume, "name": name})
    claims = (claim for disk, claim in zip(pod.disks, pod.claims(), strict=True) if disk.name not in present)
    for rendered in (*claims, *pod.settings()):
        made = dict(rendered.body)
        ref = rendered.ref
        annotations = made.pop("metadata").get("annotations")
        metadata = {"metadata": {"annotations": annotations}} if annotations else {}
        del made["apiVersion"], made["kind"]
        yield Create(ref.api.api_version, ref.api.kind, ref.name, {**metadata, **made})


def _volume_name(name: str, container: Container) -> str:
    """The name of a volume in the pod: that of the container's own files is its own."""
    own = {volume.name for volume in container.volumes}
    return name if name in own else f"{container.name}-{name}"
