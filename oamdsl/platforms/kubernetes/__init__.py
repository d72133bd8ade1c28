"""Implementations that need Kubernetes alone."""

from oamdsl.model.platform import Platform
from oamdsl.platforms.kubernetes.auto_scaler import horizontal_pod_autoscaler
from oamdsl.platforms.kubernetes.bandwidth import bandwidth_annotations
from oamdsl.platforms.kubernetes.container_resources import requests_and_limits
from oamdsl.platforms.kubernetes.disruption_budget import pod_disruption_budget
from oamdsl.platforms.kubernetes.graceful_shutdown import termination_grace_period
from oamdsl.platforms.kubernetes.ingress import ingress
from oamdsl.platforms.kubernetes.init_container import init_container
from oamdsl.platforms.kubernetes.manual_scaler import replicas
from oamdsl.platforms.kubernetes.metadata import labels_and_annotations
from oamdsl.platforms.kubernetes.metrics import scrape_annotations
from oamdsl.platforms.kubernetes.network_isolation import network_policy
from oamdsl.platforms.kubernetes.placement import scheduling_constraints
from oamdsl.platforms.kubernetes.probes import container_probes
from oamdsl.platforms.kubernetes.quality_of_service import quality_of_service_class
from oamdsl.platforms.kubernetes.raw_patch import patched_fields
from oamdsl.platforms.kubernetes.security_policy import security_context
from oamdsl.platforms.kubernetes.service_access import service_account
from oamdsl.platforms.kubernetes.sidecar import container
from oamdsl.platforms.kubernetes.volume_mounter import persistent_volume_claim

KUBERNETES = Platform(
    "kubernetes",
    [
        bandwidth_annotations,
        container,
        container_probes,
        horizontal_pod_autoscaler,
        ingress(ingress_class="nginx", redirects_https=True),
        init_container,
        labels_and_annotations,
        network_policy,
        patched_fields,
        persistent_volume_claim,
        pod_disruption_budget,
        quality_of_service_class,
        replicas,
        requests_and_limits,
        scheduling_constraints,
        security_context,
        service_account,
        termination_grace_period,
    ],
    features=["metrics.k8s.io"],
)
"""Kubernetes with an nginx ingress controller and the metrics server; the ground for your own platforms."""

__all__ = [
    "KUBERNETES",
    "bandwidth_annotations",
    "container",
    "container_probes",
    "horizontal_pod_autoscaler",
    "ingress",
    "init_container",
    "labels_and_annotations",
    "network_policy",
    "patched_fields",
    "persistent_volume_claim",
    "pod_disruption_budget",
    "quality_of_service_class",
    "replicas",
    "requests_and_limits",
    "scheduling_constraints",
    "scrape_annotations",
    "security_context",
    "service_account",
    "termination_grace_period",
]
