"""What routes of requests inside a mesh have in common, whichever mesh it is."""

from collections.abc import Iterator

from oamdsl.model.effect import Refuse
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.traffic_mirror import TrafficMirror


def service_of(component: str, workload: RenderedWorkload) -> str:
    """Name of the Service of *component*, which for others than *workload* is the component's own."""
    return workload.service_name if component == workload.name else component


def refused_mirror(trait: TrafficMirror, workload: RenderedWorkload) -> Iterator[Refuse]:
    """Why requests cannot be copied; nothing when they can."""
    if trait.component == workload.name:
        yield Refuse(
            "component",
            why=f"`{workload.name}` gets these requests already",
            help="name another component",
        )
