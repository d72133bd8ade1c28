"""Which lists server-side apply merges by key, and which maps it takes as one field.

Every list without keys is atomic: one manager has all of it. So is a set of scalars here, such as
``metadata.finalizers``, although Kubernetes merges it. Maps are merged key by key unless atomic. Who writes
what in one program is another matter: see `oamdsl.kubernetes.program_keys`.

Source: Kubernetes, "Server-Side Apply", Merge strategy; the schema in k8s.io/client-go 0.37.2,
``applyconfigurations/internal``; the CustomResourceDefinitions of the controllers named below.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import attrs

from oamdsl.kubernetes.api import group_of
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.pod_template import pod_template

Shape = tuple[str, ...]
"""A path's field names, with ``*`` for an entry of a list."""

_NAME: Final = ("name",)

_CONTAINER_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "env": _NAME,
    "ports": ("containerPort", "protocol"),
    "resources.claims": _NAME,
    "volumeDevices": ("devicePath",),
    "volumeMounts": ("mountPath",),
}
_CONTAINER_ATOMIC: Final = (
    "env.*.valueFrom.configMapKeyRef",
    "env.*.valueFrom.fieldRef",
    "env.*.valueFrom.fileKeyRef",
    "env.*.valueFrom.resourceFieldRef",
    "env.*.valueFrom.secretKeyRef",
)
_CONTAINERS: Final = ("containers", "ephemeralContainers", "initContainers")

POD_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(_CONTAINERS, _NAME),
    **{
        f"{containers}.*.{path}": keys
        for containers in _CONTAINERS
        for path, keys in _CONTAINER_LISTS.items()
    },
    "evictionResponders": _NAME,
    "hostAliases": ("ip",),
    "imagePullSecrets": _NAME,
    "resourceClaims": _NAME,
    "resources.claims": _NAME,
    "schedulingGates": _NAME,
    "topologySpreadConstraints": ("topologyKey", "whenUnsatisfiable"),
    "volumes": _NAME,
}
POD_ATOMIC: Final = (
    *(f"{containers}.*.{path}" for containers in _CONTAINERS for path in _CONTAINER_ATOMIC),
    "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution",
    "evictionResponders.*",
    "imagePullSecrets.*",
    "nodeSelector",
    "topologySpreadConstraints.*.labelSelector",
    "volumes.*.cephfs.secretRef",
    "volumes.*.cinder.secretRef",
    "volumes.*.csi.nodePublishSecretRef",
    "volumes.*.ephemeral.volumeClaimTemplate.spec.dataSource",
    "volumes.*.ephemeral.volumeClaimTemplate.spec.selector",
    "volumes.*.flexVolume.secretRef",
    "volumes.*.iscsi.secretRef",
    "volumes.*.rbd.secretRef",
    "volumes.*.scaleIO.secretRef",
    "volumes.*.storageos.secretRef",
)

_TYPED_PODS: Final = frozenset(
    {
        ("", "Pod"),
        ("", "PodTemplate"),
        ("", "ReplicationController"),
        ("apps", "DaemonSet"),
        ("apps", "Deployment"),
        ("apps", "ReplicaSet"),
        ("apps", "StatefulSet"),
        ("argoproj.io", "Rollout"),
        ("batch", "CronJob"),
        ("batch", "Job"),
        ("keda.sh", "ScaledJob"),
    }
)
"""The kinds that write the whole schema of a pod out.

OpenKruise's do not ("preserve unknown fields"), so the lists in their templates are atomic.
"""
_UNTYPED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("argoproj.io", "Rollout"): ("evictionResponders",),
    ("keda.sh", "ScaledJob"): ("evictionResponders",),
}
"""What their schema of a pod leaves open: below it all lists are atomic, and no map is.

A Rollout's schema leaves ``volumes`` open too. They count as keyed: a Rollout may stand for a Deployment to
which several traits add volumes, and what the API server sees of them has one manager.
"""

_CONDITIONS: Final = frozenset(
    (group, kind)
    for group, kinds in {
        "": "Namespace Node PersistentVolumeClaim Pod ReplicationController Service",
        "admissionregistration.k8s.io": "ValidatingAdmissionPolicy",
        "apps": "DaemonSet Deployment ReplicaSet StatefulSet",
        "autoscaling": "HorizontalPodAutoscaler",
        "cert-manager.io": "Certificate ClusterIssuer Issuer",
        "certificates.k8s.io": "CertificateSigningRequest PodCertificateRequest",
        "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
        "gateway.networking.k8s.io": "Gateway GatewayClass ListenerSet",
        "networking.k8s.io": "ServiceCIDR",
        "policy": "PodDisruptionBudget",
        "resource.k8s.io": "DeviceTaintRule",
        "storagemigration.k8s.io": "StorageVersionMigration",
    }.items()
    for kind in kinds.split()
)
"""The kinds whose ``status.conditions`` are keyed by ``type``; a Job's, for one, are atomic."""

