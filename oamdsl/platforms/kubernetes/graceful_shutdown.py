"""GracefulShutdown by the pod's own fields."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.graceful_shutdown import GracefulShutdown


@implements(GracefulShutdown)
def termination_grace_period(trait: GracefulShutdown, workload: RenderedWorkload) -> Iterator[Effect]:
    """The pod's grace period, and a wait before each of the developer's containers is asked to end."""
    yield Set(workload.pod_spec / "terminationGracePeriodSeconds", trait.seconds)
    if trait.wait_seconds:
        for name in workload.container_names:
            yield Set(
                workload.container(name) / "lifecycle" / "preStop" / "sleep" / "seconds", trait.wait_seconds
            )
