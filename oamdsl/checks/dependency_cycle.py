"""OAM111."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.application import Application


@rule("OAM111", source="KubeVela, Application dependsOn: a cycle waits for ever")
def dependency_cycle(plan: Plan) -> Iterator[Violation]:
    """Components depend on each other in a circle.

    Why: none of them can be the first to start.

    Example:
        Application("shop", [Web("web", depends_on=["api"]), Web("api", depends_on=["web"])])

    Use instead:
        Application("shop", [Web("web", depends_on=["api"]), Web("api")])
    """
    for application in plan.applications:
        cycle = _cycle(application)
        if cycle:
            by_name = {component.name: component for component in application.components}
            chain = " -> ".join(f"`{name}`" for name in (*cycle, cycle[0]))
            yield Violation(
                message=f"components of `{application.name}` depend on each other: {chain}",
                places=tuple(
                    Place(by_name[name].location_of("depends_on"), f"`{name}` depends on `{following}`")
                    for name, following in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
                ),
                subject=(application.name, *cycle),
                help="remove one of these dependencies",
            )


def _cycle(application: Application) -> tuple[str, ...]:
    """The names in a circle, each depending on the next; begun with the first one declared."""
    sorter = TopologicalSorter(
        {component.name: component.dependencies for component in application.components}
    )
    try:
        sorter.prepare()
    except CycleError as error:
        names: list[str] = list(reversed(error.args[1]))[:-1]
        order = [component.name for component in application.components]
        start = names.index(min(names, key=order.index))
        return (*names[start:], *names[:start])
    return ()
