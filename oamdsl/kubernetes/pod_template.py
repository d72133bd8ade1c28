"""Where a workload keeps its pod template and its number of replicas."""

from collections.abc import Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import BUILTIN, DEFAULT_VERSION, Api, group_of
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map

_SPEC_TEMPLATE: Final = Path(("spec", "template"))
_SPEC_REPLICAS: Final = Path(("spec", "replicas"))

_TEMPLATES: Final[Mapping[tuple[str, str], Path]] = {
    ("", "Pod"): Path(),
    ("", "PodTemplate"): Path(("template",)),
    ("", "ReplicationController"): _SPEC_TEMPLATE,
    ("apps", "DaemonSet"): _SPEC_TEMPLATE,
    ("apps", "Deployment"): _SPEC_TEMPLATE,
    ("apps", "ReplicaSet"): _SPEC_TEMPLATE,
    ("apps", "StatefulSet"): _SPEC_TEMPLATE,
    ("apps.kruise.io", "AdvancedCronJob"): Path(("spec", "template", "jobTemplate", "spec", "template")),
    ("apps.kruise.io", "BroadcastJob"): _SPEC_TEMPLATE,
    ("apps.kruise.io", "CloneSet"): _SPEC_TEMPLATE,
    ("apps.kruise.io", "DaemonSet"): _SPEC_TEMPLATE,
    ("apps.kruise.io", "StatefulSet"): _SPEC_TEMPLATE,
    ("argoproj.io", "Rollout"): _SPEC_TEMPLATE,
    ("batch", "CronJob"): Path(("spec", "jobTemplate", "spec", "template")),
    ("batch", "Job"): _SPEC_TEMPLATE,
    ("keda.sh", "ScaledJob"): Path(("spec", "jobTargetRef", "template")),
    ("serving.knative.dev", "Configuration"): _SPEC_TEMPLATE,
    ("serving.knative.dev", "Service"): _SPEC_TEMPLATE,
}

_SCALABLE: Final = frozenset(
    {
        ("", "ReplicationController"),
        ("apps", "Deployment"),
        ("apps", "ReplicaSet"),
        ("apps", "StatefulSet"),
        ("apps.kruise.io", "CloneSet"),
        ("apps.kruise.io", "StatefulSet"),
        ("argoproj.io", "Rollout"),
    }
)


def pod_template(object: Mapping[str, Any]) -> Path | None:
    """Where *object* keeps the template of its pods.

    Returns:
        The path from the object's root; the empty path if the object is a Pod itself (so compare
        with None: an empty path is falsy). None if the object has no pod template, as an Argo
        Rollout with ``spec.workloadRef``. A kind that is not known has one at ``spec.template`` if
        there are containers below it.
    """
    key = _kind(object)
    known = _TEMPLATES.get(key)
    if known is None:
        below = _field(_field(_field(object, "spec"), "template"), "spec")
        return _SPEC_TEMPLATE if _field(below, "containers") is not None else None
    if key == ("argoproj.io", "Rollout") and _field(_field(object, "spec"), "workloadRef"):
        return None
    return known


def replicas(object: Mapping[str, Any]) -> Path | None:
    """Where *object* keeps its number of replicas, whether that is set or not.

    Returns:
        ``spec.replicas`` for the kinds with a ``/scale`` subresource, and for any other object that
        has an integer there; None for all others.
    """
    if _kind(object) in _SCALABLE:
        return _SPEC_REPLICAS
    number = _field(_field(object, "spec"), "replicas")
    return _SPEC_REPLICAS if isinstance(number, int) and not isinstance(number, bool) else None


def has_no_scale(object: Mapping[str, Any]) -> bool:
    """Whether *object* surely has no number of replicas: it has none, and is of a kind that is known."""
    api_version, kind = object.get("apiVersion") or "", object.get("kind") or ""
    known = _kind(object) in _TEMPLATES or Api(api_version, kind) in BUILTIN[DEFAULT_VERSION]
    return known and replicas(object) is None


def _kind(object: Mapping[str, Any]) -> tuple[str, str]:
    return group_of(object.get("apiVersion") or ""), object.get("kind") or ""


def _field(value: object, name: str) -> object:
    return as_map(value).get(name)
