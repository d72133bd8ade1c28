"""OAM108."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM108", source="oamdsl: composing an application is pure and must succeed", suppressible=False)
def failing_function(plan: Plan) -> Iterator[Violation]:
    """A function that composes the application fails.

    Why: what it would have declared is unknown, and nothing unknown is deployed.

    Example:
        @component
        class Cache(Component):
            def workload(self):
                return ContainerizedWorkload([Container("redis", image=IMAGES["redis"])])

        IMAGES = {}
        Cache("cache")

    Use instead:
        @component
        class Cache(Component):
            def workload(self):
                return ContainerizedWorkload([Container("redis", image=IMAGES["redis"])])

        IMAGES = {"redis": "redis:8.4"}
        Cache("cache")
    """
    for composed in plan.components:
        if not composed.failures or _is_faulty(composed):
            continue
        for failure in composed.failures:
            yield Violation(
                message=f"`{failure.function}` failed: {failure.error}",
                places=(
                    *(
                        (Place(failure.location, failure.label),)
                        if failure.location != composed.component.location
                        else ()
                    ),
                    *(Place(one, "called from here") for one in failure.callers),
                    component_place(composed),
                ),
                subject=(*composed.subject, failure.function),
                help=failure.help,
            )


def _is_faulty(composed: ComposedComponent) -> bool:
    """Whether its arguments are already known to be wrong: what fails then is a consequence."""
    declared = composed.declared
    return not (composed.component.is_sound and (declared is None or declared.is_sound))
