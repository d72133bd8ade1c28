"""OAM107."""

from collections.abc import Iterator

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.component import Component
from oamdsl.model.fault import FaultKind
from oamdsl.model.trait import Trait


@rule("OAM107", source="oamdsl: a class becomes a declaration by its decorator", suppressible=False)
def undeclared_class(plan: Plan) -> Iterator[Violation]:
    """A class of components, traits or workloads is not decorated.

    Why: without its decorator a class has no parameters of its own; values given to it would be lost.

    Example:
        class Cache(Component):
            def workload(self):
                return ContainerizedWorkload([Container("redis", image="redis:8.4")])

        Cache("cache")

    Use instead:
        @component
        class Cache(Component):
            def workload(self):
                return ContainerizedWorkload([Container("redis", image="redis:8.4")])

        Cache("cache")
    """
    for faulty in faulty_declarations(plan, FaultKind.UNDECLARED_CLASS):
        decorator = (
            "@component"
            if isinstance(faulty.element, Component)
            else "@trait"
            if isinstance(faulty.element, Trait)
            else "@workload"
        )
        yield Violation(
            message=f"class `{faulty.callee}` is not decorated with `{decorator}`",
            places=faulty.places,
            subject=(*faulty.owner, faulty.callee),
            help=f"write `{decorator}` above `class {faulty.callee}`",
        )
