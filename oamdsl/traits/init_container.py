"""A container that runs before the developer's."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.workloads.container import Container


@trait
class InitContainer(Trait):
    """Runs a container to completion in each pod before the component's containers start.

    It runs after the init containers of the component itself.

    Attributes:
        container: The container; its volumes, files and secrets come with it. A volume of the name of one of
            the component's is that one.
        after: Names of init containers that have ended before it starts; of a `Sidecar` that starts before
            others, that has started.

    Source: Kubernetes, Init Containers; KubeVela ``init-container``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    container: Container = parameter(kw_only=False)
    after: Sequence[str] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """Waits for a database."""
        command = ["sh", "-c", "until nc -z database 5432; do sleep 1; done"]
        return cls(Container("wait-for-database", image="busybox:1.37.0", command=command))

    def refusals(self) -> Iterator[Refuse]:
        """A container that ends is not asked whether it is alive."""
        probes = ("liveness", "readiness", "startup")
        given = [name for name in probes if getattr(self.container, name) is not None]
        if given:
            yield Refuse(
                "container",
                why=f"a container that runs to completion has no {' and no '.join(given)} probe",
                help=f"leave {' and '.join(f'`{name}`' for name in given)} out, or bind `Sidecar`",
            )
