"""OAM202."""

from collections.abc import Iterator
from typing import Final

from oamdsl.checks.places import claim_place, component_place
from oamdsl.compose.ledger import Claim, Contest, Role, Verb
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef

_TOGETHER: Final = {
    frozenset({"AutoScaler", "CronScaler"}): "to scale by load and by time, give `AutoScaler` the `windows`",
}
"""How else to have what two traits that exclude each other are bound for together."""


@rule("OAM202", source="OAM v0.3, 6.traits.md: determine compatibility, and fail", suppressible=False)
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
    field = max(first.field, second.field, key=lambda one: one.path.depth)
    return Violation(
        message=f"{_conflict(first, second, field)} in component `{composed.component.name}`",
        places=(claim_place(second), claim_place(first), component_place(composed)),
        subject=(*composed.subject, second.owner.name),
        help=first.help or second.help or _remedy(first, second),
    )


def _conflict(first: Claim, second: Claim, field: FieldRef) -> str:
    what = f"`{field.path}` of {field.object}"
    if second.verb is Verb.REWRITTEN:
        where = "each pod" if second.in_pods else "the object"
        other = first.purpose.removeprefix(f"{first.holder} ")
        return f"the {second.to} of {second.holder} changes {what} in {where}, while {first.holder} {other}"
    if second.verb is Verb.READ:
        return f"{first.holder} decides {what}, and {second.holder} relies on what it was"
    one, other = _party(first), _party(second)
    who = f"two {other} traits" if one == other else f"{one} and {other}"
    return f"{who} both decide {what}"


def _party(claim: Claim) -> str:
    """Who claims a field, where a developer may do so by an object whose controller decides it."""
    if claim.owner.role is Role.DEVELOPER and claim.to:
        return f"the {claim.to} of {claim.holder}"
    return f"the developer of {claim.holder}" if claim.verb is Verb.WROTE else claim.holder


def _remedy(first: Claim, second: Claim) -> str:
    one, other = _party(first), _party(second)
    match first.verb:
        case Verb.WROTE:
            return (
                f"change or remove {other}, or ask {one}"
                " to leave the field open or to declare it with `parameter()`"
            )
        case Verb.OVERRODE | Verb.DEFAULTED:
            return f"decide it by {one} or by {other}, not by both"
        case Verb.PLACED:
            return f"change or remove {other}"
        case _:
            if one == other:
                return "change or remove one of them"
            together = _TOGETHER.get(frozenset({first.owner.name, second.owner.name}))
            return f"keep {one} or {other}, not both{f'; {together}' if together else ''}"
