"""Placement by the pod's own fields."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from oamdsl.model.effect import Add, Effect, Refuse, Set
from oamdsl.model.platform import implements
from oamdsl.model.workload import COMPONENT_LABEL, RenderedWorkload
from oamdsl.platforms.selected_pods import selected_pods
from oamdsl.traits.placement import Neighbour, NodeLabel, Placement, Spread, Toleration, topology

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_WISHED: Final = "preferredDuringSchedulingIgnoredDuringExecution"
_WEIGHT: Final = 100
"""Of a wish, from 1 to 100; several wishes of one component weigh alike."""

_REVISIONS: Final = {
    "DaemonSet": "controller-revision-hash",
    "Deployment": "pod-template-hash",
    "Rollout": "rollouts-pod-template-hash",
    "StatefulSet": "controller-revision-hash",
}
"""Labels by which the pods of one release are known, for each kind that makes them."""


@implements(Placement)
def scheduling_constraints(trait: Placement, workload: RenderedWorkload) -> Iterator[Effect]:
    """Labels of nodes, affinity, tolerations and spread: entries beside the developer's and other traits'.

    Nodes are asked for by ``nodeSelector`` where it can say it: each label counts, whoever asks for it. Of
    the terms of a required node affinity one is enough, so it is decided as a whole.
    """
    pod = workload.pod_spec
    for label, value in trait.nodes.items():
        yield Add(pod / "nodeSelector", label, value)
    required = [_expression(one) for one in trait.node_labels if one.required]
    if required:
        terms = [{"matchExpressions": required}]
        yield Set(pod / "affinity" / "nodeAffinity" / _REQUIRED, {"nodeSelectorTerms": terms})
    for one in trait.node_labels:
        if not one.required:
            term = {"weight": _WEIGHT, "preference": {"matchExpressions": [_expression(one)]}}
            yield Add(pod / "affinity" / "nodeAffinity" / _WISHED, None, term)
    for field, neighbours in (("podAffinity", trait.near), ("podAntiAffinity", trait.apart_from)):
        for neighbour in neighbours:
            name, term = _term(neighbour)
            yield Add(pod / "affinity" / field / name, None, term)
    for toleration in trait.tolerations:
        yield Add(pod / "tolerations", None, _toleration(toleration))
    yield from _spread(trait.spread, workload)


def _spread(spreads: Sequence[Spread], workload: RenderedWorkload) -> Iterator[Effect]:
    if spreads:
        yield from selected_pods(workload, "scheduler")
    revision = _REVISIONS.get(workload.ref.api.kind)
    for spread in spreads:
        if spread.each_release and revision is None:
            yield Refuse(
                "spread",
                why=f"pods of {workload.ref} do not tell which release they are of",
                help="leave `each_release` out",
            )
        yield Add(
            workload.pod_spec / "topologySpreadConstraints",
            None,
            {
                "maxSkew": spread.max_skew,
                "topologyKey": topology(spread.over),
                "whenUnsatisfiable": "DoNotSchedule" if spread.required else "ScheduleAnyway",
                "labelSelector": {"matchLabels": workload.pod_selector},
                **({} if spread.min_domains is None else {"minDomains": spread.min_domains}),
                **({"matchLabelKeys": [revision]} if spread.each_release else {}),
            },
        )


def _toleration(toleration: Toleration) -> dict[str, Any]:
    value = toleration.value
    return {
        **({"key": toleration.key} if toleration.key else {}),
        **({"operator": "Equal", "value": value} if value else {"operator": "Exists"}),
        **({"effect": toleration.effect} if toleration.effect else {}),
        **({} if toleration.seconds is None else {"tolerationSeconds": toleration.seconds}),
    }


def _term(neighbour: Neighbour) -> tuple[str, dict[str, Any]]:
    """The list that the term for *neighbour* stands in, and the term."""
    term = {
        "labelSelector": {"matchLabels": {COMPONENT_LABEL: neighbour.component}},
        "topologyKey": topology(neighbour.within),
    }
    if neighbour.required:
        return _REQUIRED, term
    return _WISHED, {"weight": _WEIGHT, "podAffinityTerm": term}


def _expression(label: NodeLabel) -> dict[str, Any]:
    if label.values:
        operator = "NotIn" if label.excluded else "In"
        return {"key": label.key, "operator": operator, "values": list(label.values)}
    return {"key": label.key, "operator": "DoesNotExist" if label.excluded else "Exists"}
