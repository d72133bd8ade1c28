import pytest

from oamdsl import (
    CanaryRelease,
    Container,
    ContainerizedWorkload,
    HttpProbe,
    InitContainer,
    KubernetesWorkload,
    ManualScaler,
    Port,
    Probes,
    Sidecar,
    Step,
)
from oamdsl.checks.rules.unprobed_release import unprobed_release
from oamdsl.diagnostics.finding import Severity
from tests.checks.composing import container, deployment_body, messages, plan_of, plan_with, told
from tests.platforms.catalogue import IMPLEMENTATIONS
from tests.rule_examples import PLATFORM, Web

CANARY = CanaryRelease(steps=[Step(50, pause_seconds=60)])
READY = HttpProbe(port=80)


def released(*traits, by="argo_rollouts.rollout", ports=(80,), **fields):
    web = container(ports=[Port(number) for number in ports], **fields)
    platform = PLATFORM.offering(IMPLEMENTATIONS[by])
    return plan_of(ContainerizedWorkload([web]), CANARY, *traits, platform=platform)


def test_a_release_of_pods_that_nobody_asks_is_a_warning():
    (finding,) = unprobed_release(plan_with(Web("web", traits=[CanaryRelease(steps=[Step(50)])])))
    assert finding.severity is Severity.WARNING
    assert told(finding) == {
        "message": (
            "Rollout/web tries new releases of component `web` on pods that are ready before they answer:"
            " no container has a readiness probe"
        ),
        "subject": ("shop", "web", "Rollout/web"),
        "places": [
            ("CanaryRelease(steps=[Step(50)])", "they are tried here"),
            ("Container(", "container `web` has no readiness probe"),
            ('Web("web", traits=[CanaryRelease(steps=[Step(50)])])', "component `web` is built here"),
        ],
        "help": "bind `Probes(readiness=TcpProbe(port=80))`, or give a container a readiness probe",
    }


@pytest.mark.parametrize(
    ("by", "maker"),
    [
        ("argo_rollouts.rollout_by_istio", "Rollout"),
        ("flagger.canary_by_istio", "Canary"),
        ("openkruise.batch_release", "Rollout"),
    ],
)
def test_whatever_releases_them(by, maker):
    (message,) = messages(unprobed_release, released(by=by))
    assert message.startswith(f"{maker}/web tries new releases")
    assert messages(unprobed_release, released(by=by, readiness=READY)) == []


def test_a_container_that_is_asked_is_enough_whoever_has_it_asked():
    helper = Container("helper", image="h:1", readiness=READY)
    assert messages(unprobed_release, released(Probes(readiness=READY))) == []
    assert messages(unprobed_release, released(Sidecar(helper))) == []
    assert len(messages(unprobed_release, released(InitContainer(helper)))) == 1


def test_pods_without_a_port_are_asked_by_a_command():
    (finding,) = unprobed_release(released(ports=()))
    assert finding.violation.help == (
        'bind `Probes(readiness=CommandProbe(command=["./ready"]))`, or give a container a readiness probe'
    )


def test_a_workload_that_is_not_released_step_by_step_is_fine():
    assert messages(unprobed_release, plan_with(Web("web", traits=[ManualScaler(replicas=3)]))) == []
    other = {
        "apiVersion": "rollouts.kruise.io/v1beta1",
        "kind": "Rollout",
        "spec": {"workloadRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}},
    }
    pods = deployment_body({"containers": [{"name": "web"}]})
    assert messages(unprobed_release, plan_of(KubernetesWorkload(pods, objects=[other]))) == []
    blue_green = {**pods, "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"}
    assert messages(unprobed_release, plan_of(KubernetesWorkload(blue_green))) == []
