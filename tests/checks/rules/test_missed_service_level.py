import pytest

from oamdsl import (
    Component,
    Container,
    ContainerizedWorkload,
    ContainerResources,
    DaprSidecar,
    InitContainer,
    KubernetesWorkload,
    QualityOfService,
    Resources,
    Secret,
    Sidecar,
    VerticalScaler,
    component,
    parameter,
)
from oamdsl.checks.rules.missed_service_level import missed_service_level
from oamdsl.platforms import dapr, koordinator
from tests.checks.composing import messages, plan_of, plan_with, told
from tests.rule_examples import PLATFORM

ALL = PLATFORM.offering(dapr.injected_sidecar, features=["dapr", "koordinator"])
GUARANTEED, BURSTABLE, BEST_EFFORT = (
    QualityOfService(level=level) for level in ("guaranteed", "burstable", "best-effort")
)
SAME = Resources(cpu="50m", memory="64Mi", cpu_limit="0.05", memory_limit="64Mi")


@component
class Web(Component):
    """A web server whose resources differ from test to test."""

    resources: Resources = parameter(default=Resources(cpu="100m", memory="64Mi"))

    def workload(self):
        return ContainerizedWorkload([Container("web", image="w:1", resources=self.resources)])


def web(*traits, resources=None, platform=ALL):
    given = {} if resources is None else {"resources": resources}
    found = messages(missed_service_level, plan_with(Web("web", traits=traits, **given), platform=platform))
    return [message.partition(", and ")[2] for message in found]


def log(resources=None):
    return Container("log", image="l:1", **({} if resources is None else {"resources": resources}))


def test_a_container_of_another_trait_that_spoils_the_class_is_reported_where_it_is_made():
    plan = plan_with(Web("web", traits=[GUARANTEED, Sidecar(Container("log", image="l:1"))]))
    (finding,) = missed_service_level(plan)
    assert told(finding) == {
        "message": (
            "`QualityOfService` asks for guaranteed pods of component `web`, and container `log` has no limit"
            " of cpu and memory"
        ),
        "subject": ("shop", "web", "QualityOfService"),
        "seen": "guaranteed",
        "places": [
            ('Sidecar(Container("log", image="l:1"))', "container `log` is made here"),
            ("QualityOfService(level=level)", "guaranteed pods are asked for here"),
            (
                'Web("web", traits=[GUARANTEED, Sidecar(Container("log", image="l:1"))])',
                "component `web` is built here",
            ),
        ],
        "help": "give container `log` resources with a limit equal to each request, or ask for `burstable`",
    }


@pytest.mark.parametrize(
    ("traits", "resources", "expected"),
    [
        ([], None, []),
        ([], Resources(cpu_limit="1", memory_limit="1Gi"), []),
        ([], Resources(cpu="1", memory="1Gi", memory_limit=Secret("1Gi")), []),
        ([Sidecar(log(SAME)), InitContainer(log(SAME).evolve(name="first"))], None, []),
        ([], Resources(), ["container `web` has no limit of cpu and memory"]),
        ([], Resources(cpu="0", memory="1Gi"), ["container `web` has no limit of cpu"]),
        ([InitContainer(log())], None, ["container `log` has no limit of cpu and memory"]),
        (
            [Sidecar(log(SAME.evolve(cpu_limit="1")))],
            None,
            ["container `log` requests 50m of cpu and is limited to 1"],
        ),
        ([DaprSidecar()], None, ["container `daprd` has no limit of cpu and memory"]),
        ([DaprSidecar(cpu_limit=1, memory="64Mi", memory_limit="64Mi")], None, []),
        (
            [ContainerResources(memory_limit="128Mi")],
            None,
            ["container `web` requests 64Mi of memory and is limited to 128Mi"],
        ),
        ([ContainerResources(cpu=2, cpu_limit=2)], Resources(memory="1Gi"), []),
    ],
)
def test_guaranteed_pods_have_limits_equal_to_their_requests(traits, resources, expected):
    assert web(GUARANTEED, *traits, resources=resources) == expected


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        (None, []),
        (Resources(), ["no container requests CPU or memory, so it has no share of its own"]),
        (SAME, ["all containers are limited to what they request, so there is nothing more to get"]),
    ],
)
def test_burstable_pods_request_something_and_may_get_more(resources, expected):
    assert web(BURSTABLE, resources=resources) == expected


def test_best_effort_pods_request_nothing():
    assert web(BEST_EFFORT, resources=Resources()) == []
    assert web(BEST_EFFORT, Sidecar(log(SAME)), resources=Resources(ephemeral_storage="1Gi")) == [
        "container `log` requests cpu and memory, so it is not served with what others leave"
    ]


def test_a_scaler_that_leaves_the_limits_alone_unmakes_guaranteed_pods():
    assert web(GUARANTEED, VerticalScaler()) == []
    assert web(GUARANTEED, VerticalScaler(scale_limits=False, update="recommend")) == []
    assert web(GUARANTEED, VerticalScaler(scale_limits=False)) == [
        "the VerticalPodAutoscaler changes what container `web` requests of cpu and memory, and no limit"
    ]


def test_a_scaler_that_gives_requests_unmakes_best_effort_pods():
    assert web(BEST_EFFORT, VerticalScaler(resources=["memory"]), resources=Resources()) == [
        "the VerticalPodAutoscaler has container `web` request memory"
    ]


def test_what_koordinators_profile_takes_away_is_not_requested():
    assert len(web(BEST_EFFORT, platform=ALL.offering(koordinator.colocation()))) == 1
    assert web(BEST_EFFORT, platform=ALL.offering(koordinator.colocation(has_batch_profile=True))) == []


def test_a_pod_without_containers_has_no_class():
    body = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {}}}}
    assert messages(missed_service_level, plan_of(KubernetesWorkload(body), BURSTABLE)) == []
