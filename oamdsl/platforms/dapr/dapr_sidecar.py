"""DaprSidecar by the annotations that Dapr's injector reads."""

from collections.abc import Iterator
from typing import Final

from oamdsl.kubernetes.pod_security import PodSecurityLevel
from oamdsl.model.effect import Add, Effect, Refuse, Reserve
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.dapr_sidecar import DaprSidecar
from oamdsl.workloads.container import text_of

_LONGEST: Final = 58
"""So that the name of its Service, which ends with ``-dapr``, is one."""
_CONFINED: Final = frozenset({"RuntimeDefault", "Localhost"})
_WITH_SERVICE: Final = frozenset({"Deployment", "StatefulSet", "Rollout"})
"""Kinds for whose sidecars Dapr makes a Service."""


@implements(DaprSidecar, requires=["dapr"])
def injected_sidecar(trait: DaprSidecar, workload: RenderedWorkload) -> Iterator[Effect]:
    """Annotations of each pod; all of their values are text.

    Source: Dapr v1.18, ``pkg/injector/patcher/sidecar.go``, ``pkg/operator/handlers/dapr_handler.go``.
    """
    app_id = trait.app_id or workload.name
    if len(app_id) > _LONGEST:
        yield Refuse(
            "app_id",
            why=f"`{app_id}` has {len(app_id)} characters, and an id of Dapr has {_LONGEST} at most",
            help="give a shorter `app_id`",
        )
    restricted = workload.context.opinions.security is PodSecurityLevel.RESTRICTED
    if restricted and trait.seccomp_profile not in _CONFINED:
        yield Refuse(
            "seccomp_profile",
            why=f"the pods of `{workload.name}` are of the security level restricted, and Dapr's is not",
            help='add `seccomp_profile="RuntimeDefault"`',
        )
    annotations = {
        "enabled": "true",
        "app-id": app_id,
        "app-port": None if trait.app_port is None else str(trait.app_port),
        "app-protocol": trait.protocol if trait.app_port is not None else None,
        "config": trait.configuration or None,
        "log-level": trait.log_level,
        "enable-metrics": "true" if trait.metrics else "false",
        "sidecar-cpu-request": trait.cpu,
        "sidecar-memory-request": trait.memory,
        "sidecar-cpu-limit": trait.cpu_limit,
        "sidecar-memory-limit": trait.memory_limit,
        "sidecar-seccomp-profile-type": trait.seccomp_profile or None,
    }
    if workload.ref.api.kind in _WITH_SERVICE:
        yield Reserve("v1", "Service", f"{app_id}-dapr", by="Dapr operator", of=workload.ref)
    for name, value in annotations.items():
        if value is not None:
            yield Add(workload.pod_template / "metadata" / "annotations", f"dapr.io/{name}", text_of(value))
