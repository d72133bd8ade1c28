"""QualityOfService by what the containers request and by the pod's priority."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.guaranteed_limits import guaranteed_limits
from oamdsl.traits.quality_of_service import QualityOfService


@implements(QualityOfService)
def quality_of_service_class(trait: QualityOfService, workload: RenderedWorkload) -> Iterator[Effect]:
    """Limits equal to what the developer's containers request make the pod guaranteed.

    Kubernetes derives the class from requests and limits of all containers, those of other traits included;
    OAM429 finds what does not fit the level.

    Source: Kubernetes, Configure Quality of Service for Pods.
    """
    if trait.priority_class:
        yield Set(workload.pod_spec / "priorityClassName", trait.priority_class)
    if trait.level == "guaranteed":
        yield from guaranteed_limits(workload)
