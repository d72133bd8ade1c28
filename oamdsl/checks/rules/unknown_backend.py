"""OAM432."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.services import service_port, service_ports, services
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.route import Backend, backends
from oamdsl.kubernetes.spoken import hidden_from_meshes, not_http


@rule("OAM432", source="Gateway API, BackendObjectReference; Istio, Destination; Kubernetes, IngressBackend")
def unknown_backend(plan: Plan) -> Iterator[Violation]:
    """A route leads to a Service that is not there, or to a port that it lacks or that takes no HTTP.

    Why: the cluster accepts it, and answers the requests with an error, or never looks at them.

    Example:
        @component
        class Mailer(Component):
            def workload(self):
                return Worker(image="shop-mailer:1.4")

        split = TrafficSplit(shares=[Share("web", weight=9), Share("mailer", weight=1)])
        Application("shop", [Web("web", traits=[split]), Mailer("mailer")])

    Use instead:
        split = TrafficSplit(shares=[Share("web", weight=9), Share("web-next", weight=1)])
        Application("shop", [Web("web", traits=[split]), Web("web-next")])
    """
    served = {
        (folded.ref.namespace, folded.ref.name): (composed, folded)
        for composed in plan.components
        for folded in services(composed)
    }
    named = {
        (composed.workload.context.namespace, composed.component.name): composed
        for composed in plan.components
        if composed.workload is not None
    }
    for composed in plan.components:
        for folded in composed.objects:
            for backend in dict.fromkeys(backends(folded.body)):
                key = (backend.namespace, backend.service)
                if key in served:
                    yield from _of_port(composed, folded, backend, *served[key])
                elif key in named:
                    yield _unexposed(composed, folded, named[key])


def _unexposed(composed: ComposedComponent, folded: FoldedObject, other: ComposedComponent) -> Violation:
    name = other.component.name
    own = ", ".join(f"`{one.ref.name}`" for one in services(other))
    return Violation(
        message=(
            f"{folded.ref} of component `{composed.component.name}` leads to Service `{name}`,"
            f" and component `{name}` has {f'only {own}' if own else 'none'}"
        ),
        places=(*_places(composed, folded), component_place(other)),
        subject=(*composed.subject, str(folded.ref)),
        seen=name,
        help=(
            f"have the developer of `{name}` call its Service `{name}`, or lead elsewhere"
            if own
            else f"give `{name}` a port, or lead to another component"
        ),
    )


def _of_port(
    composed: ComposedComponent,
    folded: FoldedObject,
    backend: Backend,
    owner: ComposedComponent,
    service: FoldedObject,
) -> Iterator[Violation]:
    ports = service_ports(service)
    port = _port(ports, backend)
    if port is None:
        listed = ", ".join(str(one.get("port")) for one in ports)
        what = f"{service.ref}" if backend.port is None else f"port {backend.port} of {service.ref}"
        problem = f"leads to {what}, which has {f'only {listed}' if ports else 'no port'}"
        help = f"lead to one of its ports: {listed}" if ports else f"give `{owner.component.name}` a port"
        decided = component_place(owner)
    else:
        unfit = (hidden_from_meshes if backend.in_mesh else not_http)(port)
        if unfit is None:
            return
        problem = f"leads to port {port.get('port')} of {service.ref}, which {unfit}"
        help = "lead to a port that speaks HTTP, or declare that it does by `app_protocol`"
        decided = field_place(owner, service_port(service, port), "the port is declared here")
    yield Violation(
        message=f"{folded.ref} of component `{composed.component.name}` {problem}",
        places=(*_places(composed, folded), decided),
        subject=(*composed.subject, str(folded.ref)),
        seen=str(backend.port),
        help=help,
    )


def _port(ports: Sequence[Mapping[str, Any]], backend: Backend) -> Mapping[str, Any] | None:
    """The port that *backend* means; of two with one number, that of TCP; any one when it names none."""
    if backend.port is None:
        return next(iter(ports), None)
    meant = [port for port in ports if backend.port in (port.get("port"), port.get("name"))]
    return min(meant, key=lambda port: (port.get("protocol") or "TCP") != "TCP", default=None)


def _places(composed: ComposedComponent, folded: FoldedObject) -> tuple[Place, ...]:
    field = FieldRef(folded.ref, Path(("spec",)))
    return field_place(composed, field, f"{folded.ref} is made here"), component_place(composed)
