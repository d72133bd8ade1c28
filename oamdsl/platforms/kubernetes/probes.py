"""Probes by the container's own fields."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.probes import Probes


@implements(Probes)
def container_probes(trait: Probes, workload: RenderedWorkload) -> Iterator[Effect]:
    """Each probe decides its whole field; one that the developer wrote is the developer's."""
    container = workload.container(trait.container or workload.container_names[0])
    probes = {
        "livenessProbe": trait.liveness,
        "readinessProbe": trait.readiness,
        "startupProbe": trait.startup,
    }
    for field, probe in probes.items():
        if probe is not None:
            yield Set(container / field, probe.rendered())
