"""OAM219."""

from collections.abc import Iterator

from oamdsl.checks.dapr import dapr_pods
from oamdsl.checks.places import component_place, field_place
from oamdsl.checks.shape import is_complete
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.tree import maps_in


@rule("OAM219", source='Dapr v1.18, "Dapr arguments and annotations", app-port', severity=Severity.WARNING)
def unheard_port(plan: Plan) -> Iterator[Violation]:
    """Dapr sends requests to a port that no container declares.

    Why: the sidecar waits until the port answers, and calls none of the component's.

    Example:
        Web("web", traits=[DaprSidecar(app_port=8080)])

    Use instead:
        Web("web", traits=[DaprSidecar(app_port=80)])
    """
    for one in dapr_pods(plan):
        lists = [container.body.get("ports") for container in one.pod.containers if container.keeps_running]
        declared = [port.get("containerPort") for ports in lists for port in maps_in(ports)]
        if (
            one.app_port is None
            or one.app_port in declared
            or not declared
            or not all(map(is_complete, lists))
        ):
            continue
        composed = one.pod.composed
        listed = ", ".join(str(number) for number in declared if isinstance(number, int))
        yield Violation(
            message=(
                f"Dapr sends requests of component `{composed.component.name}` to port {one.app_port},"
                f" and its containers declare only {listed}"
            ),
            places=(
                field_place(composed, one.field("app-port"), f"port {one.app_port} is given here"),
                component_place(composed),
            ),
            subject=(*composed.subject, str(one.pod.ref)),
            seen=str(one.app_port),
            allowed=listed,
            help="use the port that the component listens on, and have its container declare it",
        )
