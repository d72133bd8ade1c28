"""OAM210."""

from collections.abc import Iterator

from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.platform import Implementation
from oamdsl.model.trait import Trait


@rule("OAM210", source="oamdsl: a platform implements each trait in one way", suppressible=False)
def ambiguous_implementation(plan: Plan) -> Iterator[Violation]:
    """A platform implements one trait twice.

    Why: which implementation is used would depend on the order of a list.

    Example:
        from oamdsl.platforms.kubernetes import ingress

        twice = Platform("twice", [ingress(ingress_class="nginx"), ingress(ingress_class="alb")])
        environment = Environment("prod", platform=twice)
        Web("web")

    Use instead:
        from oamdsl.platforms.kubernetes import ingress

        once = Platform("once", [ingress(ingress_class="alb")])
        environment = Environment("prod", platform=once)
        Web("web")
    """
    platform = plan.environment.platform
    first: dict[type[Trait], Implementation[Trait]] = {}
    for implementation in platform.implementations:
        other = first.setdefault(implementation.trait, implementation)
        if other is not implementation:
            trait = implementation.trait.__name__
            how = (
                f"by {other.name} and by {implementation.name}"
                if other.name != implementation.name
                else f"both times by {other.name}"
            )
            yield Violation(
                message=(f"platform `{platform.name}` implements `{trait}` twice: {how}"),
                places=tuple(
                    dict.fromkeys(
                        (
                            Place(platform.location, f"platform `{platform.name}`"),
                            Place(implementation.origin.location, implementation.name),
                            Place(other.origin.location, other.name),
                        )
                    )
                ),
                subject=(platform.name, trait),
                help="keep one of them; `platform.offering(...)` replaces instead of adding",
            )
