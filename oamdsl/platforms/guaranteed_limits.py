"""Limits that make pods get exactly what they request."""

from collections.abc import Iterator
from typing import Final

from oamdsl.kubernetes.path import Entry
from oamdsl.kubernetes.quantity import same_quantity
from oamdsl.kubernetes.tree import as_map, at, maps_in
from oamdsl.model.effect import Default
from oamdsl.model.workload import RenderedWorkload

_RESOURCES: Final = ("cpu", "memory")


def guaranteed_limits(workload: RenderedWorkload) -> Iterator[Default]:
    """Limits equal to what the developer's containers request, unless another trait gives a limit.

    A container whose requests the developer leaves to others gets none, nor does one that a trait adds:
    OAM429 finds what is missing in the end.

    Source: Kubernetes, Configure Quality of Service for Pods.
    """
    for place in ("containers", "initContainers"):
        field = workload.pod_spec / place
        for container in maps_in(at(workload.body, field.path)):
            resources = as_map(container.get("resources"))
            requests, limits = as_map(resources.get("requests")), as_map(resources.get("limits"))
            for resource in _RESOURCES:
                request = requests.get(resource)
                if request is not None and not same_quantity(request, limits.get(resource)):
                    name = Entry((("name", str(container.get("name"))),))
                    limit = field / name / "resources" / "limits" / resource
                    yield Default(limit, request, why="another trait may request as much and limit it")
