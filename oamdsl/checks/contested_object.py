"""OAM203."""

from collections.abc import Iterator

from oamdsl.checks.places import claim_place, component_place
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.ledger import Contest, Role
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import ObjectRef


@rule("OAM203", source="Kubernetes: kind, namespace and name identify an object")
def contested_object(plan: Plan) -> Iterator[Violation]:
    """Two owners make one object.

    Why: the last one to be deployed would overwrite the other.

    Example:
        Web(
            "web",
            traits=[Ingress(host="shop.example.com"), Ingress(host="www.example.com")],
        )

    Use instead:
        Web("web", traits=[Ingress(host="shop.example.com")])
    """
    for composed in plan.components:
        for contest in composed.folded.contests if composed.folded else ():
            if not contest.second.field.path.depth:
                yield _in_component(composed, contest)
    yield from _between_components(plan)


def _in_component(composed: ComposedComponent, contest: Contest) -> Violation:
    first, second = contest.first.owner, contest.second.owner
    maker = f"`{first.name}`" if first.role is Role.APPLICATION_OPERATOR else "the developer"
    return Violation(
        message=(
            f"{maker} and `{second.name}` both make {contest.second.field.object}"
            f" for component `{composed.component.name}`"
        ),
        places=(
            claim_place(contest.second),
            claim_place(contest.first),
            component_place(composed),
        ),
        subject=(*composed.subject, second.name),
        help=f"keep {maker}'s or `{second.name}`'s, not both",
    )


def _between_components(plan: Plan) -> Iterator[Violation]:
    made: dict[ObjectRef, tuple[ComposedComponent, FoldedObject]] = {}
    for composed in plan.components:
        for folded in composed.objects:
            ref = folded.ref
            first, other = made.setdefault(ref, (composed, folded))
            if first is composed or first.subject == composed.subject:
                continue
            yield Violation(
                message=(
                    f"components `{_path(first)}` and `{_path(composed)}` both make {ref}"
                    f" in namespace `{ref.namespace}`"
                ),
                places=(
                    _place(composed, folded),
                    _place(first, other),
                ),
                subject=(*composed.subject, str(ref)),
                help="give one of the components another name, or another namespace",
            )


def _path(composed: ComposedComponent) -> str:
    return "/".join(composed.subject)


def _place(composed: ComposedComponent, folded: FoldedObject) -> Place:
    if folded.creator is not None:
        return Place(folded.creator.origin.location, f"{folded.creator.name} of {_path(composed)}")
    return component_place(composed)
