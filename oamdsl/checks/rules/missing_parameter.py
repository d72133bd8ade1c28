"""OAM102."""

from collections.abc import Iterator

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule("OAM102", source="OAM v1alpha2, Component parameters, required", suppressible=False)
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
        name, callee = fault.parameter, faulty.callee
        may_be_given = faulty.field is None or faulty.field.constraint is not None
        yield Violation(
            message=(
                f"`{callee}` needs the parameter `{name}`"
                if may_be_given
                else f"`{name}` of `{callee}` has no value, and operators may not give it one"
            ),
            places=faulty.places,
            subject=faulty.subject,
            allowed=fault.allowed,
            help=(
                f"add `{name}=...`"
                if may_be_given
                else f"give it a value in `class {callee}`, or declare it there with `parameter()`"
            ),
        )
