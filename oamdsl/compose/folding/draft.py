"""An object on the way to its finished form, and who holds what of it meanwhile."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from oamdsl.compose.folded import Binding
from oamdsl.compose.folding.hold import Hold
from oamdsl.compose.ledger import Claim, Verb
from oamdsl.kubernetes.merge import leaves, overlap
from oamdsl.kubernetes.object import FieldRef, ObjectRef
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at, blocking, with_field, without_field
from oamdsl.model.workload import RenderedObject

DeveloperClaim: TypeAlias = Callable[[RenderedObject, Path], Claim]
"""Who in the component decides a field that the workload has: ``(object, path) -> claim``."""


@attrs.define
class Draft:
    """An object on the way: its content as far as it is settled, and what lies in it.

    Attributes:
        body: The object as it is now, never changed in place: it shares what nobody wrote to.
        rendered: What the developer wrote of it; None for an object that a trait creates.
        creator: The trait that creates it; None for the workload's own.
        developer_claim: Tells whose a field is that the developer wrote, asked for contested ones alone.
        added: Entries that traits added to it.
        decided: Fields that traits and controllers decide.
        rewritten: What controllers change at run time.
    """

    body: Mapping[str, Any]
    rendered: RenderedObject | None
    creator: Binding | None
    developer_claim: DeveloperClaim
    added: list[Hold] = attrs.field(factory=list)
    decided: list[Hold] = attrs.field(factory=list)
    rewritten: list[Claim] = attrs.field(factory=list)

    def put(self, path: Path, value: object) -> None:
        """Write *value* at *path*."""
        self.body = with_field(self.body, path, value)

    def take(self, path: Path) -> None:
        """Take away what is at *path*."""
        self.body = without_field(self.body, path)

    def contents(self, path: Path) -> Iterator[Hold]:
        """What lies at *path* and below it, apart from what is decided."""
        if at(self.body, path) is None:
            return
        for leaf, value in leaves(self.body, path):
            if value is not None:
                yield self.content(leaf)

    def content(self, path: Path) -> Hold:
        """Whose the content at *path* is: the innermost entry's around it, or the whole object's."""
        around = [one for one in self.added if path.starts_with(one.claim.field.path)]
        if around:
            return max(around, key=lambda one: one.claim.field.path.depth)
        return self.original(path)

    def original(self, path: Path) -> Hold:
        """The field at *path* as whoever brought the object in has it."""
        if self.rendered is not None:
            return Hold(self.developer_claim(self.rendered, path), None, path)
        assert self.creator is not None, "an object is either rendered or created"  # noqa: S101 - tells the type checker
        field = FieldRef(ObjectRef.of(self.body), path)
        return Hold(Claim(field, self.creator.owner, Verb.CREATED), self.creator, path)

    def holders(self, path: Path) -> Iterator[Hold]:
        """Who holds what is at *path*, above it or below it, once decisions are taken."""
        decided = [one for one in self.decided if overlap(one.claim.field.path, path)]
        yield from decided
        blocked = blocking(self.body, path)
        if blocked is not None and not decided:
            yield self.content(blocked)
        for leaf, value in leaves(self.body, path):
            if value is not None and not any(leaf.starts_with(one.claim.field.path) for one in decided):
                yield self.content(leaf)

    def settle(self, winners: list[Hold]) -> None:
        """Let *winners* hold what they decide; what lay in it is nobody else's any more."""
        decided = [one.claim.field.path for one in winners]

        def stays(hold: Hold) -> bool:
            return not any(hold.claim.field.path.starts_with(path) for path in decided)

        self.added = [one for one in self.added if stays(one)]
        self.decided = [*(one for one in self.decided if stays(one)), *winners]
