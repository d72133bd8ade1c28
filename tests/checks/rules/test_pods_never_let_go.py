import pytest

from oamdsl import (
    AutoScaler,
    CronScaler,
    DisruptionBudget,
    KubernetesWorkload,
    ManualScaler,
    Secret,
    Window,
)
from oamdsl.checks.check import check
from oamdsl.checks.rules.pods_never_let_go import pods_never_let_go
from oamdsl.platforms import ack, openkruise
from tests.checks.composing import deployment_body, messages, plan_of, plan_with, told
from tests.rule_examples import PLATFORM, Web

NIGHT = Window("night", start="0 22 * * *", end="0 6 * * *", replicas=1)
CRON_HPA = ack.cron_horizontal_pod_autoscaler(time_zone="Etc/UTC")


def web(budget, *traits, platform=PLATFORM):
    return messages(pods_never_let_go, plan_with(Web("web", traits=[budget, *traits]), platform=platform))


def test_a_budget_that_keeps_the_only_replica_is_reported_with_what_decides_both():
    (finding,) = pods_never_let_go(plan_with(Web("web", traits=[DisruptionBudget(minimum_available=1)])))
    assert told(finding) == {
        "message": (
            "PodDisruptionBudget/web of component `web` lets no pod of Deployment/web go"
            " while it has 1 replica, of which 1 must run"
        ),
        "subject": ("shop", "web", "PodDisruptionBudget/web"),
        "seen": "1",
        "places": [
            ("DisruptionBudget(minimum_available=1)", "`spec.minAvailable` is 1 here"),
            ("ContainerizedWorkload([web])", "`spec.replicas` is not set, so it is 1"),
            (
                'Web("web", traits=[DisruptionBudget(minimum_available=1)])',
                "component `web` is built here",
            ),
        ],
        "help": "give `DisruptionBudget(maximum_unavailable=1)`, or run more than 1 replicas",
    }


@pytest.mark.parametrize(
    ("bound", "replicas", "kept"),
    [
        ({"minimum_available": 2}, 3, None),
        ({"minimum_available": 3}, 3, 3),
        ({"minimum_available": 4}, 3, 4),
        ({"minimum_available": "66%"}, 3, None),
        ({"minimum_available": "67%"}, 3, 3),
        ({"minimum_available": "100%"}, 3, 3),
        ({"maximum_unavailable": 1}, 1, None),
        ({"maximum_unavailable": "1%"}, 3, None),
        ({"maximum_unavailable": 0}, 3, 3),
        ({"maximum_unavailable": "00%"}, 3, 3),
        ({"minimum_available": 1}, 0, None),
    ],
)
def test_shares_are_rounded_up_to_whole_pods(bound, replicas, kept):
    found = web(DisruptionBudget(**bound), ManualScaler(replicas=replicas))
    expected = f"while it has {replicas} replicas, of which {kept} must run"
    assert [message.partition(" go ")[2] for message in found] == ([] if kept is None else [expected])


@pytest.mark.parametrize(
    ("scaler", "fewest"),
    [
        (AutoScaler(minimum=2, maximum=9), 2),
        (AutoScaler(minimum=3, maximum=9), None),
        (CronScaler(windows=[NIGHT], otherwise=5), 1),
        (CronScaler(windows=[NIGHT.evolve(replicas=4)], otherwise=0), 1),  # where none run, none are kept
    ],
)
def test_the_fewest_replicas_that_a_controller_may_come_to_count(scaler, fewest):
    found = web(DisruptionBudget(minimum_available=2), scaler, platform=PLATFORM.offering(CRON_HPA))
    assert [f"while it has {fewest} replica" in message for message in found] == [True] * (fewest is not None)


def test_a_budget_of_openkruise_counts_too():
    (message,) = web(
        DisruptionBudget(minimum_available=1), platform=PLATFORM.offering(openkruise.pod_unavailable_budget)
    )
    assert message.startswith("PodUnavailableBudget/web of component `web` lets no pod of Deployment/web go")


def budget(**spec):
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "b"},
        "spec": spec,
    }


LABELS = {"matchLabels": {"app": "web"}}
OTHERS = [{"key": "track", "operator": "Exists"}]


@pytest.mark.parametrize(
    ("spec", "replicas", "ends"),
    [
        ({"selector": LABELS, "maxUnavailable": 0}, 2, "while it has 2 replicas, of which 2 must run"),
        ({"selector": LABELS, "maxUnavailable": 0}, Secret(2), "however many it has"),
        ({"selector": LABELS, "minAvailable": "100%"}, Secret(2), "however many it has"),
        ({"selector": LABELS, "minAvailable": "99%"}, Secret(2), None),
        ({"selector": LABELS, "minAvailable": 1}, Secret(2), None),
        ({"selector": LABELS, "minAvailable": Secret(1)}, 1, None),
        ({"selector": LABELS, "minAvailable": "one"}, 1, None),
        ({"selector": LABELS}, 1, None),
        ({"selector": {"matchLabels": {"app": "api"}}, "maxUnavailable": 0}, 1, None),
        ({"selector": LABELS | {"matchExpressions": OTHERS}, "maxUnavailable": 0}, 1, None),
        ({"maxUnavailable": 0}, 1, None),
    ],
)
def test_raw_budgets_are_read(spec, replicas, ends):
    body = deployment_body({"containers": []}, replicas=replicas)
    found = messages(pods_never_let_go, plan_of(KubernetesWorkload(body, objects=[budget(**spec)])))
    assert [message.partition(" go ")[2] for message in found] == ([] if ends is None else [ends])


def test_pods_of_another_namespace_or_without_replicas_are_none_of_its_business():
    body = deployment_body({"containers": []})
    there = budget(selector=LABELS, maxUnavailable=0)
    there["metadata"]["namespace"] = "other"
    daemon = KubernetesWorkload(
        {**body, "kind": "DaemonSet"}, objects=[budget(selector=LABELS, maxUnavailable=0)]
    )
    for workload in (KubernetesWorkload(body, objects=[there]), daemon):
        assert messages(pods_never_let_go, plan_of(workload)) == []


def test_it_may_be_accepted():
    budget = DisruptionBudget(minimum_available=1)  # oamdsl: ignore[OAM427] drained by hand
    plan = plan_with(Web("web", traits=[budget]))
    assert [finding.suppression is not None for finding in check(plan)] == [True]
