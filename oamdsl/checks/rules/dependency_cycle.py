"""OAM111."""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.application import Application


@rule("OAM111", source="KubeVela, Application dependsOn: a cycle waits for ever", suppressible=False)
def dependency_cycle(plan: Plan) -> Iterator[Violation]:
    """Components depend on each other in a circle.

    Why: none of them can be the first to start.

    Example:
        Application("shop", [Web("web", depends_on=["api"]), Web("api", depends_on=["web"])])

    Use instead:
        Application("shop", [Web("web", depends_on=["api"]), Web("api")])
    """
    for application in plan.applications:
        by_name = {component.name: component for component in application.components}
        for cycle in _cycles(application):
            steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
            chain = " -> ".join(f"`{name}`" for name in (*cycle, cycle[0]))
            yield Violation(
                message=(
                    f"components of application `{application.name}` depend on each other: {chain}"
                    if len(cycle) > 1
                    else f"component `{cycle[0]}` of application `{application.name}` depends on itself"
                ),
                places=tuple(
                    Place(by_name[name].location_of("depends_on"), f"`{name}` depends on `{following}`")
                    for name, following in steps
                ),
                subject=(str(application.name), *map(str, cycle)),
                help="remove one of these dependencies" if len(cycle) > 1 else "remove this dependency",
            )


def _cycles(application: Application) -> Iterator[Sequence[str]]:
    """Circles that share no component: names, each depending on the next, the first declared first."""
    depends_on = {component.name: component.dependencies for component in application.components}
    order = list(depends_on)
    while cycle := _cycle(depends_on):
        start = cycle.index(min(cycle, key=order.index))
        yield [*cycle[start:], *cycle[:start]]
        for name in cycle:
            del depends_on[name]


def _cycle(depends_on: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The names in one circle, each depending on the next; none when there is no circle."""
    try:
        TopologicalSorter(depends_on).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names[:0:-1]
    return ()
