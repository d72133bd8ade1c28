"""OAM302."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM302", source="the founding article, opinions: a batch job; OAM v0.3, 6.traits.md")
def service_trait_on_batch(plan: Plan) -> Iterator[Violation]:
    """A trait for services is bound to a component that its developer calls a batch job.

    Why: a job is not scaled by load and not reached by users, so the trait would keep alive or expose what
    runs to completion.

    Example:
        @component
        class Report(Component):
            opinions = Opinions(batch=True)

            def workload(self):
                return ContainerizedWorkload([Container("report", image="report:1.4")])

        Report("report", traits=[ManualScaler(replicas=3)])

    Use instead:
        @component
        class Report(Component):
            opinions = Opinions(batch=True)

            def workload(self):
                return ContainerizedWorkload([Container("report", image="report:1.4")])

        Report("report")
    """
    for composed in plan.components:
        opinions = composed.component.opinions
        if not opinions.batch:
            continue
        for trait in composed.inapplicable:
            if not composed.lacking(trait):
                name = composed.component.name
                yield Violation(
                    message=f"`{trait.label}` is for services, and component `{name}` is a batch job",
                    places=(
                        trait_place(trait),
                        Place(
                            opinions.location_of("batch"),
                            f"`{composed.component.kind}` is a batch job",
                        ),
                        component_place(composed),
                    ),
                    subject=(*composed.subject, trait.label),
                    help=f"remove `{trait.label}`",
                )
