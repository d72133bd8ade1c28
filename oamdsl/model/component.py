"""What a developer writes: a workload and the parameters that operators may override."""

import abc
from collections.abc import Sequence
from typing import ClassVar, TypeVar, dataclass_transform

from oamdsl.model.element import Element, declare
from oamdsl.model.opinion import Opinions
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait
from oamdsl.model.workload import Workload

C = TypeVar("C", bound="Component")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def component(cls: type[C]) -> type[C]:
    """Make *cls* a component: what it declares with `parameter` may be overridden, all else is fixed."""
    return declare(cls)


@component
class Component(Element, abc.ABC):
    """Base of all components: a workload, its overridable parameters and its developer's opinions.

    A subclass declares parameters and returns the workload; an operator builds it, gives parameters
    and binds traits.

    Attributes:
        name: Name of the component in its application, and of its Kubernetes objects.
        traits: Traits that the application operator binds. Their order does not matter.
        depends_on: Components, or their names, that must be ready before this one is made.

    Class attributes:
        opinions: What the developer demands of operators.

    Source: OAM v1alpha2, Component and ApplicationConfiguration ``spec.components``.
    """

    references: ClassVar = frozenset({"depends_on"})
    opinions: ClassVar[Opinions] = Opinions()

    name: str = parameter(kw_only=False)
    traits: Sequence[Trait] = parameter(default=())
    depends_on: "Sequence[Component | str]" = parameter(default=())

    @abc.abstractmethod
    def workload(self) -> Workload:
        """The workload, from the parameters; must be a pure function of them."""

    @property
    def kind(self) -> str:
        """The component's class, as messages call it."""
        return type(self).__name__

    @property
    def dependencies(self) -> tuple[str, ...]:
        """Names of the components in ``depends_on``."""
        return tuple(one.name if isinstance(one, Component) else one for one in self.depends_on)
