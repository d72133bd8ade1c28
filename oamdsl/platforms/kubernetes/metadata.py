"""Metadata by the workload's own fields."""

from collections.abc import Iterator

from oamdsl.kubernetes.pod_template import pod_template
from oamdsl.model.effect import Add, Effect, Refuse
from oamdsl.model.platform import implements
from oamdsl.model.workload import RenderedWorkload
from oamdsl.traits.metadata import Metadata


@implements(Metadata)
def labels_and_annotations(trait: Metadata, workload: RenderedWorkload) -> Iterator[Effect]:
    """One entry each in ``metadata`` of the workload, and of its pod template where wanted."""
    places = [workload.ref / "metadata"]
    if trait.on_pods and pod_template(workload.body) is not None:
        places.append(workload.pod_template / "metadata")
    elif trait.on_pods:
        yield Refuse(
            "on_pods",
            why=f"{workload.ref} has no pod template",
            help="leave `on_pods` out",
        )
    for metadata in places:
        for key, value in trait.labels.items():
            yield Add(metadata / "labels", key, value)
        for key, value in trait.annotations.items():
            yield Add(metadata / "annotations", key, value)
