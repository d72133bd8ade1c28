"""ManualScaler by the workload's own field."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.manual_scaler import ManualScaler


@implements(ManualScaler)
def replicas(trait: ManualScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """The number of replicas in the workload."""
    yield Set(workload.replicas, trait.replicas)
