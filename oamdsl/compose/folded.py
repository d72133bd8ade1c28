"""What is folded, and what comes of it: traits with their effects in, objects and contests out."""

from collections.abc import Mapping
from typing import Any

import attrs

from oamdsl.compose.ledger import Claim, Contest, HandOver, Owner, Role
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.model.effect import Effect
from oamdsl.model.platform import Implementation
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedObject


@attrs.frozen
class Binding:
    """A trait with what its implementation wants done.

    Attributes:
        trait: The trait, as it was bound.
        implementation: The platform's implementation of it.
        effects: What the implementation yields for the component.
    """

    trait: Trait
    implementation: Implementation[Any]
    effects: tuple[Effect, ...]

    @property
    def owner(self) -> Owner:
        """The trait as an owner of fields."""
        return Owner(Role.APPLICATION_OPERATOR, self.trait.label, self.trait.origin)


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
        body: The object.
        rendered: What the developer wrote of it; None for an object that a trait created.
        creator: The trait that created it; None for the workload's own.
        claims: The traits' claims on fields of it.
        rewritten: Fields that controllers change at run time.
    """

    body: Mapping[str, Any]
    rendered: RenderedObject | None
    creator: Owner | None
    claims: tuple[Claim, ...] = ()
    rewritten: tuple[Claim, ...] = ()

    @property
    def ref(self) -> ObjectRef:
        """Its identity."""
        return ObjectRef.of(self.body)


@attrs.frozen(kw_only=True)
class Folded:
    """A component's objects with every uncontested effect applied.

    Attributes:
        objects: The workload's own first, as rendered, then created ones by kind and name.
        contests: Claims that exclude each other.
        hand_overs: Claims that one trait gave up to another.
        readings: What traits need to be set.
        misdirections: Effects that hit nothing.
        reserved: Objects that controllers make in the cluster, each as a claim on the whole.
    """

    objects: tuple[FoldedObject, ...]
    contests: tuple[Contest, ...]
    hand_overs: tuple[HandOver, ...]
    readings: tuple[Reading, ...]
    misdirections: tuple[Misdirection, ...]
    reserved: tuple[Claim, ...]
