"""OAM405."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oamdsl.checks.places import component_place
from oamdsl.checks.pods import PORT, Pod, pods_by_component
from oamdsl.checks.services import service_port, service_ports, services
from oamdsl.checks.shape import integer
from oamdsl.checks.twins import twin_places
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.origin import Location
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import maps_in
from oamdsl.model.value import is_opaque

Port = Mapping[str, Any]
Key = tuple[str, str]
"""What must be unique, in words, and its value: ``("container port", "80/TCP")``."""


@rule("OAM405", source="Kubernetes API, ContainerPort, ServicePort: list map keys, unique names")
def port_clash(plan: Plan) -> Iterator[Violation]:
    """Two ports have one number, or one name.

    Why: the containers of a pod share its network, so the second one to start fails; and a Service that
    has one port twice is refused.

    Example:
        @component
        class Api(Component):
            def workload(self):
                return ContainerizedWorkload(
                    [
                        Container("api", image="api:1.4", ports=[Port(8080)]),
                        Container("metrics", image="metrics:2.0", ports=[Port(8080)]),
                    ]
                )

        Api("api")

    Use instead:
        @component
        class Api(Component):
            def workload(self):
                return ContainerizedWorkload(
                    [
                        Container("api", image="api:1.4", ports=[Port(8080)]),
                        Container("metrics", image="metrics:2.0", ports=[Port(9090)]),
                    ]
                )

        Api("api")
    """
    for composed, its_pods in pods_by_component(plan):
        reported: set[tuple[Location, ...]] = set()
        for pod in its_pods:
            for violation in _in_pod(pod):
                reported.add(_locations(violation))
                yield violation
        for folded in services(composed):
            ports = service_ports(folded)
            for key, first, second in _clashes([_service_keys(port) for port in ports]):
                fields = service_port(folded, ports[first]), service_port(folded, ports[second])
                violation = _violation(composed, key, *fields)
                if _locations(violation) not in reported:  # a Service offers the ports of its pods
                    yield violation


def _in_pod(pod: Pod) -> Iterator[Violation]:
    ports = [
        (container, port)
        for container in pod.containers
        if container.keeps_running
        for port in maps_in(container.body.get("ports"))
    ]
    for key, *pair in _clashes([_container_keys(port) for _, port in ports]):
        first, second = (
            pod.entry(container, "ports", PORT, port) for container, port in (ports[index] for index in pair)
        )
        yield _violation(pod.composed, key, first, second)


def _clashes(ports: Sequence[Sequence[Key]]) -> Iterator[tuple[Key, int, int]]:
    """Of each port that clashes with an earlier one, the first reason: ``(key, earlier, later)``."""
    if len(ports) == 1:
        return
    seen: dict[Key, int] = {}
    for index, keys in enumerate(ports):
        clashing = next((key for key in keys if key in seen), None)
        if clashing is not None:
            yield clashing, seen[clashing], index
        for key in keys:
            seen.setdefault(key, index)


def _container_keys(port: Port) -> list[Key]:
    host, address, protocol = integer(port.get("hostPort")), port.get("hostIP"), _protocol(port)
    keys = _keys(port, "containerPort", "container port")
    if host and protocol and not is_opaque(address):
        keys.append(("host port", f"{address}:{host}/{protocol}" if address else f"{host}/{protocol}"))
    return keys


def _service_keys(port: Port) -> list[Key]:
    return _keys(port, "port", "Service port")


def _keys(port: Port, field: str, what: str) -> list[Key]:
    number, name, protocol = integer(port.get(field)), port.get("name"), _protocol(port)
    keys: list[Key] = []
    if number is not None and protocol:
        keys.append((what, f"{number}/{protocol}"))
    if name and isinstance(name, str):
        keys.append(("port name", f"`{name}`"))
    return keys


def _protocol(port: Port) -> str:
    """The port's protocol; empty while it is not known."""
    protocol = port.get("protocol") or "TCP"
    return protocol if isinstance(protocol, str) else ""


def _violation(composed: ComposedComponent, key: Key, first: FieldRef, second: FieldRef) -> Violation:
    what, text = key
    return Violation(
        message=f"{what} {text} stands twice in {second.object} of component `{composed.component.name}`",
        places=(
            *twin_places(composed, first, second, f"{what} {text}"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(second.object)),
        seen=text,
        help=f"give one of the two another {'name' if what == 'port name' else 'number'}",
    )


def _locations(violation: Violation) -> tuple[Location, ...]:
    return tuple(place.location for place in violation.places)
