"""Placement by the pod's own fields."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from oamdsl.model.effect import Add, Effect, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import COMPONENT_LABEL, RenderedWorkload
from oamdsl.platforms.selected_pods import selected_pods
from oamdsl.traits.placement import Neighbour, Placement, topology

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_WEIGHT: Final = 100
"""Of a wish, from 1 to 100; several wishes of one component weigh alike."""


@implements(Placement)
def scheduling_constraints(trait: Placement, workload: RenderedWorkload) -> Iterator[Effect]:
    """Affinity, tolerations and spread; whoever else decides one of these lists contests it.

    Nodes are asked for by affinity and not by ``nodeSelector``, which is the developer's for the system and
    architecture that an image needs.
    """
    pod = workload.pod_spec
    if trait.nodes:
        wanted = [{"key": key, "operator": "In", "values": [value]} for key, value in trait.nodes.items()]
        required = {"nodeSelectorTerms": [{"matchExpressions": wanted}]}
        yield Set(pod / "affinity" / "nodeAffinity" / _REQUIRED, required)
    for field, neighbours in (("podAffinity", trait.near), ("podAntiAffinity", trait.apart_from)):
        for name, terms in _terms(neighbours):
            yield Set(pod / "affinity" / field / name, terms)
    if trait.tolerations:
        yield Set(
            pod / "tolerations",
            [
                {
                    "key": one.key,
                    **({"operator": "Equal", "value": one.value} if one.value else {"operator": "Exists"}),
                    **({"effect": one.effect} if one.effect else {}),
                }
                for one in trait.tolerations
            ],
        )
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


def _terms(neighbours: Sequence[Neighbour]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    required = [_term(one) for one in neighbours if one.required]
    wished = [{"weight": _WEIGHT, "podAffinityTerm": _term(one)} for one in neighbours if not one.required]
    if required:
        yield _REQUIRED, required
    if wished:
        yield "preferredDuringSchedulingIgnoredDuringExecution", wished


def _term(neighbour: Neighbour) -> dict[str, Any]:
    return {
        "labelSelector": {"matchLabels": {COMPONENT_LABEL: neighbour.component}},
        "topologyKey": topology(neighbour.within),
    }
