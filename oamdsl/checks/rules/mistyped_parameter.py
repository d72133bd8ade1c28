"""OAM103."""

from collections.abc import Iterator

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule("OAM103", source="the founding article: the integer 4096, not the string", suppressible=False)
def mistyped_parameter(plan: Plan) -> Iterator[Violation]:
    """A parameter has a value of the wrong type.

    Why: what looks like a number in a review may be text in the cluster. Type checkers refuse it too.

    Example:
        Web("web", connections="4096")

    Use instead:
        Web("web", connections=4096)
    """
    for faulty in faulty_declarations(plan, FaultKind.MISTYPED):
        fault = faulty.fault
        yield Violation(
            message=(
                f"`{fault.parameter}{fault.at}` of `{faulty.callee}` must be {fault.allowed},"
                f" not {fault.seen}"
            ),
            places=faulty.places,
            subject=faulty.subject,
            seen=fault.seen,
            allowed=fault.allowed,
            help=fault.remedy or f"give `{fault.parameter}{fault.at}` {fault.allowed}",
        )
