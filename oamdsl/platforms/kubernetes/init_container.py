"""InitContainer by a container of the pod."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.kubernetes.added_container import added_container
from oamdsl.traits.init_container import InitContainer


@implements(InitContainer)
def init_container(trait: InitContainer, workload: RenderedWorkload) -> Iterator[Effect]:
    """One more init container, after the developer's.

    Those of several traits run in the order of their names, as far as ``after`` says nothing else.
    """
    yield from added_container(workload, trait.container, "initContainers", after=trait.after)
