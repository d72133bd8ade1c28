"""OAM101."""

from collections.abc import Iterator

from oamdsl.checks.declarations import FaultyDeclaration, faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule("OAM101", source="OAM v1alpha2, Component parameters; kubevela#6862", suppressible=False)
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
        message, help = _texts(faulty)
        yield Violation(
            message=message,
            places=faulty.places,
            subject=faulty.subject,
            seen=fault.seen,
            allowed=fault.allowed,
            help=help,
        )


def _texts(faulty: FaultyDeclaration) -> tuple[str, str]:
    """Message and help."""
    name, callee = faulty.fault.parameter, faulty.callee
    if faulty.fault.reason:
        return f"`{callee}` is given `{name}` twice", "give it once"
    if not name.isidentifier():
        return (
            f"`{callee}` takes no {name} by position",
            faulty.fault.remedy or "give it by its name, or remove it",
        )
    return f"`{callee}` has no parameter `{name}`", (
        did_you_mean(name, faulty.fault.allowed.split(", "))
        or f"remove it, or ask whoever wrote `{callee}` to declare it with `parameter()`"
    )
