"""OAM201."""

from collections.abc import Iterable, Iterator
from typing import Final

from oamdsl.checks.places import component_place, trait_place
from oamdsl.compose.plan import Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.model.characteristic import Characteristic

_MEANINGS: Final = {
    Characteristic.REPLICABLE: "several replicas may run; a disk that one node alone may write allows one",
    Characteristic.EXPOSED: "it has a Service; long-running containers with `ports` get one",
    Characteristic.POD_TEMPLATED: "it makes pods from a template that traits can reach",
    Characteristic.LONG_RUNNING: "it runs until it is stopped",
    Characteristic.BATCH: "it runs to completion",
}


@rule("OAM201", source="OAM v0.3, 6.traits.md, appliesToWorkloads; oam-dev/spec#425", suppressible=False)
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
                seen=_listed(composed.natural_characteristics),
                allowed=_listed(trait.applies_to),
                notes=tuple(f"{one.value} means that {_MEANINGS[one]}" for one in lacking),
                help=f"remove `{trait.label}`, or bind it to another component",
            )


def _listed(characteristics: Iterable[Characteristic]) -> str:
    return " and ".join(sorted(one.value for one in characteristics))
