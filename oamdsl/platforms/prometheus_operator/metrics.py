"""Metrics by a PodMonitor."""

from collections.abc import Iterator, Mapping

from oamdsl.model.effect import Create, Effect
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.workload import COMPONENT_LABEL, RenderedWorkload
from oamdsl.platforms.metrics_port import declared_port
from oamdsl.platforms.selected_pods import selected_pods
from oamdsl.traits.metrics import Metrics


def monitor(*, labels: Mapping[str, str]) -> Implementation[Metrics]:
    """A PodMonitor.

    Args:
        labels: Labels by which the cluster's Prometheus finds monitors, such as
            ``{"release": "prometheus"}``; one without them is ignored without a word.
    """

    @implements(Metrics)
    def pod_monitor(trait: Metrics, workload: RenderedWorkload) -> Iterator[Effect]:
        """A PodMonitor: each pod is asked once, whichever Services lead to it.

        A controller of releases makes further Services of the same pods, and takes pods out of one. The label
        `job` of the metrics is the component's name, as a Service's would be.

        Source: Prometheus Operator, API reference, ``monitoring.coreos.com/v1``.
        """
        yield from declared_port(trait, workload)
        yield from selected_pods(workload, "PodMonitor")
        selector = workload.pod_selector
        job = {"jobLabel": COMPONENT_LABEL} if COMPONENT_LABEL in selector else {}
        port = {"portNumber" if isinstance(trait.port, int) else "port": trait.port}
        interval = {} if trait.interval_seconds is None else {"interval": f"{trait.interval_seconds}s"}
        yield Create(
            "monitoring.coreos.com/v1",
            "PodMonitor",
            workload.named(trait.name),
            {
                "metadata": {"labels": dict(labels)},
                "spec": {
                    **job,
                    "selector": {"matchLabels": selector},
                    "podMetricsEndpoints": [{**port, "path": trait.path, **interval}],
                },
            },
        )

    return pod_monitor
