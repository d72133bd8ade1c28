"""Metrics by the annotations that many Prometheus configurations look for."""

from collections.abc import Iterator

from oamdsl.model.effect import Add, Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.container_ports import container_ports
from oamdsl.platforms.metrics_port import declared_port
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
    number = _number(trait, workload)
    if isinstance(number, Refuse):
        yield number
        return
    yield from declared_port(trait, workload)
    for name, value in (("scrape", "true"), ("port", str(number)), ("path", trait.path)):
        yield Add(workload.pod_template / "metadata" / "annotations", f"prometheus.io/{name}", value)


def _number(trait: Metrics, workload: RenderedWorkload) -> int | Refuse:
    """The number of the port; a name can be one of the developer's containers alone."""
    if isinstance(trait.port, int):
        return trait.port
    known = {one.name: one.number for one in container_ports(workload) if one.name}
    if trait.port in known:
        return known[trait.port]
    listed = ", ".join(f"`{name}`" for name in known) or "none"
    return Refuse(
        "port",
        why=f"the annotations have the number of a port, and the developer of `{workload.name}`"
        f" calls none `{trait.port}`, only {listed}",
        help="give the number of the port",
    )
