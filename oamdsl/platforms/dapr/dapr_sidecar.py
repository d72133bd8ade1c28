"""DaprSidecar by the annotations that Dapr's injector reads."""

from collections.abc import Iterator
from typing import Final

from oamdsl.model.effect import Add, Effect, Refuse, Reserve
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.container_ports import container_ports
from oamdsl.traits.dapr_sidecar import DaprSidecar
from oamdsl.workloads.container import text_of

_RESERVED: Final = (3500, 50001, 50002)
_METRICS: Final = 9090
_WITH_SERVICE: Final = frozenset({"Deployment", "StatefulSet", "Rollout"})
"""Kinds for whose sidecars Dapr makes a Service."""


@implements(DaprSidecar, requires=["dapr"])
def injected_sidecar(trait: DaprSidecar, workload: RenderedWorkload) -> Iterator[Effect]:
    """Annotations of each pod; all of their values are text.

    Source: Dapr v1.18, ``pkg/injector/patcher/sidecar.go``, ``pkg/operator/handlers/dapr_handler.go``.
    """
    taken = (*_RESERVED, *((_METRICS,) if trait.metrics else ()))
    for port in container_ports(workload):
        if port.number in taken:
            yield Refuse(
                "metrics" if port.number == _METRICS else "app_port",
                why=f"container `{port.container}` of `{workload.name}` listens on {port.number},"
                " and so does Dapr in the same pod",
                help="leave Dapr's metrics out"
                if port.number == _METRICS
                else "let the component listen elsewhere",
            )
    annotations = {
        "enabled": "true",
        "app-id": trait.app_id or workload.name,
        "app-port": None if trait.app_port is None else str(trait.app_port),
        "app-protocol": trait.protocol if trait.app_port is not None else None,
        "config": trait.configuration or None,
        "log-level": trait.log_level,
        "enable-metrics": "true" if trait.metrics else "false",
        "sidecar-cpu-request": trait.cpu,
        "sidecar-memory-request": trait.memory,
        "sidecar-cpu-limit": trait.cpu_limit,
        "sidecar-memory-limit": trait.memory_limit,
    }
    if workload.ref.api.kind in _WITH_SERVICE:
        service = f"{trait.app_id or workload.name}-dapr"
        yield Reserve("v1", "Service", service, by="Dapr operator", of=workload.ref)
    for name, value in annotations.items():
        if value is not None:
            yield Add(workload.pod_template / "metadata" / "annotations", f"dapr.io/{name}", text_of(value))
