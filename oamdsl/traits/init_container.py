"""A container that runs before the developer's."""

from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.workloads.container import Container


@trait
class InitContainer(Trait):
    """Runs a container to completion in each pod before the component's containers start.

    Attributes:
        container: The container; its volumes, files and secrets come with it. A volume of the name of one of
            the component's is that one.

    Source: Kubernetes, Init Containers; KubeVela ``init-container``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    container: Container = parameter(kw_only=False)

    @classmethod
    def example(cls) -> Self:
        """Waits for a database."""
        command = ["sh", "-c", "until nc -z database 5432; do sleep 1; done"]
        return cls(Container("wait-for-database", image="busybox:1.37.0", command=command))
