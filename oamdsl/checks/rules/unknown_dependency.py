"""OAM110."""

from collections.abc import Iterator

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.rule import rule
from oamdsl.model.value import is_opaque


@rule("OAM110", source="KubeVela, Application dependsOn; kubevela#3635", suppressible=False)
def unknown_dependency(plan: Plan) -> Iterator[Violation]:
    """A component depends on one that the application does not have.

    Why: it would wait for ever, or not at all.

    Example:
        Application("shop", [Web("web", depends_on=["databse"]), Web("database")])

    Use instead:
        Application("shop", [Web("web", depends_on=["database"]), Web("database")])
    """
    for application in plan.applications:
        names = [component.name for component in application.components if not is_opaque(component.name)]
        for component in application.components:
            for name in component.dependencies:
                if name not in names and not is_opaque(name):
                    others = [other for other in names if other != component.name]
                    yield Violation(
                        message=(
                            f"component `{component.name}` depends on `{name}`,"
                            f" which is no component of application `{application.name}`"
                        ),
                        places=(
                            Place(component.location_of("depends_on")),
                            Place(application.location, "the application"),
                        ),
                        subject=(str(application.name), str(component.name)),
                        seen=repr(name),
                        allowed=", ".join(others),
                        help=did_you_mean(name, others)
                        or f"add `{name}` to the application, or remove the dependency",
                    )
