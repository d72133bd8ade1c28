"""Implementations that need Kubernetes alone."""

from oamdsl.model.platform import Platform
from oamdsl.platforms.kubernetes.auto_scaler import horizontal_pod_autoscaler
from oamdsl.platforms.kubernetes.ingress import ingress
from oamdsl.platforms.kubernetes.manual_scaler import replicas
from oamdsl.platforms.kubernetes.metadata import labels_and_annotations
from oamdsl.platforms.kubernetes.security_policy import security_context
from oamdsl.platforms.kubernetes.volume_mounter import persistent_volume_claim

KUBERNETES = Platform(
    "kubernetes",
    [
        horizontal_pod_autoscaler,
        ingress(ingress_class="nginx"),
        labels_and_annotations,
        persistent_volume_claim,
        replicas,
        security_context,
    ],
    features=["metrics.k8s.io"],
)
"""Kubernetes with an nginx ingress controller and the metrics server; the ground for your own platforms."""

__all__ = [
    "KUBERNETES",
    "horizontal_pod_autoscaler",
    "ingress",
    "labels_and_annotations",
    "persistent_volume_claim",
    "replicas",
    "security_context",
]
