"""OAM107."""

from collections.abc import Iterator

import attrs

from oamdsl.checks.declarations import faulty_declarations
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.origin import definition
from oamdsl.diagnostics.rule import rule
from oamdsl.model.component import Component
from oamdsl.model.fault import FaultKind
from oamdsl.model.trait import Trait


@rule("OAM107", source="oamdsl: a class becomes a declaration by its decorator", suppressible=False)
def undeclared_class(plan: Plan) -> Iterator[Violation]:
    """A class of components, traits or workloads is not decorated, or a parameter of it has no type.

    Why: without its decorator a class has no parameters of its own, and a parameter without its type hides
    the class' other fields; values given to them would be lost.

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
    yield from _undecorated(plan)
    yield from _untyped(plan)


def _undecorated(plan: Plan) -> Iterator[Violation]:
    for faulty in faulty_declarations(plan, FaultKind.UNDECLARED_CLASS):
        decorator = (
            "@component"
            if isinstance(faulty.element, Component)
            else "@trait"
            if isinstance(faulty.element, Trait)
            else "@workload"
        )
        where = definition(type(faulty.element))
        yield Violation(
            message=f"class `{faulty.callee}` is not decorated with `{decorator}`",
            places=(
                *((Place(where, "it is defined here"),) if where else ()),
                *faulty.places,
            ),
            subject=(*faulty.owner, faulty.callee),
            help=f"write `{decorator}` above `class {faulty.callee}`",
        )


def _untyped(plan: Plan) -> Iterator[Violation]:
    for faulty in faulty_declarations(plan, FaultKind.UNTYPED):
        name, callee = faulty.fault.parameter, faulty.callee
        default = faulty.field.default if faulty.field else None
        kind = type(default).__name__ if isinstance(default, (str, int, float)) else "..."
        call, *declared = faulty.places
        yield Violation(
            message=f"parameter `{name}` of `{callee}` has no type",
            places=(*declared, attrs.evolve(call, label=f"`{callee}` is built here")),
            subject=faulty.subject,
            help=f"write `{name}: {kind} = parameter(...)` in `class {callee}`",
        )
