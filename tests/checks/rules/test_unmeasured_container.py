import pytest

from oamdsl import (
    AutoScaler,
    Container,
    DaprSidecar,
    EventScaler,
    InitContainer,
    KubernetesWorkload,
    Metadata,
    Resources,
    Sidecar,
    Trigger,
)
from oamdsl.checks.rules.unmeasured_container import unmeasured_container
from oamdsl.platforms import dapr, keda
from tests.checks.composing import deployment_body, messages, plan_of, plan_with, told
from tests.rule_examples import PLATFORM, Web

WITH_DAPR = PLATFORM.offering(dapr.injected_sidecar, features=["dapr"])
BY_KEDA = WITH_DAPR.offering(keda.resource_triggers)
PROXY = Sidecar(Container("proxy", image="p:1"), before_others=True)


def web(*traits, platform=WITH_DAPR):
    return messages(unmeasured_container, plan_with(Web("web", traits=traits), platform=platform))


def test_an_init_container_that_keeps_running_is_reported_where_it_is_made():
    (finding,) = unmeasured_container(plan_with(Web("web", traits=[AutoScaler(maximum=9), PROXY])))
    assert told(finding) == {
        "message": (
            "HorizontalPodAutoscaler/web of component `web` goes by the share of cpu that the containers of"
            " Deployment/web request, and container `proxy` requests none"
        ),
        "subject": ("shop", "web", "HorizontalPodAutoscaler/web"),
        "places": [
            (
                'Sidecar(Container("proxy", image="p:1"), before_others=True)',
                "container `proxy` is made here",
            ),
            ("AutoScaler(maximum=9)", "HorizontalPodAutoscaler/web is made here"),
            ('Web("web", traits=[AutoScaler(maximum=9), PROXY])', "component `web` is built here"),
        ],
        "help": "give container `proxy` resources, or give `AutoScaler` the `container` whose use counts",
    }


def test_the_sidecar_that_dapr_adds_is_reported_unless_its_annotations_request():
    (message,) = web(AutoScaler(maximum=9), DaprSidecar(memory="64Mi"))
    assert message.endswith("container `daprd` requests none")
    annotation = Metadata(annotations={"dapr.io/sidecar-cpu-limit": "1"}, on_pods=True)
    assert web(AutoScaler(maximum=9), DaprSidecar(cpu="100m")) == []
    assert web(AutoScaler(maximum=9), DaprSidecar(), annotation) == []


@pytest.mark.parametrize(
    "traits",
    [
        [AutoScaler(maximum=9, container="web"), PROXY, DaprSidecar()],
        [
            AutoScaler(maximum=9),
            Sidecar(Container("p", image="p:1", resources=Resources(cpu="1")), before_others=True),
        ],
        [AutoScaler(maximum=9), InitContainer(Container("wait", image="w:1"))],
        [AutoScaler(maximum=9), Sidecar(Container("log", image="l:1"))],  # OAM207
        [PROXY],
    ],
    ids=["one container", "a request", "until it ends", "what the trait reads", "no autoscaler"],
)
def test_what_does_not_count_or_is_measured_is_fine(traits):
    assert web(*traits) == []
    assert web(*traits, platform=BY_KEDA) == []


def test_kedas_triggers_by_share_count_too():
    (message,) = web(AutoScaler(maximum=9), PROXY, platform=BY_KEDA)
    assert message.startswith("ScaledObject/web of component `web` goes by the share of cpu")
    trigger = Trigger("memory", metadata={"value": "1Gi"}, metric_type="AverageValue")
    assert web(EventScaler(triggers=[trigger], minimum=1, maximum=9), PROXY) == []


def scaler(name="web", **metric):
    target = {"type": "Utilization", "averageUtilization": 80}
    source = {"type": "Resource", "resource": {"name": "cpu", "target": target, **metric}}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "scaler"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
            "metrics": [source],
        },
    }


@pytest.mark.parametrize(
    ("pod", "autoscaler", "count"),
    [
        ({}, scaler(), 1),
        ({"resources": {"limits": {"cpu": "1"}}}, scaler(), 0),
        ({}, scaler("other"), 0),
        ({}, scaler(target={"type": "AverageValue", "averageValue": "1"}), 0),
    ],
    ids=["unmeasured", "requested for the whole pod", "another target", "no share"],
)
def test_raw_autoscalers_are_read(pod, autoscaler, count):
    body = deployment_body({"containers": [{"name": "web", "image": "w"}], **pod})
    plan = plan_of(KubernetesWorkload(body, objects=[autoscaler]))
    assert len(messages(unmeasured_container, plan)) == count
