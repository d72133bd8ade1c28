"""OAM414."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

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
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, maps_in
from oamdsl.model.value import is_opaque

_MONITORS: Final = "monitoring.coreos.com"
"""Group of ServiceMonitor and PodMonitor."""


@rule(
    "OAM414",
    source="Kubernetes API, Probe, ServicePort: port or name of a container's port;"
    " Prometheus Operator, Endpoint, PodMetricsEndpoint",
)
def unknown_port(plan: Plan) -> Iterator[Violation]:
    """A probe, a Service or a monitor leads to a port that no container has.

    Why: Kubernetes accepts it; then the probe fails for ever, the Service sends traffic nowhere, and the
    monitor collects nothing.

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
        containers = [container for pod in its_pods for container in pod.containers]
        leads = [
            *(lead for pod in its_pods for one in pod.containers for lead in _of_handlers(pod, one)),
            *(_of_services(composed, containers) if containers else ()),
            *(_of_monitors(composed, containers) if containers else ()),
        ]
        for lead in leads:
            if lead.is_astray:
                yield _violation(composed, lead)


@attrs.frozen(eq=False)
class _Lead:
    """What leads to a port.

    Attributes:
        what: What does, as messages call it.
        field: Where it says so.
        port: Name or number of the port.
        whose: What should have the port.
        known: The names or numbers of the ports that it has; None while they are not all known.
    """

    what: str
    field: FieldRef
    port: Any
    whose: str
    known: Sequence[Any] | None

    @property
    def is_astray(self) -> bool:
        return isinstance(self.port, (str, int)) and self.known is not None and self.port not in self.known


def _of_handlers(pod: Pod, container: PodContainer) -> Iterator[_Lead]:
    for handler in handlers(container.body):
        if handler.names_port:
            what = f"`{handler.path[0]}` of {container.label} of {pod.ref}"
            field = pod.field_in(container, *handler.path, "port")
            yield _Lead(what, field, handler.port, "the container", _ports([container], "name"))


def _of_services(composed: ComposedComponent, containers: Sequence[PodContainer]) -> Iterator[_Lead]:
    known = _ports(containers, "name")
    for folded in services(composed):
        for port in service_ports(folded):
            target = port.get("targetPort")
            if isinstance(target, str) and not target.isdigit():
                yield _Lead(str(folded.ref), service_port(folded, port), target, "the pod", known)


def _of_monitors(composed: ComposedComponent, containers: Sequence[PodContainer]) -> Iterator[_Lead]:
    for folded in composed.objects:
        if folded.ref.api.group != _MONITORS:
            continue
        names, numbers = _ports(containers, "name"), _ports(containers, "containerPort")
        served = _plain([port.get("name") for one in services(composed) for port in service_ports(one)])
        spec = as_map(folded.body.get("spec"))
        what, field = str(folded.ref), FieldRef(folded.ref, Path(("spec",)))
        for endpoint in maps_in(spec.get("endpoints")):
            yield _Lead(what, field, endpoint.get("port"), "the Service", served)
        for endpoint in maps_in(spec.get("podMetricsEndpoints")):
            yield _Lead(what, field, endpoint.get("port"), "the pod", names)
            yield _Lead(what, field, endpoint.get("portNumber"), "the pod", numbers)


def _ports(containers: Sequence[PodContainer], field: str) -> Sequence[Any] | None:
    """What the containers' ports have as *field*; None while it is not all known."""
    lists = [container.body.get("ports") for container in containers]
    found = [port.get(field) for ports in lists for port in maps_in(ports)]
    return _plain(found) if all(map(is_complete, lists)) else None


def _plain(values: Sequence[Any]) -> Sequence[Any] | None:
    """*values* that are there; None while they are not all known."""
    return None if any(map(is_opaque, values)) else [one for one in values if one is not None]


def _violation(composed: ComposedComponent, lead: _Lead) -> Violation:
    named = isinstance(lead.port, str)
    known = [str(one) for one in lead.known or ()]
    return Violation(
        message=(
            f"{lead.what} of component `{composed.component.name}` leads to port `{lead.port}`,"
            f" and {lead.whose} has none of that {'name' if named else 'number'}"
        ),
        places=(
            field_place(composed, lead.field, f"port `{lead.port}` is asked for here"),
            component_place(composed),
        ),
        subject=(*composed.subject, str(lead.field.object)),
        seen=repr(lead.port),
        allowed=", ".join(sorted(known)),
        notes=tuple(filter(None, [did_you_mean(str(lead.port), known)])),
        help=(
            "use the name of a port that it has, or a number"
            if named
            else "have the container that listens there declare it, or name that as `container` of `Metrics`"
        ),
    )
