"""OAM417."""

from collections.abc import Iterator

from oamdsl.checks.needs import needed_apis, needs
from oamdsl.checks.places import component_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.lifecycle import lifecycle


@rule("OAM417", source="Kubernetes, Deprecated API Migration Guide")
def removed_api(plan: Plan) -> Iterator[Violation]:
    """An object is written in a version of an API that Kubernetes has removed.

    Why: no cluster of that version or a later one serves it, whatever is installed there.

    Example:
        @component
        class Report(Component):
            def workload(self):
                return KubernetesWorkload(
                    {
                        "apiVersion": "policy/v1beta1",
                        "kind": "PodDisruptionBudget",
                        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "report"}}},
                    }
                )

        Report("report")

    Use instead:
        @component
        class Report(Component):
            def workload(self):
                return KubernetesWorkload(
                    {
                        "apiVersion": "policy/v1",
                        "kind": "PodDisruptionBudget",
                        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "report"}}},
                    }
                )

        Report("report")
    """
    environment = plan.environment
    minor = environment.kubernetes
    removed = {
        api: life
        for api in needed_apis(plan)
        if (life := lifecycle(api)) is not None
        and life.is_removed(minor)
        and not environment.serves(api)
        and api not in plan.defined_apis
    }
    if not removed:
        return
    for composed in plan.components:
        for what, needy in needs(composed).items():
            life = removed.get(what) if not isinstance(what, str) else None
            if life is None:
                continue
            yield Violation(
                message=(
                    f"component `{composed.component.name}` needs the API `{what}`,"
                    f" which Kubernetes {life.removed} removed"
                ),
                places=(needy.place, component_place(composed)),
                subject=(*composed.subject, needy.name),
                seen=str(what),
                notes=(f"environment `{environment.name}` has Kubernetes {minor}",),
                help=(
                    f"write it as `{life.replacement}`"
                    if life.replacement
                    else "do without it; nothing replaces it"
                ),
            )
