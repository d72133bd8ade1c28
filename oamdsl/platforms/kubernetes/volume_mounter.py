"""VolumeMounter by a PersistentVolumeClaim."""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.kubernetes.tree import as_map, at
from oamdsl.kubernetes.waiting import DO_NOT_WAIT
from oamdsl.model.effect import Add, Create, Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.volume_mounter import VolumeMounter


@implements(VolumeMounter)
def persistent_volume_claim(trait: VolumeMounter, workload: RenderedWorkload) -> Iterator[Effect]:
    """A PersistentVolumeClaim or another volume, mounted.

    A Deployment with a disk of one node stops its old pod before it starts the new one: two at once would
    wait for each other's disk for ever.
    """
    if trait.size is not None:
        yield _claim(trait, workload)
    yield Add(workload.pod_spec / "volumes", None, {"name": trait.name, **_source(trait, workload)})
    mount = {
        "name": trait.name,
        "mountPath": trait.mount_path,
        **({"readOnly": True} if trait.read_only else {}),
        **({"subPath": trait.sub_path} if trait.sub_path else {}),
    }
    for name in trait.containers or workload.container_names:
        yield Add(workload.container(name) / "volumeMounts", None, mount)
    strategy = workload / "spec" / "strategy"
    if (
        trait.size is not None
        and not trait.shared
        and workload.ref.api.kind in {"Deployment", "Rollout"}
        and not _is_one_at_a_time(as_map(at(workload.body, strategy.path)))
    ):
        yield Set(strategy, {"type": "Recreate"})


def _is_one_at_a_time(strategy: Mapping[str, Any]) -> bool:
    """Whether an old pod has gone before a new one starts, by what the developer wrote."""
    surge = as_map(strategy.get("rollingUpdate")).get("maxSurge")
    return strategy == {"type": "Recreate"} or surge in (0, "0%")


def _source(trait: VolumeMounter, workload: RenderedWorkload) -> dict[str, Any]:
    if trait.scratch:
        return {"emptyDir": {}}
    if trait.config_map:
        return {"configMap": {"name": trait.config_map}}
    if trait.secret:
        return {"secret": {"secretName": trait.secret}}
    return {"persistentVolumeClaim": {"claimName": trait.claim or workload.named(trait.name)}}


def _claim(trait: VolumeMounter, workload: RenderedWorkload) -> Create:
    return Create(
        "v1",
        "PersistentVolumeClaim",
        workload.named(trait.name),
        {
            "metadata": {"annotations": DO_NOT_WAIT},
            "spec": {
                "accessModes": [_access_mode(trait)],
                "resources": {"requests": {"storage": trait.size}},
                **({"storageClassName": trait.storage_class} if trait.storage_class else {}),
            },
        },
    )


def _access_mode(trait: VolumeMounter) -> str:
    if trait.shared:
        return "ReadWriteMany"
    return "ReadWriteOncePod" if trait.one_pod else "ReadWriteOnce"
