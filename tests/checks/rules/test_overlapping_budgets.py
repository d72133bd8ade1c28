import pytest

from oamdsl import Component, DisruptionBudget, KubernetesObjects, component, parameter
from oamdsl.checks.rules.overlapping_budgets import overlapping_budgets
from tests.checks.composing import deployment_body, messages, plan_with, told
from tests.rule_examples import Web

NAME = {"matchLabels": {"app.kubernetes.io/name": "web"}}
SHOP = {"matchLabels": {"app.kubernetes.io/part-of": "shop"}}
WEB = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}


def pdb(selector, name="pdb", **metadata):
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": name, **metadata},
        "spec": {"maxUnavailable": 1, "selector": selector},
    }


def pub(**spec):
    return {
        "apiVersion": "policy.kruise.io/v1alpha1",
        "kind": "PodUnavailableBudget",
        "metadata": {"name": "pub"},
        "spec": {"maxUnavailable": 1, **spec},
    }


@component
class Budgets(Component):
    """Objects as they are."""

    objects: list = parameter(kw_only=False)

    def workload(self):
        return KubernetesObjects(self.objects)


def guarded(*objects):
    return messages(overlapping_budgets, plan_with(Web("web"), Budgets("budgets", list(objects))))


def test_two_budgets_of_the_same_pods_are_one_too_many():
    web = Web("web", traits=[DisruptionBudget(maximum_unavailable=1)])
    (finding,) = overlapping_budgets(plan_with(web, Budgets("budgets", [pdb(SHOP)])))
    assert told(finding) == {
        "message": (
            "PodDisruptionBudget/web of component `web` and PodDisruptionBudget/pdb of component `budgets`"
            " both guard the pods of Deployment/web of component `web`"
        ),
        "subject": ("shop", "web", "PodDisruptionBudget/pdb"),
        "places": [
            ('Budgets("budgets", [pdb(SHOP)])', "PodDisruptionBudget/pdb guards them"),
            ("DisruptionBudget(maximum_unavailable=1)", "PodDisruptionBudget/web guards them"),
            (
                'Web("web", traits=[DisruptionBudget(maximum_unavailable=1)])',
                "component `web` is built here",
            ),
        ],
        "help": "keep PodDisruptionBudget/web or PodDisruptionBudget/pdb, not both",
    }


@pytest.mark.parametrize(
    "other",
    [
        pdb({}, "all"),
        pdb({"matchExpressions": [{"key": "app.kubernetes.io/name", "operator": "Exists"}]}, "expression"),
        pub(selector=NAME),
        pub(targetRef=WEB),
    ],
    ids=lambda body: body["metadata"]["name"] + "".join(body["spec"]),
)
def test_however_they_say_which_pods_they_guard(other):
    assert len(guarded(pdb(NAME), other)) == 1


@pytest.mark.parametrize(
    "other",
    [
        pdb({"matchLabels": {"app.kubernetes.io/name": "api"}}, "other"),
        pdb(NAME, "elsewhere", namespace="elsewhere"),
        pdb(None, "none"),
        pub(targetRef={**WEB, "name": "api"}),
        pub(targetRef={**WEB, "apiVersion": "apps.kruise.io/v1alpha1"}),
        pub(targetRef={**WEB, "name": {}}),
        pdb({"matchLabels": {"app.kubernetes.io/name": ["web"]}}, "odd"),
    ],
    ids=lambda body: body["metadata"]["name"] + str(body["spec"].get("targetRef")),
)
def test_budgets_of_different_pods_are_fine(other):
    assert guarded(pdb(NAME), other) == []


def test_two_budgets_of_several_pods_are_told_once():
    pods = deployment_body({"containers": []})
    batch = {**pods, "metadata": {"name": "second"}}
    selector = {"matchLabels": {"app": "web"}}
    objects = [pods, batch, pdb(selector, "a"), pdb(selector, "b"), pdb(selector, "c")]
    found = messages(overlapping_budgets, plan_with(Budgets("budgets", objects)))
    assert [message.partition(" both")[0] for message in found] == [
        "PodDisruptionBudget/a of component `budgets` and PodDisruptionBudget/b of component `budgets`",
        "PodDisruptionBudget/a of component `budgets` and PodDisruptionBudget/c of component `budgets`",
    ]


def test_a_label_that_is_known_later_selects_nothing():
    odd = deployment_body({"containers": []})
    odd["spec"]["template"]["metadata"]["labels"] = {"app": object()}
    selector = {"matchLabels": {"app": "web"}}
    assert (
        messages(overlapping_budgets, plan_with(Budgets("b", [odd, pdb(selector, "a"), pdb(selector)]))) == []
    )
