"""OAM109."""

from collections.abc import Iterator

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.component import Component


@rule("OAM109", source="OAM v1alpha2, ApplicationConfiguration: an instance name is unique")
def duplicate_component(plan: Plan) -> Iterator[Violation]:
    """Two components, or two applications, of one name.

    Why: objects are named after their component, so one would overwrite the other.

    Example:
        Application("shop", [Web("web"), Web("web", connections=4096)])

    Use instead:
        Application("shop", [Web("web"), Web("admin", connections=4096)])
    """
    applications: dict[str, Place] = {}
    for application in plan.applications:
        place = Place(application.location, f"application `{application.name}`")
        if application.name in applications:
            yield Violation(
                message=f"two applications are named `{application.name}`",
                places=(place, applications[application.name]),
                subject=(application.name,),
                help="give one of them another name",
            )
        applications.setdefault(application.name, place)
        components: dict[str, Component] = {}
        for component in application.components:
            first = components.setdefault(component.name, component)
            if first is not component:
                yield Violation(
                    message=(
                        f"two components of application `{application.name}` are named `{component.name}`"
                    ),
                    places=(
                        Place(component.location, "the second one"),
                        Place(first.location, "the first one"),
                    ),
                    subject=(application.name, component.name),
                    help="give one of them another name",
                )
