"""Fields whose change replaces the object, because the API server would refuse to change them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from tests.e2e.provider.field_paths import Path, overlap, parse

IDENTITY: Final = ("metadata.name", "metadata.namespace", "kind")
"""Changed, these name another object."""

CONTAINER: Final = (
    *("args", "command", "env", "image", "imagePullPolicy", "lifecycle", "livenessProbe", "ports"),
    *("readinessProbe", "resources", "securityContext", "stdin", "stdinOnce"),
    *("terminationMessagePath", "terminationMessagePolicy", "tty", "volumeDevices"),
    *("volumeMounts", "workingDir"),
)
POD: Final = (
    *("affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks"),
    *("hostAliases", "hostIPC", "hostNetwork", "hostPID", "hostname", "imagePullSecrets"),
    *("nodeName", "nodeSelector", "overhead", "preemptionPolicy", "priority"),
    *("priorityClassName", "readinessGates", "restartPolicy", "runtimeClassName"),
    *("schedulerName", "securityContext", "serviceAccount", "serviceAccountName"),
    *("shareProcessNamespace", "subdomain", "terminationGracePeriodSeconds", "volumes"),
    *(f"containers[*].{field}" for field in CONTAINER),
    *(f"initContainers[*].{field}" for field in CONTAINER),
)
VOLUME_SOURCES: Final = (
    *("awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc"),
    *("flexVolume", "flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local"),
    *("nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos"),
    "vsphereVolume",
)

OF_SPEC: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("apps/v1", "DaemonSet"): ("selector",),
    ("apps/v1", "Deployment"): ("selector",),
    ("apps/v1", "StatefulSet"): (
        *("podManagementPolicy", "revisionHistoryLimit", "selector", "serviceName"),
        "volumeClaimTemplates",
    ),
    ("batch/v1", "Job"): ("completions", "parallelism", "selector", "template"),
    ("v1", "PersistentVolume"): VOLUME_SOURCES,
    ("v1", "PersistentVolumeClaim"): (*("accessModes", "selector", "storageClassName", "volumeName"),),
    ("v1", "Pod"): POD,
    ("v1", "ResourceQuota"): ("scopes",),
    ("v1", "Service"): ("clusterIP",),
}
"""By API version and kind, below `spec`."""

OF_OBJECT: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): ("roleRef",),
    ("storage.k8s.io/v1", "StorageClass"): ("parameters", "provisioner"),
    ("v1", "Secret"): ("type",),
}
"""By API version and kind, at the top."""


@attrs.frozen(kw_only=True)
class Mutability:
    """Which data the provider's configuration lets change in place.

    Attributes:
        config_maps: Data of a ConfigMap; otherwise a change replaces it.
        secrets: Data of a Secret; otherwise a change replaces it.
    """

    config_maps: bool = False
    secrets: bool = False


def replaces(path: Path, manifest: Mapping[str, Any], mutability: Mutability) -> bool:
    """Say whether a change at *path* replaces the object that *manifest* describes."""
    return any(overlap(each, path) for each in _immutable(manifest, mutability))


def _immutable(manifest: Mapping[str, Any], mutability: Mutability) -> Iterator[Path]:
    kind = (str(manifest.get("apiVersion")), str(manifest.get("kind")))
    yield from map(parse, IDENTITY)
    yield from (("spec", *parse(field)) for field in OF_SPEC.get(kind, ()))
    yield from map(parse, OF_OBJECT.get(kind, ()))
    sealed = manifest.get("immutable") is True
    if kind == ("v1", "Secret") and (sealed or not mutability.secrets):
        yield from (("data",), ("stringData",))
    if kind == ("v1", "ConfigMap") and (sealed or not mutability.config_maps):
        yield from (("data",), ("binaryData",))
