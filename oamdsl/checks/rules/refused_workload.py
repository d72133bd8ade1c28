"""OAM112."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.value import shown


@rule("OAM112", source="OAM v1alpha1, core workloads: a Server without a port, a Worker with one")
def refused_workload(plan: Plan) -> Iterator[Violation]:
    """A workload's parameters do not go together.

    Why: what cannot be done is refused, never ignored.

    Example:
        @component
        class Report(Component):
            def workload(self):
                return Task(image="report:1.4", time_zone="Europe/Berlin")

        Report("report")

    Use instead:
        @component
        class Report(Component):
            def workload(self):
                return Task(image="report:1.4", schedule="30 3 * * *", time_zone="Europe/Berlin")

        Report("report")
    """
    for composed in plan.components:
        declared = composed.declared
        if declared is None:
            continue
        label = type(declared).__name__
        for refusal in composed.workload_refusals:
            yield Violation(
                message=f"`{label}` of component `{composed.component.name}`: {refusal.why}",
                places=(Place(declared.location_of(refusal.parameter)), component_place(composed)),
                subject=(*composed.subject, label, refusal.parameter),
                seen=shown(getattr(declared, refusal.parameter, None)),
                help=refusal.help,
            )
