"""How the entries of lists and maps are told apart among those who write one object in one program.

One manager applies what a program writes. So a list of a pod that the API server takes as one field may have
an owner for each entry in the program: where each entry says the same whatever the others are and wherever
they stand, as with tolerations; and in kinds that leave the schema of a pod open.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from oamdsl.kubernetes.entry import ITSELF
from oamdsl.kubernetes.list_keys import POD_ATOMIC, POD_LISTS, Merging, Shape, below, server_side, shape
from oamdsl.kubernetes.pod_template import pod_template

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"

_ADDITIVE: Final[Mapping[str, tuple[str, ...]]] = {
    f"affinity.nodeAffinity.{_PREFERRED}": ITSELF,
    **{
        f"affinity.{direction}.{terms}": ITSELF
        for direction in ("podAffinity", "podAntiAffinity")
        for terms in (_REQUIRED, _PREFERRED)
    },
    **{
        f"{containers}.*.{path}": keys
        for containers in ("containers", "ephemeralContainers", "initContainers")
        for path, keys in {
            "envFrom": ITSELF,
            "resizePolicy": ("resourceName",),
            "securityContext.capabilities.add": ITSELF,
            "securityContext.capabilities.drop": ITSELF,
        }.items()
    },
    "readinessGates": ("conditionType",),
    "securityContext.supplementalGroups": ITSELF,
    "securityContext.sysctls": ("name",),
    "tolerations": ("key", "operator", "value", "effect"),
}
"""Lists of a pod that the API server takes as a whole, and whose entries add to each other.

Not the terms of a required node affinity: one of them is enough, so a further one takes from the others.
"""
_ADDITIVE_MAP: Final = "nodeSelector"


def in_program(object: Mapping[str, Any]) -> Merging:
    """How what several traits write into *object* is merged: as `in_patches`, and what adds to each other."""
    return _in_program(*_kind(object))


def in_patches(object: Mapping[str, Any]) -> Merging:
    """How a strategic merge patch is merged into *object*: by a pod's keys, whichever kind it stands in."""
    return _in_patches(*_kind(object))


def _kind(object: Mapping[str, Any]) -> tuple[str, str, Shape | None]:
    """API version and kind, and where the template of the pods is."""
    template = pod_template(object)
    place = None if template is None else shape(template)
    return object.get("apiVersion") or "", object.get("kind") or "", place


@cache
def _in_patches(api_version: str, kind: str, template: Shape | None) -> Merging:
    server = server_side({"apiVersion": api_version, "kind": kind})
    if template is None:
        return server
    spec = below(template, "spec")
    return Merging(
        lists={**server.lists, **{below(spec, path): keys for path, keys in POD_LISTS.items()}},
        atomic=server.atomic | {below(spec, path) for path in POD_ATOMIC},
    )


@cache
def _in_program(api_version: str, kind: str, template: Shape | None) -> Merging:
    patched = _in_patches(api_version, kind, template)
    if template is None:
        return patched
    spec = below(template, "spec")
    return Merging(
        lists={**patched.lists, **{below(spec, path): keys for path, keys in _ADDITIVE.items()}},
        atomic=patched.atomic - {below(spec, _ADDITIVE_MAP)},
    )
