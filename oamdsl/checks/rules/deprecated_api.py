"""OAM416."""

from collections.abc import Iterator

from oamdsl.checks.needs import needed_apis, needs
from oamdsl.checks.places import component_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Severity, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.lifecycle import Lifecycle, lifecycle


@rule(
    "OAM416",
    source="Kubernetes, Deprecated API Migration Guide; CustomResourceDefinition, versions[].deprecated",
    severity=Severity.WARNING,
)
def deprecated_api(plan: Plan) -> Iterator[Violation]:
    """An object is written in a version of an API that is deprecated.

    Why: a later version of the cluster will not serve it, or the API is no longer cared for.

    Example:
        @component
        class Database(Component):
            def workload(self):
                return KubernetesWorkload(
                    {
                        "apiVersion": "v1",
                        "kind": "Endpoints",
                        "subsets": [{"addresses": [{"ip": "192.0.2.1"}], "ports": [{"port": 5432}]}],
                    }
                )

        Database("database")

    Use instead:
        @component
        class Database(Component):
            def workload(self):
                return KubernetesWorkload(
                    {
                        "apiVersion": "discovery.k8s.io/v1",
                        "kind": "EndpointSlice",
                        "addressType": "IPv4",
                        "endpoints": [{"addresses": ["192.0.2.1"]}],
                        "ports": [{"port": 5432}],
                    }
                )

        Database("database")
    """
    cluster = plan.cluster
    deprecated: dict[Api, tuple[str, Lifecycle | None]] = {}
    for api in needed_apis(plan):
        resource = cluster.resources.get(api)
        life = lifecycle(api)
        if resource is not None and resource.warning:
            deprecated[api] = (resource.warning, None)
        elif life is not None and life.is_deprecated(plan.environment.kubernetes) and resource is not None:
            deprecated[api] = ("", life)
    if not deprecated:
        return
    for composed in plan.components:
        for what, needy in needs(composed).items():
            if isinstance(what, str) or what not in deprecated:
                continue
            warning, life = deprecated[what]
            yield Violation(
                message=(
                    f"component `{composed.component.name}` needs the API `{what}`,"
                    f" which is deprecated{_since(life)}"
                ),
                places=(needy.place, component_place(composed)),
                subject=(*composed.subject, needy.name),
                seen=str(what),
                notes=(f"the cluster says: {warning}",) if warning else (),
                help=(
                    f"write it as `{life.replacement}`"
                    if life is not None and life.replacement is not None
                    else "write it in a newer version, or as something else"
                ),
            )


def _since(life: Lifecycle | None) -> str:
    if life is None:
        return ""
    removed = f" and gone from {life.removed} on" if life.removed else ""
    return f" since Kubernetes {life.deprecated}{removed}"
