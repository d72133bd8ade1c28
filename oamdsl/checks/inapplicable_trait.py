"""OAM201."""

from collections.abc import Iterator

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule


@rule("OAM201", source="OAM v0.3, 6.traits.md, appliesToWorkloads; oam-dev/spec#425")
def inapplicable_trait(plan: Plan) -> Iterator[Violation]:
    """A trait is bound to a workload that it cannot apply to.

    Why: it would have no effect, or break the workload.

    Example:
        @component
        class Migration(Component):
            def workload(self):
                return BatchWorkload([Container("migrate", image="shop-migrate:1.4")])

        Migration("migrate", traits=[Ingress(host="shop.example.com")])

    Use instead:
        @component
        class Migration(Component):
            def workload(self):
                return BatchWorkload([Container("migrate", image="shop-migrate:1.4")])

        Migration("migrate")
    """
    for composed in plan.components:
        for trait in composed.inapplicable:
            lacking = composed.lacking(trait)
            if not lacking:  # the developer's opinion took it away: OAM301 and OAM302
                continue
            workload = type(composed.declared).__name__
            lacks = " and ".join(f"not {one.value}" for one in lacking)
            yield Violation(
                message=(
                    f"`{trait.label}` does not apply to component `{composed.component.name}`:"
                    f" its `{workload}` is {lacks}"
                ),
                places=(
                    trait_place(trait),
                    *((Place(composed.declared.location, "the workload"),) if composed.declared else ()),
                    component_place(composed),
                ),
                subject=(*composed.subject, trait.label),
                allowed=" and ".join(sorted(characteristic.value for characteristic in trait.applies_to)),
                help=f"remove `{trait.label}`, or bind it to another component",
            )
