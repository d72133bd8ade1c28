"""OAM102."""

from collections.abc import Iterator

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule("OAM102", source="OAM v1alpha2, Component parameters, required")
def missing_parameter(plan: Plan) -> Iterator[Violation]:
    """A required parameter is not given.

    Why: there is no default that would be right.

    Example:
        Web("web", traits=[AutoScaler(minimum=2)])

    Use instead:
        Web("web", traits=[AutoScaler(minimum=2, maximum=9)])
    """
    for faulty in faulty_declarations(plan, FaultKind.MISSING):
        fault = faulty.fault
        yield Violation(
            message=f"`{faulty.callee}` needs the parameter `{fault.parameter}`",
            places=faulty.places,
            subject=faulty.subject,
            allowed=fault.allowed,
            help=f"add `{fault.parameter}=...`",
        )
