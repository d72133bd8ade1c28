"""Which traits a kind of cluster offers, and how each is implemented there."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

import attrs

from oamdsl.diagnostics.origin import Origin
from oamdsl.kubernetes.api import BUILTIN, DEFAULT_VERSION, Api
from oamdsl.model.effect import Effect
from oamdsl.model.element import Element, declare
from oamdsl.model.parameter import CONSTRUCTORS, parameter
from oamdsl.model.remedy import Wanted, described, remedy
from oamdsl.model.trait import Trait
from oamdsl.model.workload import RenderedWorkload

T = TypeVar("T", bound=Trait)


@attrs.frozen
class Implementation(Generic[T]):
    """How one trait is implemented with one technology.

    Attributes:
        trait: The trait's class.
        effects: From a trait and the workload that it is bound to, what to do; pure.
        requires: What the cluster must have whenever the trait is bound, objects that it makes aside.
        origin: Where it was defined.
    """

    trait: type[T]
    effects: Callable[[T, RenderedWorkload], Iterable[Effect]]
    requires: tuple[Api | str, ...] = ()
    origin: Origin = attrs.field(factory=lambda: Origin.of_caller(CONSTRUCTORS), eq=False)

    @property
    def name(self) -> str:
        """The technology's name: the function's, with spaces for underscores."""
        return getattr(self.effects, "__name__", "implementation").replace("_", " ")


def implements(
    trait: type[T], *, requires: Iterable[Api | str] = ()
) -> Callable[[Callable[[T, RenderedWorkload], Iterable[Effect]]], Implementation[T]]:
    """Make an implementation of *trait* of a generator of effects.

    Args:
        trait: The trait's class.
        requires: APIs or features that the cluster must have. APIs of objects that the effects create
            are required by themselves and need no mention.
    """

    def wrap(
        effects: Callable[[T, RenderedWorkload], Iterable[Effect]],
    ) -> Implementation[T]:
        return Implementation(trait, effects, tuple(requires))

    return wrap


@declare
class Platform(Element):
    """A kind of cluster: the traits that it offers, and what it serves.

    Attributes:
        name: As messages call it.
        implementations: One for each trait that it offers.
        kubernetes: Its Kubernetes minor version, such as ``1.37``.
        apis: What it serves besides Kubernetes' own APIs.
        features: What it has besides APIs, such as ``metrics.k8s.io`` or ``network-policy``.

    Source: the founding article, "the spec is apart from the implementation".
    """

    name: str = parameter(kw_only=False)
    implementations: Sequence[Implementation[Any]] = parameter(kw_only=False, default=())
    kubernetes: str = parameter(default=DEFAULT_VERSION, choices=tuple(BUILTIN))
    apis: Sequence[Api] = parameter(default=())
    features: Sequence[str] = parameter(default=())

    def implementation_of(self, trait: type[Trait]) -> Implementation[Any] | None:
        """How *trait* is implemented here; None when it is not offered."""
        return next((one for one in self.implementations if one.trait is trait), None)

    def offering(
        self,
        *implementations: Implementation[Any],
        name: str = "",
        apis: Iterable[Api] = (),
        features: Iterable[str] = (),
    ) -> "Platform":
        """This platform with more: *implementations* each stand in place of one of the same trait.

        Args:
            implementations: How to implement which traits.
            name: The new platform's name; by default the old one's.
            apis: APIs that it serves besides.
            features: Features that it has besides.

        Raises:
            TypeError: One of *implementations* is none.
        """
        for one in implementations:
            _refuse_other(one)
        replaced = {one.trait for one in implementations}
        kept = [one for one in self.implementations if one.trait not in replaced]
        return self.evolve(
            name=name or self.name,
            implementations=[*kept, *implementations],
            apis=[*self.apis, *apis],
            features=[*self.features, *features],
        )

    @property
    def minor(self) -> str:
        """The minor version of Kubernetes that counts: the newest, where its own is not known and a fault."""
        return self.kubernetes if self.kubernetes in BUILTIN else DEFAULT_VERSION

    @property
    def served_apis(self) -> frozenset[Api]:
        """Every API that it serves."""
        return BUILTIN[self.minor] | frozenset(self.apis)

    def serves(self, what: Api | str) -> bool:
        """Whether a cluster of this platform has an API, or a feature."""
        if isinstance(what, str):
            return what in self.features
        return what in BUILTIN[self.minor] or what in self.apis


def _refuse_other(given: object) -> None:
    """Raise what says that *given* is no implementation, and what to write in its place."""
    if not isinstance(given, Implementation):
        message = f"a platform offers implementations of traits, not {described(given)}"
        error = TypeError(message)
        wanted = Wanted(lambda one: isinstance(one, Implementation), Implementation)
        error.add_note(remedy(given, wanted) or "name one, such as `keda.cron_triggers`")
        raise error
