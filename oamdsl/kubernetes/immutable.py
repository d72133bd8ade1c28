"""Fields that the API server refuses to change, so that a change of theirs makes the object anew.

Source: Kubernetes, k8s.io/kubernetes 1.37 ``pkg/apis/*/validation`` (``ValidateImmutableField``);
pulumi-kubernetes 4, ``provider/pkg/provider/diff.go`` (``forceNewProperties``).
"""

from collections.abc import Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import group_of
from oamdsl.kubernetes.path import Path

_MUTABLE_OF_STATEFUL_SET: Final = frozenset(
    {
        "minReadySeconds",
        "ordinals",
        "persistentVolumeClaimRetentionPolicy",
        "replicas",
        "revisionHistoryLimit",
        "template",
        "updateStrategy",
    }
)
_MUTABLE_OF_JOB: Final = frozenset(
    {"activeDeadlineSeconds", "backoffLimit", "parallelism", "suspend", "ttlSecondsAfterFinished"}
)
_MUTABLE_OF_CLAIM: Final = frozenset({"resources", "volumeAttributesClassName"})

_IMMUTABLE: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("", "Secret"): ("type",),
    ("", "Service"): ("spec.clusterIP", "spec.loadBalancerClass"),
    ("apps", "DaemonSet"): ("spec.selector",),
    ("apps", "Deployment"): ("spec.selector",),
    ("argoproj.io", "Rollout"): ("spec.selector",),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef",),
    ("scheduling.k8s.io", "PriorityClass"): ("value", "preemptionPolicy"),
    ("storage.k8s.io", "StorageClass"): ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"),
}
_MUTABLE: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("", "PersistentVolumeClaim"): _MUTABLE_OF_CLAIM,
    ("apps", "StatefulSet"): _MUTABLE_OF_STATEFUL_SET,
    ("batch", "Job"): _MUTABLE_OF_JOB,
}
"""Kinds of whose ``spec`` these fields alone may change."""

_IDENTITY: Final = (("kind",), ("metadata", "name"), ("metadata", "namespace"))


def is_immutable(object: Mapping[str, Any], path: Path) -> bool:
    """Whether the API server refuses a change of the field at *path*.

    Args:
        object: Only its ``apiVersion`` and ``kind`` count.
        path: The field.
    """
    if path.segments in _IDENTITY:
        return True
    key = (group_of(object.get("apiVersion") or ""), object.get("kind") or "")
    if key in _MUTABLE:
        spec, name = (*path.segments, "", "")[:2]
        return spec == "spec" and name not in _MUTABLE[key]
    return any(path.starts_with(Path.parse(field)) for field in _IMMUTABLE.get(key, ()))