_METADATA_LISTS: Final[Mapping[str, tuple[str, ...]]] = {"metadata.ownerReferences": ("uid",)}
_METADATA_ATOMIC: Final = ("metadata.ownerReferences.*",)

_LISTS: Final[Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]] = {
    ("", "Service"): {"spec.ports": ("port", "protocol")},
    ("", "ServiceAccount"): {"secrets": _NAME},
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"): {"spec.matchConditions": _NAME},
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): {
        "webhooks": _NAME,
        "webhooks.*.matchConditions": _NAME,
    },
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"): {
        "spec.matchConditions": _NAME,
        "spec.variables": _NAME,
    },
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): {
        "webhooks": _NAME,
        "webhooks.*.matchConditions": _NAME,
    },
    ("batch", "CronJob"): {"spec.jobTemplate.spec.scheduling.resourceClaims": _NAME},
    ("batch", "Job"): {"spec.scheduling.resourceClaims": _NAME},
    ("gateway.networking.k8s.io", "Gateway"): {
        "spec.listeners": _NAME,
        "spec.tls.frontend.perPort": ("port",),
    },
    ("gateway.networking.k8s.io", "ListenerSet"): {"spec.listeners": _NAME},
    ("http.keda.sh", "HTTPScaledObject"): {"spec.headers": _NAME},
    ("monitoring.coreos.com", "PrometheusRule"): {"spec.groups": _NAME},
    ("networking.istio.io", "ServiceEntry"): {"spec.ports": _NAME},
    ("rollouts.kruise.io", "TrafficRouting"): {
        "spec.strategy.requestHeaderModifier.add": _NAME,
        "spec.strategy.requestHeaderModifier.set": _NAME,
    },
    ("serving.knative.dev", "Service"): {
        "spec.template.spec.imagePullSecrets": _NAME,
        "spec.template.spec.volumes": _NAME,
    },
    ("storage.k8s.io", "CSINode"): {"spec.drivers": _NAME},
}

_SELECTOR: Final = ("spec.selector",)
_ATOMIC: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("", "PersistentVolume"): (
        "spec.cephfs.secretRef",
        "spec.cinder.secretRef",
        "spec.claimRef",
        "spec.csi.controllerExpandSecretRef",
        "spec.csi.controllerPublishSecretRef",
        "spec.csi.nodeExpandSecretRef",
        "spec.csi.nodePublishSecretRef",
        "spec.csi.nodeStageSecretRef",
        "spec.flexVolume.secretRef",
        "spec.iscsi.secretRef",
        "spec.nodeAffinity.required",
        "spec.rbd.secretRef",
        "spec.scaleIO.secretRef",
        "spec.storageos.secretRef",
    ),
    ("", "PersistentVolumeClaim"): ("spec.dataSource", "spec.selector"),
    ("", "ReplicationController"): _SELECTOR,
    ("", "ResourceQuota"): ("spec.scopeSelector",),
    ("", "Service"): _SELECTOR,
    ("", "ServiceAccount"): ("secrets.*",),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"): (
        "spec.matchConstraints",
        "spec.paramKind",
    ),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"): (
        "spec.matchResources",
        "spec.paramRef",
    ),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): (
        "webhooks.*.namespaceSelector",
        "webhooks.*.objectSelector",
    ),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"): (
        "spec.matchConstraints",
        "spec.paramKind",
        "spec.variables.*",
    ),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"): (
        "spec.matchResources",
        "spec.paramRef",
    ),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): (
        "webhooks.*.namespaceSelector",
        "webhooks.*.objectSelector",
    ),
    ("apps", "ControllerRevision"): ("data",),
    ("apps", "DaemonSet"): _SELECTOR,
    ("apps", "Deployment"): _SELECTOR,
    ("apps", "ReplicaSet"): _SELECTOR,
    ("apps", "StatefulSet"): _SELECTOR,
    ("apps.kruise.io", "CloneSet"): _SELECTOR,
    ("apps.kruise.io", "DaemonSet"): (
        "spec.selector",
        "spec.updateStrategy.rollingUpdate.selector",
    ),
    ("apps.kruise.io", "SidecarSet"): (
        "spec.namespaceSelector",
        "spec.selector",
        "spec.updateStrategy.selector",
    ),
    ("apps.kruise.io", "StatefulSet"): _SELECTOR,
    ("apps.kruise.io", "WorkloadSpread"): ("spec.targetFilter.selector",),
    ("argoproj.io", "Rollout"): _SELECTOR,
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"): ("spec.targetRef",),
    ("batch", "CronJob"): ("spec.jobTemplate.spec.selector",),
    ("batch", "Job"): _SELECTOR,
    ("config.koordinator.sh", "ClusterColocationProfile"): (
        "spec.namespaceSelector",
        "spec.selector",
    ),
    ("elbv2.k8s.aws", "IngressClassParams"): ("spec.namespaceSelector",),
    ("elbv2.k8s.aws", "TargetGroupBinding"): ("spec.nodeSelector",),
    ("gateway.networking.k8s.io", "Gateway"): (
        "spec.allowedListeners.namespaces.selector",
        "spec.listeners.*.allowedRoutes.namespaces.selector",
    ),
    ("gateway.networking.k8s.io", "ListenerSet"): ("spec.listeners.*.allowedRoutes.namespaces.selector",),
    ("keda.sh", "ScaledJob"): (
        "spec.jobTargetRef.selector",
        "spec.jobTargetRef.template.spec.volumes.*.configMap",
    ),
    ("monitoring.coreos.com", "PodMonitor"): _SELECTOR,
    ("monitoring.coreos.com", "ServiceMonitor"): _SELECTOR,
    ("networking.k8s.io", "Ingress"): (
        "spec.defaultBackend.resource",
        "spec.defaultBackend.service.port",
    ),
    ("networking.k8s.io", "NetworkPolicy"): ("spec.podSelector",),
    ("node.k8s.io", "RuntimeClass"): ("scheduling.nodeSelector",),
    ("policy", "PodDisruptionBudget"): _SELECTOR,
    ("policy.kruise.io", "PodUnavailableBudget"): _SELECTOR,
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef",),
    ("resource.k8s.io", "ResourceSlice"): ("spec.nodeSelector",),
    ("serving.knative.dev", "Service"): (
        "spec.template.spec.imagePullSecrets.*",
        "spec.template.spec.nodeSelector",
        "spec.template.spec.volumes.*.configMap",
    ),
    ("storage.k8s.io", "CSIStorageCapacity"): ("nodeTopology",),
    ("velero.io", "Schedule"): ("spec.template.labelSelector", "spec.template.resourcePolicy"),
}


