"""OAM408."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place
from oamdsl.checks.pods import Pod, PodContainer, pods
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.quantity import quantity
from oamdsl.kubernetes.tree import as_map


@rule("OAM408", source="Kubernetes API, ResourceRequirements: requests cannot exceed limits")
def request_above_limit(plan: Plan) -> Iterator[Violation]:
    """A container requests more of a resource than it is allowed to use.

    Why: the API server refuses the pod.

    Example:
        @component
        class Cache(Component):
            def workload(self):
                needs = Resources(memory="512Mi", memory_limit="256Mi")
                redis = Container("redis", image="redis:8.4", resources=needs)
                return ContainerizedWorkload([redis])

        Cache("cache")

    Use instead:
        @component
        class Cache(Component):
            def workload(self):
                needs = Resources(memory="256Mi", memory_limit="512Mi")
                redis = Container("redis", image="redis:8.4", resources=needs)
                return ContainerizedWorkload([redis])

        Cache("cache")
    """
    for pod in pods(plan):
        for container in pod.containers:
            resources = as_map(container.body.get("resources"))
            limits = as_map(resources.get("limits"))
            if not limits:
                continue
            for resource, request in as_map(resources.get("requests")).items():
                if _is_above(request, limits.get(resource)):
                    yield _violation(pod, container, resource, request, limits[resource])


def _is_above(request: object, limit: object) -> bool:
    """Whether both are amounts, and *request* is the greater."""
    if not isinstance(request, (str, int, float)) or not isinstance(limit, (str, int, float)):
        return False
    try:
        return quantity(request) > quantity(limit)
    except ValueError:  # OAM403
        return False


def _violation(pod: Pod, container: PodContainer, resource: str, request: object, limit: object) -> Violation:
    places = (
        pod.place_in(container, f"{request} is requested", "resources", "requests", resource),
        pod.place_in(container, f"{limit} is the limit", "resources", "limits", resource),
        component_place(pod.composed),
    )
    return Violation(
        message=(
            f"{container.label} of {pod.ref} of component `{pod.composed.component.name}`"
            f" requests {request} of {resource} and is limited to {limit}"
        ),
        places=places,
        subject=(*pod.composed.subject, str(pod.ref)),
        seen=str(request),
        allowed=f"at most {limit}",
        help="request less, or raise the limit",
    )
