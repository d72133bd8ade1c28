"""Sidecar by a container of the pod."""

from collections.abc import Iterator

from oamdsl.model.effect import Effect
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.kubernetes.added_container import added_container
from oamdsl.traits.sidecar import Sidecar


@implements(Sidecar)
def container(trait: Sidecar, workload: RenderedWorkload) -> Iterator[Effect]:
    """A container, or an init container that is restarted always, which starts first and ends last.

    Source: Kubernetes, Sidecar Containers, stable since 1.33.
    """
    if trait.before_others:
        yield from added_container(workload, trait.container, "initContainers", {"restartPolicy": "Always"})
    else:
        yield from added_container(workload, trait.container, "containers")
