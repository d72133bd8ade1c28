"""Whatever no other trait can say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait


@trait
class RawPatch(Trait):
    """Changes fields of one of the component's Kubernetes objects; what it changes is its own.

    A patch that hits nothing is refused, and so is one of a field that somebody else decides.

    Attributes:
        kind: Kind of the object; empty for the workload itself.
        name: Name of the object; empty for the component's.
        api_version: API version of an object that another trait makes, such as ``autoscaling/v2``; empty for
            one of the workload's own.
        merge: Fields to merge, as `kubectl patch` does by default: null takes a field away, lists with keys
            are merged by key, and ``$patch: delete`` or ``$patch: replace`` is done to what it stands in. A
            new entry of a list says so by ``$patch: add``: any other must be there.
        operations: JSON patch operations: add, remove, replace, move, copy, test. Of the workload's own
            objects alone.

    Source: Kubernetes, "Update API Objects in Place Using kubectl patch"; RFC 6902.
    """

    kind: str = parameter(default="")
    name: str = parameter(default="")
    api_version: str = parameter(default="")
    merge: Mapping[str, Any] = parameter(default={})
    operations: Sequence[Mapping[str, Any]] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """A label that no other trait gives."""
        return cls(merge={"metadata": {"labels": {"example.com/team": "shop"}}})

    def refusals(self) -> Iterator[Refuse]:
        """It patches something."""
        if not self.merge and not self.operations:
            yield Refuse("merge", why="there is no patch", help='add `merge={"spec": {...}}`')
        if self.api_version and not self.kind:
            yield Refuse("api_version", why="an API version goes with a kind", help="add `kind`")
        if self.api_version and self.operations:
            yield Refuse(
                "operations",
                why="what another trait makes is not known here, so operations cannot be tried",
                help="use `merge`",
            )
