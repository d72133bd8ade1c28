"""OAM208."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.value import shown


@rule(
    "OAM208", source="OAM v0.2, 6.traits.md: fail if the combination cannot be satisfied", suppressible=False
)
def refused_trait(plan: Plan) -> Iterator[Violation]:
    """A trait's parameters do not go together, or its implementation cannot do what they say.

    Why: what cannot be done is refused, never ignored.

    Example:
        Web("web", traits=[AutoScaler(minimum=9, maximum=3)])

    Use instead:
        Web("web", traits=[AutoScaler(minimum=3, maximum=9)])
    """
    for composed in plan.components:
        for refusal, trait in composed.refusals:
            yield Violation(
                message=f"`{trait.label}` of component `{composed.component.name}`: {refusal.why}",
                places=(
                    Place(trait.location_of(refusal.parameter)),
                    component_place(composed),
                ),
                subject=(*composed.subject, trait.label, refusal.parameter),
                seen=shown(getattr(trait, refusal.parameter, None)),
                help=refusal.help,
            )
