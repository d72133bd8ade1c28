"""OAM202."""

from collections.abc import Iterator

from oamdsl.checks.places import claim_place, component_place
from oamdsl.compose.ledger import Claim, Contest, Role, Verb
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM202", source="OAM v0.3, 6.traits.md: determine compatibility, and fail")
def contested_field(plan: Plan) -> Iterator[Violation]:
    """Two owners decide one field.

    Why: the last one to write would win silently, and the other would believe that its value holds. Two
    controllers on one field undo each other's work for as long as both run.

    Example:
        Web("web", traits=[AutoScaler(minimum=1, maximum=9), ManualScaler(replicas=3)])

    Use instead:
        Web("web", traits=[AutoScaler(minimum=3, maximum=9)])
    """
    for composed in plan.components:
        for contest in composed.folded.contests if composed.folded else ():
            if contest.second.field.path.depth:
                yield _violation(composed, contest)


def _violation(composed: ComposedComponent, contest: Contest) -> Violation:
    first, second = contest.first, contest.second
    field = second.field
    return Violation(
        message=(
            f"{_named(first)} and {second.holder} both decide `{field.path}` of {field.object}"
            f" in component `{composed.component.name}`"
        ),
        places=(claim_place(second), claim_place(first), component_place(composed)),
        subject=(*composed.subject, second.owner.name),
        help=_remedy(first, second),
    )


def _named(claim: Claim) -> str:
    return f"the developer of {claim.holder}" if claim.verb is Verb.WROTE else claim.holder


def _remedy(first: Claim, second: Claim) -> str:
    if first.owner.role is Role.DEVELOPER:
        return (
            f"remove {second.holder}, or ask the developer to leave the field open"
            " or to declare it with `parameter()`"
        )
    return f"keep {first.holder} or {second.holder}, not both"
