"""Which changes of an object replace it, and which the API server refuses.

An object is replaced where Pulumi's provider says so, or where `oamdsl.pulumi` asks for it. It is deleted
first when its name and namespace stay, since no two objects have one identity.

Source: pulumi-kubernetes 4, ``provider/pkg/provider/diff.go`` (``forceNew``); Kubernetes 1.37,
``pkg/apis/*/validation`` (``ValidateImmutableField``).
"""

from collections.abc import Mapping
from typing import Final

from oamdsl.kubernetes.api import group_of
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at

Kind = tuple[str, str]
"""API group and kind."""

_CLAIM: Final = ("", "PersistentVolumeClaim")
_CONFIG_MAP: Final = ("", "ConfigMap")
_JOB: Final = ("batch", "Job")
_SECRET: Final = ("", "Secret")
_STATEFUL_SET: Final = ("apps", "StatefulSet")

_REPLACING: Final[Mapping[Kind, tuple[str, ...]]] = {
    _CONFIG_MAP: ("data", "binaryData"),
    ("", "PersistentVolume"): tuple(
        f"spec.{source}"
        for source in (
            *("awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc"),
            *("flexVolume", "flocker", "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local"),
            *("nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos"),
            "vsphereVolume",
        )
    ),
    _CLAIM: ("spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"),
    ("", "Pod"): ("spec",),
    ("", "ResourceQuota"): ("spec.scopes",),
    _SECRET: ("data", "stringData", "type"),
    ("", "Service"): ("spec.clusterIP",),
    ("apps", "DaemonSet"): ("spec.selector",),
    ("apps", "Deployment"): ("spec.selector",),
    _STATEFUL_SET: (
        "spec.podManagementPolicy",
        "spec.revisionHistoryLimit",
        "spec.selector",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ),
    _JOB: ("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef",),
    ("storage.k8s.io", "StorageClass"): ("parameters", "provisioner"),
}
"""What the provider replaces an object for. It does not change the data of ConfigMaps and Secrets in place
unless its configuration says so (``enableConfigMapMutable``, ``enableSecretMutable``)."""

_REFUSED: Final[Mapping[Kind, tuple[str, ...]]] = {
    ("", "Service"): ("spec.loadBalancerClass",),
    _JOB: ("spec.completionMode", "spec.podFailurePolicy", "spec.backoffLimitPerIndex", "spec.managedBy"),
    ("networking.k8s.io", "IngressClass"): ("spec.controller",),
    ("scheduling.k8s.io", "PriorityClass"): ("value", "preemptionPolicy"),
    ("storage.k8s.io", "StorageClass"): ("reclaimPolicy", "volumeBindingMode"),
}
"""Fields that may not change."""

_ALLOWED: Final[Mapping[Kind, frozenset[str]]] = {
    _CLAIM: frozenset({"resources", "volumeAttributesClassName"}),
    _STATEFUL_SET: frozenset(
        {
            "minReadySeconds",
            "ordinals",
            "persistentVolumeClaimRetentionPolicy",
            "replicas",
            "revisionHistoryLimit",
            "template",
            "updateStrategy",
        }
    ),
}
"""Kinds of whose ``spec`` these fields alone may change."""

_IDENTITY: Final = frozenset({("kind",), ("metadata", "name"), ("metadata", "namespace")})
_STRATEGY: Final = Path(("spec", "strategy"))


def replacing_fields(body: Object) -> tuple[Path, ...]:
    """Fields for whose change oamdsl asks Pulumi to replace the object.

    A Deployment that recreates its pods may have no settings of a rolling update. The server filled those
    in when the strategy was left to it, and keeps them: server-side apply removes no field that nobody owns.

    Source: Kubernetes, Server-Side Apply, Field management; Deployments, Strategy.
    """
    return (_STRATEGY,) if body.get("kind") == "Deployment" and recreates(body) else ()


def recreates(body: Object) -> bool:
    """Whether all pods of a Deployment stop before new ones start."""
    return bool(at(body, _STRATEGY / "type") == "Recreate")


def is_replaced(body: Object, path: Path) -> bool:
    """Whether an object is replaced when the field at *path* becomes what it is in *body*."""
    if path.segments in _IDENTITY:
        return True
    fields = (*map(Path.parse, _REPLACING.get(_kind(body), ())), *replacing_fields(body))
    return any(path.starts_with(field) or field.starts_with(path) for field in fields)


def is_data(body: Object, path: Path) -> bool:
    """Whether the field at *path* is data of a ConfigMap or a Secret."""
    return _kind(body) in (_CONFIG_MAP, _SECRET) and path.segments[0] in ("data", "binaryData", "stringData")


def is_refused(body: Object, path: Path) -> bool:
    """Whether the API server refuses a change of the field at *path*, and the object is not replaced."""
    if is_replaced(body, path):
        return False
    kind = _kind(body)
    if kind in _ALLOWED:
        spec, name = (*path.segments, "", "")[:2]
        return spec == "spec" and name not in _ALLOWED[kind]
    return any(path.starts_with(Path.parse(field)) for field in _REFUSED.get(kind, ()))


def _kind(body: Object) -> Kind:
    return group_of(body.get("apiVersion") or ""), body.get("kind") or ""