@attrs.frozen
class Merging:
    """How objects of one kind are merged.

    Attributes:
        lists: The lists whose entries are told apart: {list: key fields}.
        atomic: The maps that are one field, such as a label selector; not what is below them.
    """

    lists: Mapping[Shape, tuple[str, ...]]
    atomic: frozenset[Shape]


def server_side(object: Mapping[str, Any]) -> Merging:
    """How the API server merges what several managers apply to *object*, whose kind alone counts."""
    return _merging(object.get("apiVersion") or "", object.get("kind") or "")


def list_keys(object: Mapping[str, Any], path: Path) -> tuple[str, ...] | None:
    """The fields that tell the entries of the list at *path* apart.

    Args:
        object: Only its ``apiVersion`` and ``kind`` count.
        path: The list itself; entries on the way are given by key or as ``[*]``.

    Returns:
        The key fields in the declared order, ``("containerPort", "protocol")`` for the ports of a
        container; None if the list is atomic, *path* is no list, or nothing is known of the kind.
    """
    return server_side(object).lists.get(shape(path))


def is_atomic_map(object: Mapping[str, Any], path: Path) -> bool:
    """Whether the map at *path* is one field with one owner, such as a label selector.

    True for the map alone, not for what is below it. A list is no map; ask `list_keys` about it.
    """
    return shape(path) in server_side(object).atomic


def shape(path: Path) -> Shape:
    """The shape of *path*."""
    return tuple([segment if isinstance(segment, str) else "*" for segment in path.segments])


def below(prefix: Shape, path: str) -> Shape:
    """The shape of *path*, such as ``containers.*.env``, below *prefix*."""
    return (*prefix, *path.split("."))


@cache
def _merging(api_version: str, kind: str) -> Merging:
    key = (group_of(api_version), kind)
    lists = {
        **_METADATA_LISTS,
        **({"status.conditions": ("type",)} if key in _CONDITIONS else {}),
        **_LISTS.get(key, {}),
    }
    atomic = (*_METADATA_ATOMIC, *_ATOMIC.get(key, ()))
    template = pod_template({"apiVersion": api_version, "kind": kind}) if key in _TYPED_PODS else None
    pods = [] if template is None else [below(shape(template), "spec")]
    return Merging(
        lists={
            **{below((), path): keys for path, keys in lists.items()},
            **{
                below(spec, path): keys
                for spec in pods
                for path, keys in POD_LISTS.items()
                if not _is_untyped(key, path)
            },
        },
        atomic=frozenset(
            [
                *(below((), path) for path in atomic),
                *(below(spec, path) for spec in pods for path in POD_ATOMIC if not _is_untyped(key, path)),
            ]
        ),
    )


def _is_untyped(key: tuple[str, str], path: str) -> bool:
    return path.partition(".")[0] in _UNTYPED.get(key, ())
