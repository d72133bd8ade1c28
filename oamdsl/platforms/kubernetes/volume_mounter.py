"""VolumeMounter by a PersistentVolumeClaim."""

from collections.abc import Iterator

from oamdsl.kubernetes.tree import at
from oamdsl.kubernetes.waiting import DO_NOT_WAIT
from oamdsl.model.effect import Add, Create, Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.volume_mounter import VolumeMounter


@implements(VolumeMounter)
def persistent_volume_claim(trait: VolumeMounter, workload: RenderedWorkload) -> Iterator[Effect]:
    """A PersistentVolumeClaim, mounted.

    A Deployment with a disk of one node stops its old pod before it starts the new one: two at once would
    wait for each other's disk for ever.
    """
    claim = f"{workload.name}-{trait.name}"
    yield Create(
        "v1",
        "PersistentVolumeClaim",
        claim,
        {
            "metadata": {"annotations": DO_NOT_WAIT},
            "spec": {
                "accessModes": ["ReadWriteMany" if trait.shared else "ReadWriteOnce"],
                "resources": {"requests": {"storage": trait.size}},
                **({"storageClassName": trait.storage_class} if trait.storage_class else {}),
            },
        },
    )
    source = {"persistentVolumeClaim": {"claimName": claim}}
    yield Add(workload.pod_spec / "volumes", None, {"name": trait.name, **source})
    mount = {
        "name": trait.name,
        "mountPath": trait.mount_path,
        **({"readOnly": True} if trait.read_only else {}),
    }
    for name in trait.containers or workload.container_names:
        yield Add(workload.container(name) / "volumeMounts", None, mount)
    strategy = workload / "spec" / "strategy"
    one_at_a_time = {"type": "Recreate"}
    if (
        not trait.shared
        and workload.ref.api.kind in {"Deployment", "Rollout"}
        and at(workload.body, strategy.path) != one_at_a_time
    ):
        yield Set(strategy, one_at_a_time)
