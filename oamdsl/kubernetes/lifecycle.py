"""Since when Kubernetes' own APIs are deprecated, which version removed them, and what replaces them.

Source: Kubernetes, "Deprecated API Migration Guide"; k8s.io/api 0.37.2, the generated files
``zz_generated.prerelease-lifecycle.go``.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from oamdsl.kubernetes.api import Api


@attrs.frozen
class Lifecycle:
    """How long an API lasts.

    Attributes:
        deprecated: The minor version that deprecated it.
        removed: The first minor version that does not serve it; empty when none is planned.
        replacement: What to write in its place; None when there is nothing.
    """

    deprecated: str
    removed: str
    replacement: Api | None

    def is_deprecated(self, minor: str) -> bool:
        """Whether it is deprecated in Kubernetes *minor*."""
        return _order(self.deprecated) <= _order(minor)

    def is_removed(self, minor: str) -> bool:
        """Whether Kubernetes *minor* has it no more."""
        return bool(self.removed) and _order(self.removed) <= _order(minor)


def lifecycle(api: Api) -> Lifecycle | None:
    """How long *api* lasts; None when it is not deprecated, or none of Kubernetes' own."""
    return _LIFECYCLES.get(api)


def _order(minor: str) -> tuple[int, ...]:
    return tuple(int(number) for number in minor.split(".") if number.isdigit())


_POLICIES: Final = "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"
_FLOW: Final = "FlowSchema PriorityLevelConfiguration"
_ROLES: Final = "ClusterRole ClusterRoleBinding Role RoleBinding"
_DEVICES: Final = "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice"
_NOTHING: Final = ""

