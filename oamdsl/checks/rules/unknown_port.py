"""OAM414."""

from collections.abc import Iterator

from oamdsl.checks.handlers import handlers
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import Pod, PodContainer, pods_by_component
from oamdsl.checks.services import service_port, service_ports, services
from oamdsl.checks.shape import is_complete
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import maps_in
from oamdsl.model.value import is_opaque


@rule("OAM414", source="Kubernetes API, Probe, ServicePort: port or name of a container's port")
def unknown_port(plan: Plan) -> Iterator[Violation]:
    """A probe or a Service names a port that no container has.

    Why: Kubernetes accepts it; then the probe fails for ever, and the Service sends traffic nowhere.

    Example:
        @component
        class Api(Component):
            def workload(self):
                api = Container(
                    "api",
                    image="api:1.4",
                    ports=[Port(8080, name="http")],
                    readiness=HttpProbe(port="web"),
                )
                return ContainerizedWorkload([api])

        Api("api")

    Use instead:
        @component
        class Api(Component):
            def workload(self):
                api = Container(
                    "api",
                    image="api:1.4",
                    ports=[Port(8080, name="http")],
                    readiness=HttpProbe(port="http"),
                )
                return ContainerizedWorkload([api])

        Api("api")
    """
    for composed, its_pods in pods_by_component(plan):
        for pod in its_pods:
            for container in pod.containers:
                yield from _of_handlers(pod, container)
        containers = [container for pod in its_pods for container in pod.containers]
        if not containers:
            continue
        for folded in services(composed):
            for port in service_ports(folded):
                target = port.get("targetPort")
                if isinstance(target, str) and not target.isdigit():
                    known = _names(containers)
                    if known is not None and target not in known:
                        field = service_port(folded, port)
                        yield _violation(composed, str(folded.ref), target, known, field)


def _of_handlers(pod: Pod, container: PodContainer) -> Iterator[Violation]:
    for handler in handlers(container.body):
        if handler.names_port:
            known = _names([container])
            if known is not None and handler.port not in known:
                field = pod.field_in(container, *handler.path, "port")
                what = f"`{handler.path[0]}` of {container.label} of {pod.ref}"
                yield _violation(pod.composed, what, handler.port, known, field)


def _names(containers: list[PodContainer]) -> frozenset[str] | None:
    """The names of the containers' ports; None while they are not all known."""
    lists = [container.body.get("ports") for container in containers]
    names = [port.get("name") for ports in lists for port in maps_in(ports)]
    if not all(map(is_complete, lists)) or any(map(is_opaque, names)):
        return None
    return frozenset(name for name in names if isinstance(name, str))


def _violation(
    composed: ComposedComponent, what: str, port: str, known: frozenset[str], field: FieldRef
) -> Violation:
    whose = "the pod" if what == str(field.object) else "the container"
    return Violation(
        message=(
            f"{what} of component `{composed.component.name}` leads to port `{port}`,"
            f" and {whose} has none of that name"
        ),
        places=(
            field_place(composed, field, f"port `{port}` is asked for here"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(field.object)),
        seen=repr(port),
        allowed=", ".join(sorted(known)),
        notes=tuple(filter(None, [did_you_mean(port, known)])),
        help="use the name of a port that it has, or a number",
    )
