"""OAM105."""

from collections.abc import Iterator

import attrs

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.origin import definition
from oamdsl.diagnostics.rule import rule
from oamdsl.model.fault import FaultKind


@rule(
    "OAM105",
    source="the founding article: of ten parameters only these five may be overridden",
    suppressible=False,
)
def fixed_parameter(plan: Plan) -> Iterator[Violation]:
    """An operator overrides what the developer fixed.

    Why: what a developer does not declare with `parameter()` is the developer's own decision.

    Example:
        @component
        class Cache(Component):
            eviction: str = "lru"

            def workload(self):
                return ContainerizedWorkload([Container("redis", image="redis:8.4", args=[self.eviction])])

        Cache("cache", eviction="lfu")

    Use instead:
        @component
        class Cache(Component):
            eviction: str = parameter(default="lru", choices=("lru", "lfu"))

            def workload(self):
                return ContainerizedWorkload([Container("redis", image="redis:8.4", args=[self.eviction])])

        Cache("cache", eviction="lfu")
    """
    for faulty in faulty_declarations(plan, FaultKind.FIXED):
        fault = faulty.fault
        has_value = faulty.field is not None and faulty.field.default is not attrs.NOTHING
        remove = f"remove `{fault.parameter}`, or " if has_value else ""
        where = definition(type(faulty.element), fault.parameter)
        yield Violation(
            message=f"`{fault.parameter}` of `{faulty.callee}` is fixed by its developer",
            places=(*faulty.places, *((Place(where, "its value is here"),) if where else ())),
            subject=faulty.subject,
            seen=fault.seen,
            allowed=fault.allowed,
            help=f"{remove}ask the developer of `{faulty.callee}` to declare it with `parameter()`",
        )
