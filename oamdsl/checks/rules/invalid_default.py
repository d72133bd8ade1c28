"""OAM106."""

from collections.abc import Iterator

import attrs

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule("OAM106", source="OAM v1alpha2, Component parameters, default", suppressible=False)
def invalid_default(plan: Plan) -> Iterator[Violation]:
    """A parameter's default breaks its own declaration.

    Why: everybody who does not override it would deploy a value that its developer calls wrong.

    Example:
        @component
        class Cache(Component):
            size: int = parameter(default=0, ge=1)

            def workload(self):
                return ContainerizedWorkload([Container("redis", image="redis:8.4")])

        Cache("cache")

    Use instead:
        @component
        class Cache(Component):
            size: int = parameter(default=1, ge=1)

            def workload(self):
                return ContainerizedWorkload([Container("redis", image="redis:8.4")])

        Cache("cache")
    """
    for faulty in faulty_declarations(plan, FaultKind.INVALID_DEFAULT):
        fault = faulty.fault
        call, *declared = faulty.places
        called = attrs.evolve(call, label=f"`{faulty.callee}` takes its default here")
        yield Violation(
            message=(
                f"the default of `{fault.parameter}` of `{faulty.callee}`, {fault.seen}, {fault.reason}"
            ),
            places=(*declared, called),
            subject=faulty.subject,
            seen=fault.seen,
            allowed=fault.allowed,
            help="mend the default, or what its declaration allows",
        )
