"""The specification of an operational capability, apart from how any platform implements it."""

from collections.abc import Iterator
from typing import ClassVar, Self, TypeVar, dataclass_transform

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import parameter


class Trait(Element):
    """Base of all traits. A trait says what is wanted; a platform's implementation says how.

    Class attributes:
        applies_to: Characteristics that a workload must have, all of them.
        conflicts_with: Traits that exclude this one for a reason that no field shows, such as two
            controllers that watch one Deployment. Conflicts over fields need no declaration.

    Source: OAM v0.3, 6.traits.md, TraitDefinition ``appliesToWorkloads``, ``conflictsWith``.
    """

    applies_to: ClassVar[frozenset[Characteristic]] = frozenset()
    conflicts_with: ClassVar[tuple[type["Trait"], ...]] = ()

    def refusals(self) -> Iterator[Refuse]:
        """What is wrong between its parameters; what is wrong with one of them, `parameter` says."""
        return iter(())

    def components(self) -> Iterator[str]:
        """Names of components of the same application that it leads to, its own perhaps among them."""
        return iter(())

    @classmethod
    def example(cls) -> Self:
        """A valid and typical one, as catalogues show it; a trait with required parameters gives its own."""
        return cls()

    @property
    def label(self) -> str:
        """How messages call it: the class' name."""
        return type(self).__name__


T = TypeVar("T", bound=Trait)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def trait(cls: type[T]) -> type[T]:
    """Make *cls* a trait: its annotated names become parameters that `parameter` describes."""
    return declare(cls)
