"""ManualScaler by the workload's own field."""

from collections.abc import Iterator

from oamdsl.kubernetes.taking_over import TAKE_OVER
from oamdsl.model.effect import Add, Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.manual_scaler import ManualScaler


@implements(ManualScaler)
def replicas(trait: ManualScaler, workload: RenderedWorkload) -> Iterator[Effect]:
    """The number of replicas in the workload, whoever scaled it before."""
    yield Set(workload.replicas, trait.replicas)
    for key, value in TAKE_OVER.items():
        yield Add(workload / "metadata" / "annotations", key, value)
