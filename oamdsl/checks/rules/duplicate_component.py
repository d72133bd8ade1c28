"""OAM109."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.application import Application
from oamdsl.model.component import Component
from oamdsl.model.value import is_opaque

T = TypeVar("T", Application, Component)


@rule(
    "OAM109", source="OAM v1alpha2, ApplicationConfiguration: an instance name is unique", suppressible=False
)
def duplicate_component(plan: Plan) -> Iterator[Violation]:
    """Two components, or two applications, of one name.

    Why: objects are named after their component, so one would overwrite the other.

    Example:
        Application("shop", [Web("web"), Web("web", connections=4096)])

    Use instead:
        Application("shop", [Web("web"), Web("admin", connections=4096)])
    """
    for one, other in _twins(plan.applications):
        yield Violation(
            message=(
                f"application `{other.name}` is deployed twice"
                if other is one
                else f"two applications are named `{other.name}`"
            ),
            places=_places(one, other),
            subject=(other.name,),
            help=_remedy(one, other),
        )
    for application in plan.applications:
        for first, second in _twins(application.components):
            yield Violation(
                message=(
                    f"component `{second.name}` stands twice in application `{application.name}`"
                    if second is first
                    else f"two components of application `{application.name}` are named `{second.name}`"
                ),
                places=(*_places(first, second), Place(application.location, "the application")),
                subject=(str(application.name), second.name),
                help=_remedy(first, second),
            )


def _twins(elements: Iterable[T]) -> Iterator[tuple[T, T]]:
    """Of each element whose name an earlier one has, ``(earlier, later)``."""
    seen: dict[str, T] = {}
    for element in elements:
        if is_opaque(element.name):  # it has none: OAM102
            continue
        if element.name in seen:
            yield seen[element.name], element
        seen.setdefault(element.name, element)


def _places(first: T, second: T) -> tuple[Place, ...]:
    if second is first:
        return (Place(first.location, f"`{first.name}` is built here, once"),)
    return (
        Place(second.location, f"`{second.name}` again"),
        Place(first.location, f"`{first.name}` is the first one"),
    )


def _remedy(first: T, second: T) -> str:
    return "remove one of the two" if second is first else "give one of them another name"
