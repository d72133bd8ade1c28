"""Stands in for a storage driver: gives each claim a volume object, and takes it back.

    python -m tests.e2e.stand_ins.volumes KUBECONFIG

No data is stored, as no container runs; what the tests can see is whether a claim and its volume
were kept or deleted. Binding is done by the real controller manager.
"""

import sys
import time
from pathlib import Path
from typing import Final

from tests.e2e.kubernetes_api import (
    ApiError,
    KubernetesApi,
    Manifest,
    UnreachableError,
    access_from_kubeconfig,
)

PROVISIONER: Final = "oamdsl.example/volumes"
SELECTED_NODE: Final = "volume.kubernetes.io/selected-node"
PROVISIONED_BY: Final = "pv.kubernetes.io/provisioned-by"
PAUSE: Final = 0.3


def volume_for(claim: Manifest, storage_class: Manifest) -> Manifest:
    """Return the volume that *claim* asks for."""
    metadata, spec = claim["metadata"], claim["spec"]
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {
            "name": f"pvc-{metadata['uid']}",
            "annotations": {PROVISIONED_BY: PROVISIONER},
        },
        "spec": {
            "accessModes": spec["accessModes"],
            "capacity": {"storage": spec["resources"]["requests"]["storage"]},
            "claimRef": {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "namespace": metadata["namespace"],
                "name": metadata["name"],
                "uid": metadata["uid"],
            },
            "hostPath": {"path": f"/nowhere/{metadata['uid']}"},
            "persistentVolumeReclaimPolicy": storage_class.get("reclaimPolicy", "Delete"),
            "storageClassName": storage_class["metadata"]["name"],
            "volumeMode": spec.get("volumeMode", "Filesystem"),
        },
    }


def wants_volume(claim: Manifest, storage_class: Manifest | None) -> bool:
    """Say whether a volume is to be made for *claim* now."""
    if storage_class is None or storage_class["provisioner"] != PROVISIONER:
        return False
    if claim["status"].get("phase") != "Pending" or claim["spec"].get("volumeName"):
        return False
    waits = storage_class.get("volumeBindingMode") == "WaitForFirstConsumer"
    return not waits or SELECTED_NODE in claim["metadata"].get("annotations", {})


def is_to_be_deleted(volume: Manifest) -> bool:
    """Say whether *volume* is ours and its claim is gone."""
    annotations = volume["metadata"].get("annotations", {})
    return (
        annotations.get(PROVISIONED_BY) == PROVISIONER
        and volume["status"].get("phase") == "Released"
        and volume["spec"]["persistentVolumeReclaimPolicy"] == "Delete"
        and "deletionTimestamp" not in volume["metadata"]
    )


def reconcile(api: KubernetesApi) -> None:
    """Make the volumes that are asked for, and delete those whose claims are gone."""
    classes = {each["metadata"]["name"]: each for each in api.list("storage.k8s.io/v1", "StorageClass")}
    for claim in api.list("v1", "PersistentVolumeClaim"):
        storage_class = classes.get(claim["spec"].get("storageClassName", ""))
        if storage_class and wants_volume(claim, storage_class):
            api.create(volume_for(claim, storage_class))
    for volume in api.list("v1", "PersistentVolume"):
        if is_to_be_deleted(volume):
            api.delete(volume)


def main(kubeconfig: Path) -> None:
    """Reconcile until killed; an API server that is down is tried again."""
    api = KubernetesApi(access_from_kubeconfig(kubeconfig.read_text(encoding="utf-8")))
    while True:
        try:
            reconcile(api)
        except (ApiError, UnreachableError) as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
