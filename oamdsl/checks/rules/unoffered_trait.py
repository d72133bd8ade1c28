"""OAM205."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule


@rule(
    "OAM205",
    source="OAM v0.2, 6.traits.md: produce an error when a trait cannot be fulfilled",
    suppressible=False,
)
def unoffered_trait(plan: Plan) -> Iterator[Violation]:
    """The platform does not offer a trait.

    Why: a trait without an implementation would be ignored.

    Example:
        environment = Environment("prod", platform=Platform("bare"))
        Web("web", traits=[Ingress(host="shop.example.com")])

    Use instead:
        environment = Environment("prod", platform=platform)
        Web("web", traits=[Ingress(host="shop.example.com")])
    """
    platform = plan.environment.platform
    offered = sorted({one.trait.__name__ for one in platform.implementations})
    for composed in plan.components:
        for trait in composed.unoffered:
            elsewhere = [
                other.name
                for other in plan.other_platforms
                if other.implementation_of(type(trait)) is not None
            ]
            yield Violation(
                message=(
                    f"platform `{platform.name}` does not offer `{trait.label}`,"
                    f" which component `{composed.component.name}` binds"
                ),
                places=(
                    trait_place(trait),
                    Place(platform.location, f"platform `{platform.name}`"),
                    component_place(composed),
                ),
                subject=(*composed.subject, trait.label),
                seen=trait.label,
                allowed=", ".join(offered) or "no trait at all",
                notes=(
                    (f"offered by {_listed(elsewhere)}",)
                    if elsewhere
                    else ("no platform of this project offers it",)
                ),
                help=(
                    f"have the infrastructure operators of `{platform.name}` add an implementation"
                    f" (`oamdsl show {trait.label}` lists those that are installed),"
                    f" or remove `{trait.label}` in `{plan.environment.name}`"
                ),
            )


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
