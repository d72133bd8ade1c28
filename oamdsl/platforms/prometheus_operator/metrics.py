"""Metrics by a ServiceMonitor, or by a PodMonitor where there is no Service."""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.model.effect import Create, Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.named_port import refused_port
from oamdsl.traits.metrics import Metrics


def monitor(*, labels: Mapping[str, str]) -> Implementation[Metrics]:
    """A ServiceMonitor or a PodMonitor.

    Args:
        labels: Labels by which the cluster's Prometheus finds monitors, such as
            ``{"release": "prometheus"}``; one without them is ignored without a word.
    """

    @implements(Metrics)
    def service_or_pod_monitor(trait: Metrics, workload: RenderedWorkload) -> Iterator[Effect]:
        """A ServiceMonitor when the Service has the port, otherwise a PodMonitor.

        Source: Prometheus Operator, API reference, ``monitoring.coreos.com/v1``.
        """
        refusals = list(refused_port(workload, trait.port, "port"))
        yield from refusals
        if refusals:
            return
        interval = {} if trait.interval_seconds is None else {"interval": f"{trait.interval_seconds}s"}
        endpoint: dict[str, Any] = {"port": trait.port, "path": trait.path, **interval}
        selector = {"selector": {"matchLabels": workload.context.selector}}
        has_service = any(port.get("name") == trait.port for port in workload.service_ports)
        kind, field = (
            ("ServiceMonitor", "endpoints") if has_service else ("PodMonitor", "podMetricsEndpoints")
        )
        body = {"metadata": {"labels": dict(labels)}, "spec": {**selector, field: [endpoint]}}
        yield Create("monitoring.coreos.com/v1", kind, workload.name, body)

    return service_or_pod_monitor
