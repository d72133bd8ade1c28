"""QualityOfService by what the containers request and by the pod's priority."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.tree import as_map, at
from oamdsl.model.effect import Effect, Refuse, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.quality_of_service import QualityOfService

_RESOURCES: Final = ("cpu", "memory")


@implements(QualityOfService)
def quality_of_service_class(trait: QualityOfService, workload: RenderedWorkload) -> Iterator[Effect]:
    """Limits equal to what the developer's containers request make the pod guaranteed.

    Kubernetes derives the class from requests and limits; what does not fit the level is refused. A container
    that another trait adds takes part in the class too.

    Source: Kubernetes, Configure Quality of Service for Pods.
    """
    if trait.priority_class:
        yield Set(workload.pod_spec / "priorityClassName", trait.priority_class)
    for name in workload.container_names:
        resources = as_map(at(workload.body, (workload.container(name) / "resources").path))
        requests, limits = as_map(resources.get("requests")), as_map(resources.get("limits"))
        if trait.level == "guaranteed":
            yield from _guaranteed(workload, name, requests, limits)
        elif trait.level == "best-effort" and (requests or limits):
            yield Refuse(
                "level",
                why=f"container `{name}` requests resources, so it is not served with what others leave",
                help="leave the resources of the container out",
            )
        elif trait.level == "burstable" and not requests:
            yield Refuse(
                "level",
                why=f"container `{name}` requests nothing, so it has no share of its own",
                help="give the container resources",
            )


def _guaranteed(
    workload: RenderedWorkload, name: str, requests: Mapping[str, Any], limits: Mapping[str, Any]
) -> Iterator[Effect]:
    missing = [resource for resource in _RESOURCES if resource not in requests]
    if missing:
        yield Refuse(
            "level",
            why=f"container `{name}` requests no {' and no '.join(missing)} that could be guaranteed",
            help="give the container `Resources(cpu=..., memory=...)`",
        )
        return
    for resource in _RESOURCES:
        if limits.get(resource) != requests[resource]:
            yield Set(workload.container(name) / "resources" / "limits" / resource, requests[resource])
