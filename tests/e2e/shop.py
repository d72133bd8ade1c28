"""Small resources, all named shop, for the programs that prove the ground."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi
from pulumi_kubernetes.apps.v1 import (
    Deployment,
    DeploymentSpecArgs,
    StatefulSet,
    StatefulSetSpecArgs,
)
from pulumi_kubernetes.core.v1 import (
    ConfigMap,
    ContainerArgs,
    PersistentVolumeClaimArgs,
    PersistentVolumeClaimSpecArgs,
    PodSpecArgs,
    PodTemplateSpecArgs,
    ResourceRequirementsArgs,
    Service,
    ServicePortArgs,
    ServiceSpecArgs,
    VolumeResourceRequirementsArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs

from tests.e2e.images import IMAGE

NAME: Final = "shop"
LABELS: Final = {"app": NAME}


def deployment(
    namespace: str,
    *,
    image: str = IMAGE,
    replicas: int = 1,
    annotations: Mapping[str, str] | None = None,
    node_selector: Mapping[str, str] | None = None,
    ignore: tuple[str, ...] = (),
) -> Deployment:
    """A Deployment; its quantities are not spelled as the API server spells them."""
    resources = ResourceRequirementsArgs(requests={"cpu": "0.5", "memory": "1024Mi"})
    container = ContainerArgs(name=NAME, image=image, resources=resources)
    return Deployment(
        NAME,
        metadata=ObjectMetaArgs(name=NAME, namespace=namespace, annotations=annotations),
        spec=DeploymentSpecArgs(
            replicas=replicas,
            selector=LabelSelectorArgs(match_labels=LABELS),
            template=PodTemplateSpecArgs(
                metadata=ObjectMetaArgs(labels=LABELS),
                spec=PodSpecArgs(containers=[container], node_selector=node_selector),
            ),
        ),
        opts=pulumi.ResourceOptions(ignore_changes=list(ignore)),
    )


def service(namespace: str) -> Service:
    """A Service for the pods of the Deployment."""
    return Service(
        NAME,
        metadata=ObjectMetaArgs(name=NAME, namespace=namespace),
        spec=ServiceSpecArgs(selector=LABELS, ports=[ServicePortArgs(port=80)]),
    )


def config_map(namespace: str, data: Mapping[str, Any]) -> ConfigMap:
    """A ConfigMap."""
    return ConfigMap(NAME, metadata=ObjectMetaArgs(name=NAME, namespace=namespace), data=data)


def stateful_set(namespace: str) -> StatefulSet:
    """A StatefulSet with a volume."""
    storage = VolumeResourceRequirementsArgs(requests={"storage": "1Gi"})
    claim = PersistentVolumeClaimArgs(
        metadata=ObjectMetaArgs(name="data"),
        spec=PersistentVolumeClaimSpecArgs(access_modes=["ReadWriteOnce"], resources=storage),
    )
    return StatefulSet(
        NAME,
        metadata=ObjectMetaArgs(name=NAME, namespace=namespace),
        spec=StatefulSetSpecArgs(
            service_name=NAME,
            selector=LabelSelectorArgs(match_labels=LABELS),
            template=PodTemplateSpecArgs(
                metadata=ObjectMetaArgs(labels=LABELS),
                spec=PodSpecArgs(containers=[ContainerArgs(name=NAME, image=IMAGE)]),
            ),
            volume_claim_templates=[claim],
        ),
    )
