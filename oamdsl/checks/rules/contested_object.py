"""OAM203."""

from collections.abc import Iterator

from oamdsl.checks.component_name import is_named_after
from oamdsl.checks.places import claim_location, claim_place, component_place
from oamdsl.compose.folded import FoldedObject
from oamdsl.compose.ledger import Claim, Contest, Role, Verb
from oamdsl.compose.plan import ComposedComponent, Plan
from oamdsl.diagnostics.finding import Place, Violation
from oamdsl.diagnostics.rule import rule
from oamdsl.kubernetes.object import FieldRef, Identity, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.model.element import fields_of


@rule("OAM203", source="Kubernetes: kind, namespace and name identify an object", suppressible=False)
def contested_object(plan: Plan) -> Iterator[Violation]:
    """Two owners make one object.

    Why: the last one to be deployed would overwrite the other.

    Example:
        Web(
            "web",
            traits=[Ingress(host="shop.example.com"), Ingress(host="www.example.com")],
        )

    Use instead:
        Web(
            "web",
            traits=[Ingress(host="shop.example.com"), Ingress("www", host="www.example.com")],
        )
    """
    for composed in plan.components:
        for contest in composed.folded.contests if composed.folded else ():
            if not contest.second.field.path.depth:
                yield _in_component(composed, contest)
    yield from _between_components(plan)


def _in_component(composed: ComposedComponent, contest: Contest) -> Violation:
    first, second = contest.first, contest.second
    return Violation(
        message=f"{_makers(first, second)} for component `{composed.component.name}`",
        places=tuple(dict.fromkeys((claim_place(second), claim_place(first), component_place(composed)))),
        subject=(*composed.subject, second.owner.name),
        help=_remedy(composed, first, second),
    )


def _makers(first: Claim, second: Claim) -> str:
    made = second.field.object
    if second.verb is Verb.RESERVED:
        return f"{_maker(first)} makes {made}, and so does the {second.to} of {second.holder}"
    if _is_developer(second):
        return f"the developer of {second.holder} makes {made} twice"
    if _is_developer(first):
        return f"the developer of {first.holder} and {second.holder} both make {made}"
    if first.holder == second.holder:
        return f"two {second.holder} traits both make {made}"
    return f"{first.holder} and {second.holder} both make {made}"


def _maker(claim: Claim) -> str:
    if claim.verb is Verb.RESERVED:
        return f"the {claim.to} of {claim.holder}"
    return f"the developer of {claim.holder}" if _is_developer(claim) else claim.holder


def _remedy(composed: ComposedComponent, first: Claim, second: Claim) -> str:
    kind = second.field.object.api.kind
    if _is_developer(second):
        return f"give one {kind} another name, or make them one"
    if _is_developer(first):
        return f"remove {second.holder}, or ask the developer of {first.holder} to leave the {kind} out"
    if first.holder == second.holder and _has_name(composed, second.owner.name):
        return f'give one of them a name of its own: `{second.owner.name}("other", ...)`'
    if first.holder == second.holder:
        return "change or remove one of them"
    return f"keep {first.holder} or {second.holder}, not both"


def _has_name(composed: ComposedComponent, label: str) -> bool:
    """Whether objects of the trait are named by it, so that several get on."""
    return any(one.label == label and "name" in fields_of(type(one)) for one in composed.component.traits)


def _is_developer(claim: Claim) -> bool:
    return claim.owner.role is Role.DEVELOPER


def _between_components(plan: Plan) -> Iterator[Violation]:
    seen: dict[Identity, tuple[ComposedComponent, FoldedObject | Claim]] = {}
    for composed in plan.components:
        for ref, made in _made(composed):
            first, other = seen.setdefault(ref.identity, (composed, made))
            if first.subject == composed.subject:  # OAM109, or both in one component
                continue
            where = f" in namespace `{ref.namespace}`" if ref.namespace else ""
            yield Violation(
                message=f"components `{_path(first)}` and `{_path(composed)}` both make {ref}{where}",
                places=tuple(dict.fromkeys((*_places(composed, made), *_places(first, other)))),
                subject=(*composed.subject, str(ref)),
                help=(
                    "give one of the components another name"
                    if is_named_after(composed.component.name, ref.name)
                    and is_named_after(first.component.name, ref.name)
                    else f"give one {ref.api.kind} another `metadata.name`"
                ),
            )


def _made(composed: ComposedComponent) -> Iterator[tuple[ObjectRef, FoldedObject | Claim]]:
    """What comes of the component, be it by the plan or by a controller in the cluster."""
    for folded in composed.objects:
        yield folded.ref, folded
    for reserved in composed.reserved:
        yield reserved.claim.field.object, reserved.claim


def _path(composed: ComposedComponent) -> str:
    return "/".join(composed.subject)


def _places(composed: ComposedComponent, made: FoldedObject | Claim) -> tuple[Place, ...]:
    """Where the object comes from: its name is the component's, unless it is written out."""
    path = _path(composed)
    if isinstance(made, Claim):
        label = f"the {made.to} of `{path}` makes {made.field.object}"
        return Place(made.owner.origin.location, label), component_place(composed)
    ref = made.ref
    if made.creator is not None:
        label = f"`{made.creator.name}` of `{path}` makes {ref}"
        return Place(made.creator.origin.location, label), component_place(composed)
    if is_named_after(composed.component.name, ref.name):
        return (component_place(composed, f"`{path}` makes {ref}"),)
    claim = composed.claim_on(FieldRef(ref, Path(("metadata", "name"))))
    return Place(claim_location(claim), f"{ref} is named here"), component_place(composed)
