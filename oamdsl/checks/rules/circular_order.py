"""OAM215."""

from collections.abc import Iterator

from oamdsl.checks.places import claim_location, component_place
from oamdsl.compose.ledger import Claim
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.path import Entry, Path


@rule("OAM215", source="Kubernetes, Init Containers, Understanding init containers", suppressible=False)
def circular_order(plan: Plan) -> Iterator[Violation]:
    """Entries of a list shall each stand after another one, in a circle.

    Why: no order has each of them after the one that it names.

    Example:
        migrate = InitContainer(Container("migrate", image="shop-migrate:1.4"), after=["seed"])
        seed = InitContainer(Container("seed", image="shop-seed:1.4"), after=["migrate"])
        Web("web", traits=[migrate, seed])

    Use instead:
        migrate = InitContainer(Container("migrate", image="shop-migrate:1.4"))
        seed = InitContainer(Container("seed", image="shop-seed:1.4"), after=["migrate"])
        Web("web", traits=[migrate, seed])
    """
    for composed in plan.components:
        for circle in composed.folded.circles if composed.folded else ():
            yield _violation(composed, circle)


def _violation(composed: ComposedComponent, circle: tuple[Claim, ...]) -> Violation:
    names = [_name(claim) for claim in circle]
    first, *others = names
    field = circle[0].field
    around = Path(field.path.segments[:-1])
    following = ", which shall stand after ".join(f"`{name}`" for name in (*others, first))
    return Violation(
        message=(
            f"`{first}` in `{around}` of {field.object} shall stand after {following},"
            f" in component `{composed.component.name}`"
        ),
        places=(
            *(
                Place(claim_location(claim), f"{claim.holder} adds `{name}`")
                for claim, name in zip(circle, names, strict=True)
            ),
            component_place(composed),
        ),
        subject=(*composed.subject, circle[0].owner.name),
        help="let one of them stand after none of the others",
    )


def _name(claim: Claim) -> str:
    """The entry, as others name it."""
    last = claim.field.path.segments[-1]
    return str(last.keys[0][1]) if isinstance(last, Entry) else str(last)
