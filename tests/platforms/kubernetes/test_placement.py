"""Which nodes Placement asks for, and how long pods stay there."""

import pytest

from oamdsl import (
    BatchWorkload,
    Container,
    NodeLabel,
    Placement,
    Refuse,
    Spread,
    StatefulWorkload,
    Toleration,
)
from oamdsl.platforms.kubernetes import scheduling_constraints
from tests.platforms.implementing import POD, effects, rendered

AFFINITY = f"Deployment/web {POD}.affinity.nodeAffinity"


@pytest.mark.parametrize(
    ("label", "expression"),
    [
        (NodeLabel("a", values=["b", "c"]), {"key": "a", "operator": "In", "values": ["b", "c"]}),
        (NodeLabel("a", values=["b"], excluded=True), {"key": "a", "operator": "NotIn", "values": ["b"]}),
        (NodeLabel("a"), {"key": "a", "operator": "Exists"}),
        (NodeLabel("a", excluded=True), {"key": "a", "operator": "DoesNotExist"}),
    ],
)
def test_a_label_of_nodes_is_there_or_not_with_some_values_or_any(label, expression):
    required = f"{AFFINITY}.requiredDuringSchedulingIgnoredDuringExecution"
    assert effects(scheduling_constraints, Placement(node_labels=[label])) == [
        ("set", required, {"nodeSelectorTerms": [{"matchExpressions": [expression]}]})
    ]
    wished = f"{AFFINITY}.preferredDuringSchedulingIgnoredDuringExecution"
    assert effects(scheduling_constraints, Placement(node_labels=[label.evolve(required=False)])) == [
        ("add", wished, None, {"weight": 100, "preference": {"matchExpressions": [expression]}})
    ]


def test_labels_that_are_asked_for_are_one_term_so_that_all_of_them_count():
    trait = Placement(node_labels=[NodeLabel("disk"), NodeLabel("gpu")])
    ((_, _, value),) = effects(scheduling_constraints, trait)
    (term,) = value["nodeSelectorTerms"]
    assert [one["key"] for one in term["matchExpressions"]] == ["disk", "gpu"]


def test_a_toleration_may_be_of_every_taint_or_end():
    tolerations = [Toleration("", effect="NoSchedule"), Toleration("spot", effect="NoExecute", seconds=60)]
    found = effects(scheduling_constraints, Placement(tolerations=tolerations))
    assert [entry for _, _, _, entry in found] == [
        {"operator": "Exists", "effect": "NoSchedule"},
        {"key": "spot", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 60},
    ]


@pytest.mark.parametrize(
    ("workload", "label"),
    [
        (None, "pod-template-hash"),
        (StatefulWorkload([Container("web", image="w")]), "controller-revision-hash"),
    ],
)
def test_pods_of_each_release_are_spread_by_the_label_of_their_release(workload, label):
    trait = Placement(spread=[Spread("zone", required=True, min_domains=3, each_release=True)])
    *_, (_, _, _, entry) = effects(scheduling_constraints, trait, rendered(workload))
    assert (entry["minDomains"], entry["matchLabelKeys"]) == (3, [label])


def test_pods_that_do_not_tell_their_release_are_not_spread_by_it():
    job = rendered(BatchWorkload([Container("web", image="w")]))
    found = scheduling_constraints.effects(Placement(spread=[Spread("zone", each_release=True)]), job)
    assert [one.parameter for one in found if isinstance(one, Refuse)] == ["spread"]
