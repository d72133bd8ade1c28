import pytest

from oamdsl import CanaryRelease, Component, Daemon, KubernetesWorkload, Step, Worker, component, parameter
from oamdsl.checks.rules.misdirected_controller import misdirected_controller
from oamdsl.platforms import argo_rollouts
from tests.checks.composing import messages, plan_with, told
from tests.rule_examples import PLATFORM, Web

ROLLOUTS = PLATFORM.offering(argo_rollouts.rollout())


def scaler(kind, name, api_version="apps/v1"):
    target = {"apiVersion": api_version, "kind": kind, "name": name}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "spec": {"scaleTargetRef": target, "maxReplicas": 5},
    }


@component
class Scaler(Component):
    """An autoscaler of something."""

    of: str = parameter(kw_only=False)
    target: str = parameter(kw_only=False)
    api_version: str = parameter(default="apps/v1")

    def workload(self):
        return KubernetesWorkload(scaler(self.of, self.target, self.api_version))


@component
class Agent(Component):
    """Runs on every node."""

    def workload(self):
        return Daemon(image="agent:1")


@component
class Mailer(Component):
    """Has replicas."""

    def workload(self):
        return Worker(image="mailer:1")


@component
class Raw(Component):
    """Something else."""

    body: dict = parameter(kw_only=False)

    def workload(self):
        return KubernetesWorkload(self.body)


def test_what_has_no_replicas_is_not_scaled():
    agent = Agent("agent")
    (finding,) = misdirected_controller(plan_with(agent, Scaler("scaler", "DaemonSet", "agent")))
    assert told(finding) == {
        "message": (
            "HorizontalPodAutoscaler/scaler of component `scaler` scales DaemonSet/agent"
            " of component `agent`, which has no replicas"
        ),
        "subject": ("shop", "scaler", "HorizontalPodAutoscaler/scaler"),
        "seen": "DaemonSet/agent",
        "places": [
            (
                'Scaler("scaler", "DaemonSet", "agent")',
                "it refers to DaemonSet/agent",
            ),
            ('Agent("agent")', "component `agent` makes DaemonSet/agent"),
        ],
        "help": "remove HorizontalPodAutoscaler/scaler, or let it refer to what has replicas",
    }


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [("v1", "ConfigMap"), ("batch/v1", "CronJob"), ("serving.knative.dev/v1", "Service")],
)
def test_other_kinds_without_replicas_are_not_scaled_either(api_version, kind):
    raw = Raw("raw", {"apiVersion": api_version, "kind": kind})
    plan = plan_with(raw, Scaler("scaler", kind, "raw", api_version=api_version))
    assert len(messages(misdirected_controller, plan)) == 1


@pytest.mark.parametrize(
    ("api_version", "kind"), [("example.com/v1", "App"), ("apps.kruise.io/v1alpha1", "CloneSet")]
)
def test_a_kind_that_has_replicas_or_is_not_known_may_be_scaled(api_version, kind):
    raw = Raw("raw", {"apiVersion": api_version, "kind": kind})
    plan = plan_with(raw, Scaler("scaler", kind, "raw", api_version=api_version))
    assert messages(misdirected_controller, plan) == []


def test_what_a_trait_made_another_kind_is_referred_to_as_that():
    web = Web("web", traits=[CanaryRelease(steps=[Step(20)])])
    scaler = Scaler("scaler", "Deployment", "web")
    (finding,) = misdirected_controller(plan_with(web, scaler, platform=ROLLOUTS))
    violation = finding.violation
    assert violation.message == (
        "HorizontalPodAutoscaler/scaler of component `scaler` refers to Deployment/web,"
        " which `CanaryRelease` makes a Rollout in component `web`"
    )
    assert violation.help == "let it refer to `argoproj.io/v1alpha1` Rollout/web"
    assert [place.label for place in violation.places] == [
        "it refers to Deployment/web",
        "`CanaryRelease` sets it",
        "component `web` is built here",
    ]
    mended = Scaler("scaler", "Rollout", "web", api_version="argoproj.io/v1alpha1")
    assert messages(misdirected_controller, plan_with(web, mended, platform=ROLLOUTS)) == []


def test_what_is_not_in_the_plan_is_not_known():
    plan = plan_with(Mailer("mailer"), Scaler("scaler", "Deployment", "other"))
    assert messages(misdirected_controller, plan) == []
    assert messages(misdirected_controller, plan_with(Mailer("mailer"))) == []
    assert (
        messages(misdirected_controller, plan_with(Scaler("s", "Deployment", "mailer"), Mailer("mailer")))
        == []
    )
