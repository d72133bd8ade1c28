"""The faults of everything that a plan was declared with, and what to call it."""

from collections.abc import Iterator

import attrs

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place
from oamdsl.model.element import Element, fields_of
from oamdsl.model.fault import Fault, FaultKind
from oamdsl.model.field import Field


@attrs.frozen
class FaultyDeclaration:
    """A fault, and the declared value that it is a fault of.

    Attributes:
        element: The value.
        fault: What is wrong with the call that built it.
        owner: What it belongs to, outermost first: application and component, or environment.
    """

    element: Element
    fault: Fault
    owner: tuple[str, ...]

    @property
    def callee(self) -> str:
        """The class, as the user wrote it."""
        return type(self.element).__name__

    @property
    def subject(self) -> tuple[str, ...]:
        """Its owner, its class and the parameter."""
        return (*self.owner, self.callee, self.fault.parameter)

    @property
    def places(self) -> tuple[Place, ...]:
        """The argument, and where the parameter is declared."""
        fault = self.fault
        places = (Place(fault.location, confidential=fault.confidential),)
        field = self.field
        if fault.declared is None or field is None:
            return places
        has_secret = field.is_secret and field.default is not attrs.NOTHING
        return (*places, Place(fault.declared, f"`{fault.parameter}` is declared here", has_secret))

    @property
    def field(self) -> Field | None:
        """The parameter, when the class has it."""
        return fields_of(type(self.element)).get(self.fault.parameter)


def faulty_declarations(plan: Plan, kind: FaultKind) -> Iterator[FaultyDeclaration]:
    """The faults of one kind among all that was declared for *plan*, each once."""
    for element, owner in plan.faulty_elements:
        for fault in element.faults:
            if fault.kind is kind:
                yield FaultyDeclaration(element, fault, owner)
