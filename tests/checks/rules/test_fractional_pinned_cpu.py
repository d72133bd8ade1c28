import pytest

from oamdsl import (
    Container,
    ContainerizedWorkload,
    KubernetesWorkload,
    QualityOfService,
    Resources,
    Secret,
    Sidecar,
)
from oamdsl.checks.rules.fractional_pinned_cpu import fractional_pinned_cpu
from oamdsl.platforms import koordinator
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import deployment_body, messages, plan_of, told

PLATFORM = KUBERNETES.offering(koordinator.colocation(), features=["koordinator"])
GUARANTEED = QualityOfService(level="guaranteed")


def workload(cpu):
    return ContainerizedWorkload([Container("web", image="w:1", resources=Resources(cpu=cpu, memory="1Gi"))])


def found(cpu, *traits):
    return messages(fractional_pinned_cpu, plan_of(workload(cpu), *traits, platform=PLATFORM))


def test_a_fraction_of_a_core_is_reported_with_all_who_request():
    (finding,) = fractional_pinned_cpu(plan_of(workload("1500m"), GUARANTEED, platform=PLATFORM))
    assert told(finding) == {
        "message": (
            "Deployment/web of component `web` requests 1.5 processor cores, and Koordinator gives its pods"
            " whole ones"
        ),
        "subject": ("shop", "web", "Deployment/web"),
        "seen": "1.5",
        "allowed": "1, 2 or another whole number of all containers together",
        "places": [
            (
                'Container("web", image="w:1", resources=Resources(cpu=cpu, memory="1Gi"))',
                "container `web` is made here",
            ),
            ('QualityOfService(level="guaranteed")', "cores of their own are asked for here"),
            ("Given(name, traits=traits)", "component `web` is built here"),
        ],
        "help": "request whole cores, with limits as high, or ask for `burstable`",
    }


@pytest.mark.parametrize(
    ("cpu", "problem"),
    [("2", None), ("0.5", "0.5"), (None, "no"), ("10", None), ("much", None), (Secret("0.5"), None)],
)
def test_whole_cores_are_requested(cpu, problem):
    expected = (
        [] if problem is None else [f"Deployment/web of component `web` requests {problem} processor cores"]
    )
    assert [one.partition(", and ")[0] for one in found(cpu, GUARANTEED)] == expected


def test_all_containers_that_keep_running_count_together():
    half = Resources(cpu="500m", memory="1Gi")
    assert found("1.5", GUARANTEED, Sidecar(Container("log", image="l:1", resources=half))) == []
    first = Sidecar(Container("log", image="l:1", resources=half), before_others=True)
    assert found("1.5", GUARANTEED, first) == []


def test_only_pinned_pods_count():
    assert found("0.5", QualityOfService(level="burstable")) == []
    body = deployment_body({"containers": [{"name": "web", "resources": {"requests": {"cpu": "0.5"}}}]})
    body["spec"]["template"]["metadata"]["labels"]["koordinator.sh/qosClass"] = "LSE"
    assert len(messages(fractional_pinned_cpu, plan_of(KubernetesWorkload(body)))) == 1
