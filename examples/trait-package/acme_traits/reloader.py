"""Pods that restart when what they were configured with changes."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from oamdsl import Add, Characteristic, Effect, Refuse, RenderedWorkload, Trait, implements, parameter, trait


@trait
class Reloader(Trait):
    """Restarts the pods when a ConfigMap or a Secret changes that somebody else keeps.

    Attributes:
        config_maps: Names of ConfigMaps to watch.
        secrets: Names of Secrets to watch.

    Source: stakater/Reloader, README.
    """

    applies_to: ClassVar = frozenset({Characteristic.POD_TEMPLATED, Characteristic.LONG_RUNNING})

    config_maps: Sequence[str] = parameter(default=())
    secrets: Sequence[str] = parameter(default=())

    @classmethod
    def example(cls) -> Self:
        """Watches a certificate."""
        return cls(secrets=["shop-certificate"])

    def refusals(self) -> Iterator[Refuse]:
        """There is something to watch."""
        if not self.config_maps and not self.secrets:
            yield Refuse("secrets", why="nothing is watched", help='add `secrets=["..."]`')


@implements(Reloader, requires=["reloader"])
def reloader_annotations(trait: Reloader, workload: RenderedWorkload) -> Iterator[Effect]:
    """Annotations of the workload that Reloader's controller reads."""
    for kind, names in (("configmap", trait.config_maps), ("secret", trait.secrets)):
        if names:
            key = f"{kind}.reloader.stakater.com/reload"
            yield Add(workload / "metadata" / "annotations", key, ",".join(names))
