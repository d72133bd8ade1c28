"""Placement by the pod's own fields."""

from collections.abc import Iterator
from typing import Any, Final

from oamdsl.model.effect import Add, Effect
from oamdsl.model.platform import implements
from oamdsl.model.workload import COMPONENT_LABEL, RenderedWorkload
from oamdsl.platforms.selected_pods import selected_pods
from oamdsl.traits.placement import Neighbour, Placement, Toleration, topology

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_WEIGHT: Final = 100
"""Of a wish, from 1 to 100; several wishes of one component weigh alike."""


@implements(Placement)
def scheduling_constraints(trait: Placement, workload: RenderedWorkload) -> Iterator[Effect]:
    """Labels of nodes, affinity, tolerations and spread: entries beside the developer's and other traits'.

    Nodes are asked for by ``nodeSelector``: each label counts, whoever asks for it, while one term of a node
    affinity is enough.
    """
    pod = workload.pod_spec
    for label, value in trait.nodes.items():
        yield Add(pod / "nodeSelector", label, value)
    for field, neighbours in (("podAffinity", trait.near), ("podAntiAffinity", trait.apart_from)):
        for one in neighbours:
            name, term = _term(one)
            yield Add(pod / "affinity" / field / name, None, term)
    for toleration in trait.tolerations:
        yield Add(pod / "tolerations", None, _toleration(toleration))
    if trait.spread:
        yield from selected_pods(workload, "scheduler")
    for spread in trait.spread:
        yield Add(
            pod / "topologySpreadConstraints",
            None,
            {
                "maxSkew": spread.max_skew,
                "topologyKey": topology(spread.over),
                "whenUnsatisfiable": "DoNotSchedule" if spread.required else "ScheduleAnyway",
                "labelSelector": {"matchLabels": workload.pod_selector},
            },
        )


def _toleration(toleration: Toleration) -> dict[str, str]:
    value = toleration.value
    return {
        "key": toleration.key,
        **({"operator": "Equal", "value": value} if value else {"operator": "Exists"}),
        **({"effect": toleration.effect} if toleration.effect else {}),
    }


def _term(neighbour: Neighbour) -> tuple[str, dict[str, Any]]:
    """The list that the term for *neighbour* stands in, and the term."""
    term = {
        "labelSelector": {"matchLabels": {COMPONENT_LABEL: neighbour.component}},
        "topologyKey": topology(neighbour.within),
    }
    if neighbour.required:
        return _REQUIRED, term
    return "preferredDuringSchedulingIgnoredDuringExecution", {"weight": _WEIGHT, "podAffinityTerm": term}
