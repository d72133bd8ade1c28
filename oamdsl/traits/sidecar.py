"""A container beside the developer's."""

from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.workloads.container import Container
from oamdsl.workloads.resources import Resources


@trait
class Sidecar(Trait):
    """Runs another container in each pod of the component.

    Attributes:
        container: The container; its volumes, files and secrets come with it. A volume of the name of one of
            the component's is that one.
        before_others: Whether it starts before the other containers, and ends after them; so it may stand
            beside a batch job too, which ends without it.

    Source: Kubernetes, Sidecar Containers; KubeVela ``sidecar``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    container: Container = parameter(kw_only=False)
    before_others: bool = parameter(default=False)

    @classmethod
    def example(cls) -> Self:
        """A collector of logs."""
        resources = Resources(cpu="50m", memory="64Mi")
        return cls(Container("log-collector", image="fluent/fluent-bit:4.1.1", resources=resources))
