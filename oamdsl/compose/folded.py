"""What is folded, and what comes of it: traits with their effects in, objects and contests out."""

from collections.abc import Mapping
from typing import Any

import attrs

from oamdsl.compose.ledger import Claim, Contest, HandOver, Owner, Role
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.model.effect import Delegate, Effect, Reserve, Rewrite
from oamdsl.model.platform import Implementation
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedObject


def _owner(binding: "Binding") -> Owner:
    return Owner(Role.APPLICATION_OPERATOR, binding.trait.label, binding.trait.origin)


@attrs.frozen
class Binding:
    """A trait with what its implementation wants done.

    Attributes:
        trait: The trait, as it was bound.
        implementation: The platform's implementation of it.
        effects: What the implementation yields for the component.
        owner: The trait as an owner of fields.
    """

    trait: Trait
    implementation: Implementation[Any]
    effects: tuple[Effect, ...]
    owner: Owner = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_owner, takes_self=True)
    )


@attrs.frozen
class Controller:
    """An object of the plan whose controller acts in the cluster: what it does, though nobody declares it.

    Attributes:
        owner: Who brings the object in: the developer of a component, or a trait.
        effects: What the controller does to objects of the component.
    """

    owner: Owner
    effects: tuple[Delegate | Rewrite | Reserve, ...]


@attrs.frozen
class Reserved:
    """An object that a controller makes in the cluster.

    Attributes:
        claim: The claim on the whole object.
        of: The object of the plan that it is made of.
    """

    claim: Claim
    of: ObjectRef


@attrs.frozen
class Reading:
    """A field that must be set for a trait to work.

    Attributes:
        field: The field, ``[*]`` resolved.
        why: The reason.
        binding: The trait that reads it.
        is_set: Whether anybody sets it.
        help: What to do where a controller changes it, an imperative; empty for the usual.
    """

    field: FieldRef
    why: str
    binding: Binding
    is_set: bool
    help: str = ""


@attrs.frozen
class Misdirection:
    """An effect that can hit nothing: an implementation's mistake, or an object that is not there.

    Attributes:
        binding: Whose effect.
        field: What it addresses.
        reason: Why nothing is there, as a clause.
    """

    binding: Binding
    field: FieldRef
    reason: str


@attrs.frozen
class FoldedObject:
    """One object with all effects applied.

    Attributes:
        ref: Its identity.
        body: The object.
        rendered: What the developer wrote of it; None for an object that a trait created.
        creator: The trait that created it; None for the workload's own.
        claims: The traits' claims on fields of it.
        rewritten: Fields that controllers change at run time.
    """

    ref: ObjectRef
    body: Mapping[str, Any]
    rendered: RenderedObject | None
    creator: Owner | None
    claims: tuple[Claim, ...] = ()
    rewritten: tuple[Claim, ...] = ()


@attrs.frozen(kw_only=True)
class Folded:
    """A component's objects with every uncontested effect applied.

    Attributes:
        objects: The workload's own first, as rendered, then created ones by kind and name.
        contests: Claims that exclude each other.
        hand_overs: Claims that one trait gave up to another.
        readings: What traits need to be set.
        misdirections: Effects that hit nothing.
        circles: Entries of a list that each shall stand after the next one, and the last after the first.
        reserved: Objects that controllers make in the cluster.
    """

    objects: tuple[FoldedObject, ...]
    contests: tuple[Contest, ...]
    hand_overs: tuple[HandOver, ...]
    readings: tuple[Reading, ...]
    misdirections: tuple[Misdirection, ...]
    circles: tuple[tuple[Claim, ...], ...]
    reserved: tuple[Reserved, ...]
