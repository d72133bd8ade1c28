import pytest

from oamdsl import CanaryRelease, Component, Ingress, KubernetesObjects, Step, component, parameter
from oamdsl.checks.check import check
from oamdsl.checks.rules.rival_releases import rival_releases
from oamdsl.platforms.ready_made import istio_and_flagger
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import Web

WEB = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
CANARY = {"apiVersion": "flagger.app/v1beta1", "kind": "Canary", "spec": {"targetRef": WEB}}
KRUISE = {"apiVersion": "rollouts.kruise.io/v1beta1", "kind": "Rollout", "spec": {"workloadRef": WEB}}
ARGO = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "spec": {"workloadRef": WEB}}


@component
class Releases(Component):
    """Objects as they are."""

    objects: list = parameter(kw_only=False)

    def workload(self):
        return KubernetesObjects(self.objects)


def of(body, name):
    return {**body, "spec": {**body["spec"], "workloadRef": {**WEB, "kind": "StatefulSet", "name": name}}}


def test_two_technologies_do_not_release_one_workload():
    (finding,) = rival_releases(plan_with(Web("web"), Releases("releases", [CANARY, KRUISE])))
    assert told(finding) == {
        "message": (
            "Canary/releases of component `releases` and Rollout/releases of component `releases`"
            " both release Deployment/web"
        ),
        "subject": ("shop", "releases", "Rollout/releases"),
        "places": [
            ('Releases("releases", [CANARY, KRUISE])', "Rollout/releases releases it"),
            ('Releases("releases", [CANARY, KRUISE])', "Canary/releases releases it"),
            ('Releases("releases", [CANARY, KRUISE])', "component `releases` is built here"),
        ],
        "help": "keep Canary/releases or Rollout/releases, not both",
    }


def test_what_a_trait_makes_counts():
    web = Web(
        "web", traits=[Ingress(host="a.example.com"), CanaryRelease(steps=[Step(20, pause_seconds=60)])]
    )
    plan = plan_with(web, Releases("releases", [KRUISE]), platform=istio_and_flagger(gateway="public"))
    assert messages(rival_releases, plan) == [
        "Canary/web of component `web` and Rollout/releases of component `releases`"
        " both release Deployment/web"
    ]


@pytest.mark.parametrize(
    "objects", [[CANARY], [of(KRUISE, "a"), {**of(KRUISE, "b"), "metadata": {"name": "b"}}]]
)
def test_one_controller_for_each_workload_is_fine(objects):
    assert messages(rival_releases, plan_with(Web("web"), Releases("releases", objects))) == []


@pytest.mark.parametrize("body", [CANARY, KRUISE], ids=["flagger", "kruise"])
def test_two_that_decide_one_field_of_it_are_told_of_that(body):
    objects = [body, {**body, "metadata": {"name": "other"}}]
    plan = plan_with(Web("web"), Releases("releases", objects))
    assert messages(rival_releases, plan) == []
    assert "OAM202" in {finding.code for finding in check(plan)}


def test_a_third_one_is_told_beside_the_first():
    plan = plan_with(Releases("releases", [CANARY, KRUISE, {**ARGO, "metadata": {"name": "argo"}}]))
    assert len(messages(rival_releases, plan)) == 2
