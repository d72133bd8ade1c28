"""OAM404."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from oamdsl.checks.handlers import handlers
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.pods import PORT, Pod, pods_by_component
from oamdsl.checks.services import service_port, service_ports, services
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.tree import maps_in
from oamdsl.model.value import is_opaque, shown

Number = tuple[str, object, Callable[[], FieldRef]]
"""Which port it is, its number, and where it stands."""

_LARGEST: Final = 65535


@rule("OAM404", source="Kubernetes API, ContainerPort, ServicePort, Probe; RFC 6335, section 6")
def invalid_port(plan: Plan) -> Iterator[Violation]:
    """A port is no number from 1 to 65535.

    Why: the API server refuses the object, after others have been made.

    Example:
        @component
        class Cache(Component):
            def workload(self):
                redis = Container("redis", image="redis:8.4", ports=[Port(637900)])
                return ContainerizedWorkload([redis])

        Cache("cache")

    Use instead:
        @component
        class Cache(Component):
            def workload(self):
                redis = Container("redis", image="redis:8.4", ports=[Port(6379)])
                return ContainerizedWorkload([redis])

        Cache("cache")
    """
    for composed, its_pods in pods_by_component(plan):
        reported: set[object] = set()
        for pod in its_pods:
            for violation in _wrong(composed, _in_pod(pod)):
                reported.add(violation.seen)
                yield violation
        for violation in _wrong(composed, _in_services(composed)):
            if violation.seen not in reported:  # a Service offers the ports of its pods
                yield violation


def _wrong(composed: ComposedComponent, numbers: Iterator[Number]) -> Iterator[Violation]:
    for what, value, field in numbers:
        if value is None or is_opaque(value):
            continue
        if type(value) is int and 0 < value <= _LARGEST:
            continue
        place = field()
        quoted = isinstance(value, str) and value.isdigit()
        yield Violation(
            message=(
                f"{what} {shown(value)} of {place.object}"
                f" of component `{composed.component.name}` is no number from 1 to {_LARGEST}"
            ),
            places=(field_place(composed, place, "it is set here"), component_place(composed)),
            subject=(*composed.subject, str(place.object)),
            seen=shown(value),
            allowed=f"1 to {_LARGEST}",
            help=f"write {value}, without quotes" if quoted else "use a number in that range",
        )


def _in_pod(pod: Pod) -> Iterator[Number]:
    for container in pod.containers:
        for port in maps_in(container.body.get("ports")):
            place = partial(pod.entry, container, "ports", PORT, port)
            yield "container port", port.get("containerPort"), place
            yield "host port", port.get("hostPort") or None, place  # 0 is none
        for handler in handlers(container.body):
            if not handler.names_port:
                place = partial(pod.field_in, container, *handler.path, "port")
                yield f"port of `{handler.path[0]}`", handler.port, place


def _in_services(composed: ComposedComponent) -> Iterator[Number]:
    for folded in services(composed):
        for port in service_ports(folded):
            place = partial(service_port, folded, port)
            yield "Service port", port.get("port"), place
            yield "node port", port.get("nodePort") or None, place
            target = port.get("targetPort")
            if not isinstance(target, str) or target.isdigit():
                yield "target port", target, place
