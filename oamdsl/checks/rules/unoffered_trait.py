"""OAM205."""

from collections.abc import Iterator, Sequence

from oamdsl.checks.needs import platforms_with
from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.trait import Trait
from oamdsl.platforms.technologies import implementations_of


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
                notes=tuple(_notes(trait, platforms_with(type(trait), plan))),
                help=(
                    f"have the infrastructure operators of `{platform.name}` add an implementation by"
                    f" `Platform.offering`, or remove `{trait.label}` in `{plan.environment.name}`"
                ),
            )


def _notes(trait: Trait, elsewhere: Sequence[str]) -> Iterator[str]:
    yield f"offered by {_listed(elsewhere)}" if elsewhere else "no platform of this project offers it"
    known = implementations_of(type(trait))
    yield (
        f"oamdsl implements it by {_listed(known)}"
        if known
        else f"`oamdsl show {trait.label}` lists the implementations that are installed"
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
