"""Metrics by the annotations that many Prometheus configurations look for."""

from collections.abc import Iterator

from oamdsl.model.effect import Add, Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.named_port import container_ports, refused_port
from oamdsl.traits.metrics import Metrics


@implements(Metrics, requires=["prometheus-annotations"])
def scrape_annotations(trait: Metrics, workload: RenderedWorkload) -> Iterator[Effect]:
    """Annotations of each pod; a convention of scrape configurations, not of Prometheus itself.

    Source: prometheus/prometheus, ``documentation/examples/prometheus-kubernetes.yml``.
    """
    if trait.name:
        yield Refuse(
            "name",
            why="the annotations tell of one port of a pod, and have no name",
            help="leave `name` out",
        )
    if trait.interval_seconds is not None:
        yield Refuse(
            "interval_seconds",
            why="the annotations say nothing of the time between two collections",
            help="leave `interval_seconds` out",
        )
    refusals = list(refused_port(workload, trait.port, "port"))
    yield from refusals
    if refusals:
        return
    port = str(container_ports(workload)[trait.port])
    for name, value in (("scrape", "true"), ("port", port), ("path", trait.path)):
        yield Add(workload.pod_template / "metadata" / "annotations", f"prometheus.io/{name}", value)
