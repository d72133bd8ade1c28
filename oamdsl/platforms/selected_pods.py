"""The component's pods, found by their labels."""

from collections.abc import Iterator, Mapping
from typing import Any

from oamdsl.model.effect import Read
from oamdsl.model.workload import COMPONENT_LABEL, RenderedWorkload


def selected_pods(workload: RenderedWorkload, by: str) -> Iterator[Read]:
    """What *by* relies on when it finds the pods by `RenderedWorkload.pod_selector`.

    Args:
        workload: Whose pods they are.
        by: What finds them, as messages call it: ``NetworkPolicy``.
    """
    mark = f"{COMPONENT_LABEL}: {workload.name}"
    yield from selected_by(
        workload,
        workload.pod_selector,
        by,
        help=f"give the pods of {workload.ref} the label `{mark}`, which no controller changes",
    )


def selected_by(
    workload: RenderedWorkload, labels: Mapping[str, Any], by: str, *, help: str = ""
) -> Iterator[Read]:
    """What *by* relies on when it finds the pods by *labels*.

    Args:
        workload: Whose pods they are.
        labels: The labels that it looks for; none where the pods have none, which are then missing.
        by: What finds them, as messages call it.
        help: What to do where a controller changes the labels; empty for the usual.
    """
    for field in [workload.pod_labels / key for key in labels] or [workload.pod_labels]:
        yield Read(field, why=f"the {by} finds the pods by it", help=help)
