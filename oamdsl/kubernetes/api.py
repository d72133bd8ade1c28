"""API versions and kinds: which ones Kubernetes serves, and which live in no namespace."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final

import attrs


@attrs.frozen(cache_hash=True, slots=False)
class Api:
    """A kind of object and the version of the API that it is written in.

    Attributes:
        api_version: ``group/version``, or just the version in the core group: ``apps/v1``, ``v1``.
        kind: In CamelCase, singular: ``Deployment``.
    """

    api_version: str
    kind: str

    @classmethod
    def of(cls, object: Mapping[str, Any]) -> "Api":
        """The API that *object* says it is written in.

        Raises:
            ValueError: ``apiVersion`` or ``kind`` is missing, empty or no text.
        """
        api_version, kind = object.get("apiVersion"), object.get("kind")
        for field, value in (("apiVersion", api_version), ("kind", kind)):
            if not isinstance(value, str) or not value:
                message = f"the object has no {field}"
                raise ValueError(message)
        return _api(api_version, kind)

    @cached_property
    def group(self) -> str:
        """``autoscaling`` of ``autoscaling/v2``; empty in the core group."""
        return group_of(self.api_version)

    @property
    def version(self) -> str:
        """``v2`` of ``autoscaling/v2``."""
        return self.api_version.rpartition("/")[2]

    def __str__(self) -> str:
        """``autoscaling/v2 HorizontalPodAutoscaler``."""
        return f"{self.api_version} {self.kind}"


_api: Final = lru_cache(maxsize=4096)(Api)  # programs have many objects of few kinds


def group_of(api_version: str) -> str:
    """The group of an ``apiVersion``: ``apps`` of ``apps/v1``; empty in the core group."""
    return api_version.rpartition("/")[0]


DEFAULT_VERSION: Final = "1.37"

_ADDED: Final = {
    "1.33": {
        "v1": (
            "Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node"
            " PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController"
            " ResourceQuota Secret Service ServiceAccount"
        ),
        "admissionregistration.k8s.io/v1": (
            "MutatingWebhookConfiguration ValidatingAdmissionPolicy"
            " ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration"
        ),
        "apiextensions.k8s.io/v1": "CustomResourceDefinition",
        "apiregistration.k8s.io/v1": "APIService",
        "apps/v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
        "authentication.k8s.io/v1": "SelfSubjectReview TokenReview",
        "authorization.k8s.io/v1": (
            "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview"
        ),
        "autoscaling/v1": "HorizontalPodAutoscaler",
        "autoscaling/v2": "HorizontalPodAutoscaler",
        "batch/v1": "CronJob Job",
        "certificates.k8s.io/v1": "CertificateSigningRequest",
        "coordination.k8s.io/v1": "Lease",
        "discovery.k8s.io/v1": "EndpointSlice",
        "events.k8s.io/v1": "Event",
        "flowcontrol.apiserver.k8s.io/v1": "FlowSchema PriorityLevelConfiguration",
        "networking.k8s.io/v1": "IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR",
        "node.k8s.io/v1": "RuntimeClass",
        "policy/v1": "PodDisruptionBudget",
        "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding Role RoleBinding",
        "scheduling.k8s.io/v1": "PriorityClass",
        "storage.k8s.io/v1": "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment",
    },
    "1.34": {
        "resource.k8s.io/v1": "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
        "storage.k8s.io/v1": "VolumeAttributesClass",
    },
    "1.35": {},
    "1.36": {
        "admissionregistration.k8s.io/v1": "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding",
    },
    "1.37": {
        "certificates.k8s.io/v1": "ClusterTrustBundle PodCertificateRequest",
        "resource.k8s.io/v1": "DeviceTaintRule",
        "storagemigration.k8s.io/v1": "StorageVersionMigration",
    },
}
"""What each minor version began to serve; none of them stopped serving anything."""


def _builtin() -> Iterator[tuple[str, frozenset[Api]]]:
    served: frozenset[Api] = frozenset()
    for minor, added in _ADDED.items():
        served |= {Api(version, kind) for version, kinds in added.items() for kind in kinds.split()}
        yield minor, served


BUILTIN: Final[Mapping[str, frozenset[Api]]] = MappingProxyType(dict(_builtin()))
"""What an API server of each minor version serves by default: {minor version: APIs}.

These are the stable APIs: since Kubernetes 1.24 a new beta API is off by default, and the last
older ones are gone. Operators can switch groups and features on and off; ask a cluster for facts.

Source: kubernetes v1.33.0 to v1.37.2, ``api/discovery/aggregated_v2.json``, restricted to the group
versions that ``pkg/controlplane/instance.go`` enables by default.
"""

_CLUSTER_SCOPED: Final[Mapping[str, frozenset[str]]] = {
    group: frozenset(kinds.split())
    for group, kinds in {
        "": "ComponentStatus Namespace Node PersistentVolume",
        "admissionregistration.k8s.io": (
            "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration"
            " ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
            " ValidatingWebhookConfiguration"
        ),
        "apiextensions.k8s.io": "CustomResourceDefinition",
        "apiregistration.k8s.io": "APIService",
        "authentication.k8s.io": "SelfSubjectReview TokenReview",
        "authorization.k8s.io": ("SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview"),
        "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle",
        "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
        "networking.k8s.io": "IPAddress IngressClass ServiceCIDR",
        "node.k8s.io": "RuntimeClass",
        "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding",
        "resource.k8s.io": "DeviceClass DeviceTaintRule ResourceSlice",
        "scheduling.k8s.io": "PriorityClass",
        "storage.k8s.io": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
        "storagemigration.k8s.io": "StorageVersionMigration",
        # Custom resources: those of the controllers that oamdsl's platforms know.
        "apps.kruise.io": "NodeImage SidecarSet",
        "argoproj.io": "ClusterAnalysisTemplate",
        "cert-manager.io": "ClusterIssuer",
        "config.koordinator.sh": "ClusterColocationProfile",
        "elbv2.k8s.aws": "IngressClassParams",
        "external-secrets.io": "ClusterExternalSecret ClusterPushSecret ClusterSecretStore",
        "gateway.networking.k8s.io": "GatewayClass",
        "groupsnapshot.storage.k8s.io": "VolumeGroupSnapshotClass VolumeGroupSnapshotContent",
        "karpenter.sh": "NodeClaim NodePool",
        "keda.sh": "ClusterTriggerAuthentication",
        "policy.networking.k8s.io": ("AdminNetworkPolicy BaselineAdminNetworkPolicy ClusterNetworkPolicy"),
        "snapshot.storage.k8s.io": "VolumeSnapshotClass VolumeSnapshotContent",
        "trust.cert-manager.io": "Bundle",
    }.items()
}


def is_namespaced(api: Api) -> bool:
    """Whether objects of *api* live in a namespace.

    Any version of a group counts. A kind that is not known here counts as namespaced: only the
    cluster, or a CustomResourceDefinition, can tell.
    """
    return api.kind not in _CLUSTER_SCOPED.get(api.group, ())
