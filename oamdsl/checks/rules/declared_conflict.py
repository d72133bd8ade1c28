"""OAM204."""

from collections.abc import Iterator
from itertools import combinations

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM204", source="OAM v0.3, 6.traits.md, conflictsWith")
def declared_conflict(plan: Plan) -> Iterator[Violation]:
    """Two traits exclude each other by declaration.

    Why: some conflicts no field shows, such as two controllers that watch one Deployment.

    Example:
        @trait
        class BlueGreen(Trait):
            conflicts_with = (ManualScaler,)

        @implements(BlueGreen)
        def blue_green(trait, workload):
            yield Require(Api("apps/v1", "Deployment"))

        environment = Environment("prod", platform=platform.offering(blue_green))
        Web("web", traits=[BlueGreen(), ManualScaler(replicas=2)])

    Use instead:
        @trait
        class BlueGreen(Trait):
            conflicts_with = (ManualScaler,)

        @implements(BlueGreen)
        def blue_green(trait, workload):
            yield Require(Api("apps/v1", "Deployment"))

        environment = Environment("prod", platform=platform.offering(blue_green))
        Web("web", traits=[BlueGreen()])
    """
    for composed in plan.components:
        for first, second in combinations(composed.component.traits, 2):
            if isinstance(second, first.conflicts_with):
                declarer, other = first, second
            elif isinstance(first, second.conflicts_with):
                declarer, other = second, first
            else:
                continue
            yield Violation(
                message=(
                    f"`{declarer.label}` declares that it conflicts with `{other.label}`,"
                    f" and component `{composed.component.name}` has both"
                ),
                places=(trait_place(second), trait_place(first), component_place(composed)),
                subject=(*composed.subject, second.label),
                help=f"keep `{first.label}` or `{second.label}`, not both",
            )
