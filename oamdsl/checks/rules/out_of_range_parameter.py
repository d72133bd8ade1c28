"""OAM104."""

from collections.abc import Iterator

from oamdsl.checks.declarations import FaultyDeclaration, faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule("OAM104", source="the founding article: parameters with a schema each", suppressible=False)
def out_of_range_parameter(plan: Plan) -> Iterator[Violation]:
    """A parameter has a value that its declaration does not allow.

    Why: whoever declared the parameter knows which values work.

    Example:
        Web("web", connections=70000)

    Use instead:
        Web("web", connections=65535)
    """
    for faulty in faulty_declarations(plan, FaultKind.OUT_OF_RANGE):
        fault = faulty.fault
        yield Violation(
            message=f"`{fault.parameter}` of `{faulty.callee}`, {fault.seen}, {fault.reason}",
            places=faulty.places,
            subject=faulty.subject,
            seen=fault.seen,
            allowed=fault.allowed,
            help=_meant(faulty)
            or (
                f"give `{fault.parameter}` an allowed value: {fault.allowed}"
                if fault.allowed
                else f"give `{fault.parameter}` another value"
            ),
        )


def _meant(faulty: FaultyDeclaration) -> str:
    """The choice that the value was probably meant to be, as a question."""
    constraint = faulty.field.constraint if faulty.field else None
    return did_you_mean(faulty.fault.seen, [repr(one) for one in constraint.choices]) if constraint else ""