_TABLE: Final = (
    ("v1", "ComponentStatus", "1.19", "", _NOTHING),
    ("v1", "Endpoints", "1.33", "", "discovery.k8s.io/v1 EndpointSlice"),
    ("extensions/v1beta1", "DaemonSet Deployment ReplicaSet", "1.8", "1.16", "apps/v1"),
    ("extensions/v1beta1", "NetworkPolicy", "1.9", "1.16", "networking.k8s.io/v1"),
    ("extensions/v1beta1", "PodSecurityPolicy", "1.11", "1.16", _NOTHING),
    ("extensions/v1beta1", "Ingress", "1.14", "1.22", "networking.k8s.io/v1"),
    ("apps/v1beta1", "ControllerRevision Deployment StatefulSet", "1.8", "1.16", "apps/v1"),
    (
        "apps/v1beta2",
        "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
        "1.9",
        "1.16",
        "apps/v1",
    ),
    (
        "admissionregistration.k8s.io/v1beta1",
        "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
        "1.16",
        "1.22",
        "admissionregistration.k8s.io/v1",
    ),
    (
        "admissionregistration.k8s.io/v1alpha1",
        "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding",
        "1.29",
        "1.32",
        "admissionregistration.k8s.io/v1",
    ),
    (
        "admissionregistration.k8s.io/v1beta1",
        "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding",
        "1.31",
        "1.34",
        "admissionregistration.k8s.io/v1",
    ),
    ("admissionregistration.k8s.io/v1alpha1", _POLICIES, "1.35", "1.38", "admissionregistration.k8s.io/v1"),
    ("admissionregistration.k8s.io/v1beta1", _POLICIES, "1.37", "1.40", "admissionregistration.k8s.io/v1"),
    ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", "1.16", "1.22", "apiextensions.k8s.io/v1"),
    ("apiregistration.k8s.io/v1beta1", "APIService", "1.19", "1.22", "apiregistration.k8s.io/v1"),
    ("authentication.k8s.io/v1beta1", "TokenReview", "1.19", "1.22", "authentication.k8s.io/v1"),
    (
        "authorization.k8s.io/v1beta1",
        "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
        "1.19",
        "1.22",
        "authorization.k8s.io/v1",
    ),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler", "1.22", "1.25", "autoscaling/v2"),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.23", "1.26", "autoscaling/v2"),
    ("batch/v1beta1", "CronJob", "1.21", "1.25", "batch/v1"),
    (
        "certificates.k8s.io/v1beta1",
        "CertificateSigningRequest",
        "1.19",
        "1.22",
        "certificates.k8s.io/v1",
    ),
    ("certificates.k8s.io/v1alpha1", "ClusterTrustBundle", "1.34", "1.37", "certificates.k8s.io/v1"),
    (
        "certificates.k8s.io/v1beta1",
        "ClusterTrustBundle PodCertificateRequest",
        "1.37",
        "1.40",
        "certificates.k8s.io/v1",
    ),
    ("coordination.k8s.io/v1beta1", "Lease", "1.19", "1.22", "coordination.k8s.io/v1"),
    ("coordination.k8s.io/v1alpha2", "LeaseCandidate", "1.35", "1.38", "coordination.k8s.io/v1beta1"),
    ("coordination.k8s.io/v1beta1", "LeaseCandidate", "1.36", "1.39", _NOTHING),
    ("discovery.k8s.io/v1beta1", "EndpointSlice", "1.21", "1.25", "discovery.k8s.io/v1"),
    ("events.k8s.io/v1beta1", "Event", "1.22", "1.25", "events.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta1", _FLOW, "1.23", "1.26", "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", _FLOW, "1.26", "1.29", "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", _FLOW, "1.29", "1.32", "flowcontrol.apiserver.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", "Ingress IngressClass", "1.19", "1.22", "networking.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", "IPAddress ServiceCIDR", "1.34", "1.37", "networking.k8s.io/v1"),
    ("node.k8s.io/v1beta1", "RuntimeClass", "1.22", "1.25", "node.k8s.io/v1"),
    ("policy/v1beta1", "PodDisruptionBudget", "1.21", "1.25", "policy/v1"),
    ("policy/v1beta1", "PodSecurityPolicy", "1.21", "1.25", _NOTHING),
    ("rbac.authorization.k8s.io/v1beta1", _ROLES, "1.17", "1.22", "rbac.authorization.k8s.io/v1"),
    ("resource.k8s.io/v1alpha3", "DeviceTaintRule", "1.36", "1.39", "resource.k8s.io/v1"),
    ("resource.k8s.io/v1beta1", _DEVICES, "1.35", "1.38", "resource.k8s.io/v1"),
    ("resource.k8s.io/v1beta2", _DEVICES, "1.36", "1.39", "resource.k8s.io/v1"),
    ("scheduling.k8s.io/v1beta1", "PriorityClass", "1.14", "1.22", "scheduling.k8s.io/v1"),
    ("storage.k8s.io/v1alpha1", "VolumeAttributesClass", "1.32", "1.35", "storage.k8s.io/v1"),
    (
        "storage.k8s.io/v1beta1",
        "CSIDriver StorageClass VolumeAttachment",
        "1.19",
        "1.22",
        "storage.k8s.io/v1",
    ),
    ("storage.k8s.io/v1beta1", "CSINode", "1.17", "1.22", "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "CSIStorageCapacity", "1.24", "1.27", "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "VolumeAttributesClass", "1.34", "1.37", "storage.k8s.io/v1"),
    (
        "storagemigration.k8s.io/v1beta1",
        "StorageVersionMigration",
        "1.37",
        "1.40",
        "storagemigration.k8s.io/v1",
    ),
)
"""``(API version, kinds, deprecated, removed, replacement: an API version, and a kind where it differs)``."""


def _lifecycles() -> Iterator[tuple[Api, Lifecycle]]:
    for api_version, kinds, deprecated, removed, replacement in _TABLE:
        version, _, other_kind = replacement.partition(" ")
        for kind in kinds.split():
            instead = Api(version, other_kind or kind) if version else None
            yield Api(api_version, kind), Lifecycle(deprecated, removed, instead)


_LIFECYCLES: Final[Mapping[Api, Lifecycle]] = dict(_lifecycles())
