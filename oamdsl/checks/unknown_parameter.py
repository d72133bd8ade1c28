"""OAM101."""

from collections.abc import Iterator

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.nearest import nearest
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule("OAM101", source="OAM v1alpha2, Component parameters; kubevela#6862")
def unknown_parameter(plan: Plan) -> Iterator[Violation]:
    """An argument names no parameter.

    Why: a misspelt parameter would be dropped, and the default would be deployed in its place.

    Example:
        Web("web", conections=4096)

    Use instead:
        Web("web", connections=4096)
    """
    for faulty in faulty_declarations(plan, FaultKind.UNKNOWN):
        fault = faulty.fault
        meant = nearest(fault.parameter, fault.allowed.split(", "))
        yield Violation(
            message=(
                f"`{faulty.callee}` has `{fault.parameter}` given twice"
                if fault.reason
                else f"`{faulty.callee}` has no parameter `{fault.parameter}`"
            ),
            places=faulty.places,
            subject=faulty.subject,
            seen=fault.seen,
            allowed=fault.allowed,
            help=(
                "give it once"
                if fault.reason
                else f"did you mean `{meant}`?"
                if meant
                else "remove it, or ask whoever wrote the class to declare it with `parameter()`"
            ),
        )
