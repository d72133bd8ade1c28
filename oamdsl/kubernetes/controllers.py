"""What the controllers of some kinds of objects do to other objects, read off the objects.

An autoscaler decides the replicas of whatever it refers to, whoever wrote it. Which controllers run in a
cluster is not known here.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from oamdsl.kubernetes.api import Api, group_of
from oamdsl.kubernetes.object import Identity, Object, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at, is_list, maps_in

_DEPLOYMENT: Final = Api("apps/v1", "Deployment")
_RESOURCES: Final = ("cpu", "memory")
EVERY: Final = "*"
"""Stands for all containers of a pod."""


@attrs.frozen(kw_only=True)
class Control:
    """What the controller of one object does.

    Attributes:
        name: What messages call the controller where it makes objects: ``External Secrets Operator``.
        target: The object that it acts on; None for none.
        scales: Whether it decides the number of replicas of that.
        resizes: The resources whose requests it changes in the pods of that: ``(container, resources)``, with
            `EVERY` for all containers. Of one that names containers, those alone are told.
        rewrites: Fields of that which it changes, whoever decided them first.
        releases: Whether it decides when the pods of that get a new version.
        makes: The objects that it makes: ``(API, name)``.
    """

    name: str = ""
    target: Identity | None = None
    scales: bool = False
    resizes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rewrites: tuple[Path, ...] = ()
    releases: bool = False
    makes: tuple[tuple[Api, str], ...] = ()


def control_of(body: Object) -> Control | None:
    """What the controller of *body* does; None for an object that is known of no controller."""
    read = _CONTROLS.get((group_of(body["apiVersion"]), body["kind"]))
    return None if read is None else read(body)


def has_control(api_version: str, kind: str) -> bool:
    """Whether `control_of` tells something of objects of *kind*."""
    return (group_of(api_version), kind) in _CONTROLS


def target_of(body: Object, path: Path, default: Api | None = None) -> Identity | None:
    """The object that *body* refers to at *path*, in its own namespace; None where it names none.

    Args:
        body: The object.
        path: Where it has ``apiVersion``, ``kind`` and ``name`` of the other one.
        default: What API it means when it names none.
    """
    reference = as_map(at(body, path))
    api_version = reference.get("apiVersion", default.api_version if default else None)
    kind, name = reference.get("kind", default.kind if default else None), reference.get("name")
    if isinstance(api_version, str) and isinstance(kind, str) and isinstance(name, str):
        return (kind, group_of(api_version), ObjectRef.of(body).namespace, name)
    return None


def _scaler(body: Object) -> Control:
    """A HorizontalPodAutoscaler; a CronHorizontalPodAutoscaler of one changes its bounds.

    Source: AliyunContainerService/kubernetes-cronhpa-controller, "Compatible with HPA".
    """
    target = target_of(body, Path(("spec", "scaleTargetRef")))
    if target is not None and target[0] == "HorizontalPodAutoscaler":
        return Control(target=target, rewrites=(Path(("spec", "minReplicas")), Path(("spec", "maxReplicas"))))
    return Control(target=target, scales=True)


def _scaled_object(body: Object) -> Control:
    """KEDA's objects, which mean a Deployment unless they say otherwise.

    Source: KEDA 2.20, ScaledObject specification, ``scaleTargetRef``.
    """
    return Control(target=target_of(body, Path(("spec", "scaleTargetRef")), _DEPLOYMENT), scales=True)


def _vertical_pod_autoscaler(body: Object) -> Control:
    """A VerticalPodAutoscaler, unless it only recommends.

    Source: Kubernetes autoscaler, vertical-pod-autoscaler 1.7, ``spec.resourcePolicy.containerPolicies``.
    """
    spec = as_map(body.get("spec"))
    target = target_of(body, Path(("spec", "targetRef")))
    if as_map(spec.get("updatePolicy")).get("updateMode") == "Off":
        return Control(target=target)
    policies = maps_in(as_map(spec.get("resourcePolicy")).get("containerPolicies")) or ({},)
    by_name = {_container(policy): policy for policy in policies}
    named = {name: policy for name, policy in by_name.items() if name != EVERY} or by_name
    resizes = ((name, _resized(policy)) for name, policy in named.items() if policy.get("mode") != "Off")
    return Control(target=target, resizes=tuple(resizes))


def _container(policy: Mapping[str, Any]) -> str:
    name = policy.get("containerName")
    return name if isinstance(name, str) else EVERY


def _resized(policy: Mapping[str, Any]) -> tuple[str, ...]:
    controlled = policy.get("controlledResources")
    return tuple(one for one in _RESOURCES if one in controlled) if is_list(controlled) else _RESOURCES


def _flagger_canary(body: Object) -> Control:
    """A Canary; an autoscaler that it is told of decides the replicas, and Flagger stops and starts that.

    Source: Flagger v1.44, How it works, "Canary target", ``autoscalerRef``.
    """
    spec = as_map(body.get("spec"))
    target = target_of(body, Path(("spec", "targetRef")))
    return Control(target=target, scales=spec.get("autoscalerRef") is None, releases=True)


def _kruise_rollout(body: Object) -> Control:
    """A Rollout of OpenKruise, which changes how the workload is updated, and pauses a Deployment.

    Source: OpenKruise Rollouts v0.6, ``spec.workloadRef``; in v1alpha1 ``spec.objectRef.workloadRef``.
    """
    old, new = Path(("spec", "objectRef", "workloadRef")), Path(("spec", "workloadRef"))
    target = target_of(body, new) or target_of(body, old)
    deployed = target is not None and target[0] == "Deployment"
    fields = ("paused", "strategy") if deployed else ("updateStrategy",)
    return Control(target=target, rewrites=tuple(Path(("spec", one)) for one in fields), releases=True)


def _argo_rollout(body: Object) -> Control | None:
    """A Rollout of Argo that takes the pods from another object, and may scale that down.

    Source: Argo Rollouts v1.9, Migrating to Rollouts, ``spec.workloadRef.scaleDown``.
    """
    reference = as_map(as_map(body.get("spec")).get("workloadRef"))
    target = target_of(body, Path(("spec", "workloadRef")))
    scales = reference.get("scaleDown") in ("onsuccess", "progressively")
    return Control(target=target, scales=scales, releases=True) if reference else None


def _external_secret(body: Object) -> Control:
    """An ExternalSecret, unless it adds to a Secret of somebody else's.

    Source: External Secrets Operator v2.9, ``spec.target.creationPolicy``.
    """
    target = as_map(as_map(body.get("spec")).get("target"))
    if target.get("creationPolicy") in ("Merge", "None"):
        return Control()
    return _making_secret(target.get("name") or ObjectRef.of(body).name, "External Secrets Operator")


def _certificate(body: Object) -> Control:
    """A Certificate of cert-manager."""
    return _making_secret(as_map(body.get("spec")).get("secretName"), "cert-manager Certificate")


def _sealed_secret(body: Object) -> Control:
    """A SealedSecret, which becomes the Secret of its name."""
    return _making_secret(ObjectRef.of(body).name, "Sealed Secrets controller")


def _making_secret(name: object, by: str) -> Control:
    return Control(name=by, makes=((Api("v1", "Secret"), name),) if isinstance(name, str) else ())


_CONTROLS: Final[Mapping[tuple[str, str], Callable[[Object], Control | None]]] = {
    ("argoproj.io", "Rollout"): _argo_rollout,
    ("autoscaling", "HorizontalPodAutoscaler"): _scaler,
    ("autoscaling.alibabacloud.com", "CronHorizontalPodAutoscaler"): _scaler,
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"): _vertical_pod_autoscaler,
    ("bitnami.com", "SealedSecret"): _sealed_secret,
    ("cert-manager.io", "Certificate"): _certificate,
    ("external-secrets.io", "ExternalSecret"): _external_secret,
    ("flagger.app", "Canary"): _flagger_canary,
    ("http.keda.sh", "HTTPScaledObject"): _scaled_object,
    ("keda.sh", "ScaledObject"): _scaled_object,
    ("rollouts.kruise.io", "Rollout"): _kruise_rollout,
}
