"""How Kubernetes learns whether a container is up, where its developer does not say."""

from collections.abc import Iterator
from typing import ClassVar, Final, Self

from oamdsl.model.characteristic import Characteristic
from oamdsl.model.effect import Refuse
from oamdsl.model.parameter import parameter
from oamdsl.model.trait import Trait, trait
from oamdsl.workloads.probe import HttpProbe, Probe

_MUST_SUCCEED_ONCE: Final = ("liveness", "startup")


@trait
class Probes(Trait):
    """Asks a container whether it has started, is ready and is alive.

    Attributes:
        container: Name of the container; empty for the main one.
        liveness: Restarted when this fails.
        readiness: Gets traffic only while this succeeds.
        startup: The other probes wait for this one.

    Source: Kubernetes, core/v1 Probe; KubeVela ``startup-probe``.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED})

    container: str = parameter(default="")
    liveness: Probe | None = parameter(default=None)
    readiness: Probe | None = parameter(default=None)
    startup: Probe | None = parameter(default=None)

    @classmethod
    def example(cls) -> Self:
        """Ready when a page answers."""
        return cls(readiness=HttpProbe(path="/healthz", port=80))

    def refusals(self) -> Iterator[Refuse]:
        """There is a probe, and those that restart a container succeed at the first success."""
        if self.liveness is None and self.readiness is None and self.startup is None:
            yield Refuse(
                "readiness",
                why="there is no probe, so nothing is asked",
                help="add one: `readiness=HttpProbe(port=80)`",
            )
        for name in _MUST_SUCCEED_ONCE:
            probe: Probe | None = getattr(self, name)
            if probe is not None and probe.success_threshold not in (None, 1):
                yield Refuse(
                    name,
                    why=f"a {name} probe succeeds at its first success, not its {probe.success_threshold}th",
                    help="leave `success_threshold` out",
                )
