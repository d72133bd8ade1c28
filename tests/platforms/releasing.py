"""Components that are released step by step, composed on a platform of some implementations."""

from collections.abc import Mapping
from typing import Any

from oamdsl import (
    Application,
    CanaryRelease,
    Component,
    Container,
    ContainerizedWorkload,
    Environment,
    KubernetesWorkload,
    MetricCheck,
    Platform,
    Port,
    Resources,
    Step,
    Trait,
    Workload,
    component,
)
from oamdsl.compose.compose import compose
from oamdsl.compose.plan import ComposedComponent
from tests.platforms.catalogue import IMPLEMENTATIONS, PROMETHEUS

STEPS = [Step(20, pause_seconds=60), Step(50, pause_seconds=60)]
SUCCESS = MetricCheck(
    "success-rate", query='success{namespace="$namespace",pod=~"$pods"}', at_least=0.99, at_most=1
)
ERRORS = MetricCheck("errors", query="sum(errors)", at_most=1e-7)
CHECKED = CanaryRelease(steps=STEPS, checks=[SUCCESS, ERRORS])

__all__ = ["CHECKED", "ERRORS", "PROMETHEUS", "STEPS", "SUCCESS", "objects", "raw", "refused", "released"]


def released(
    *names: str,
    traits: tuple[Trait, ...] = (),
    canary: CanaryRelease | None = None,
    workload: Workload | None = None,
) -> ComposedComponent:
    """The component `web`, released by the implementations *names*, and with further *traits*.

    Unless it is another *workload*, it is a Deployment with a Service on port 80.
    """
    container = Container("web", image="w", ports=[Port(80)], resources=Resources(cpu="1", memory="1Gi"))

    @component
    class Web(Component):
        def workload(self) -> Workload:
            return workload or ContainerizedWorkload([container])

    platform = Platform("p", [IMPLEMENTATIONS[name] for name in names])
    web = Web("web", traits=[canary or CanaryRelease(steps=STEPS), *traits])
    environment = Environment("prod", platform=platform, namespace="prod")
    (composed,) = compose(environment, [Application("shop", [web])]).components
    assert not composed.failures
    return composed


def objects(composed: ComposedComponent) -> Mapping[str, Any]:
    """What it consists of, where nothing is contested, refused or lost: ``{"Kind/name": spec}``."""
    assert composed.folded is not None
    assert (composed.folded.contests, composed.folded.misdirections, composed.refusals) == ((), (), ())
    return {str(one.ref): one.body.get("spec") for one in composed.objects}


def refused(composed: ComposedComponent) -> list[tuple[str, str]]:
    """``[(reason, help)]``."""
    return [(refusal.why, refusal.help) for refusal, _ in composed.refusals]


def raw(
    labels: Mapping[str, str], *, selected: Mapping[str, str] | None = None, name: str = "web", **port: Any
) -> KubernetesWorkload:
    """A Deployment whose pods have *labels*, and its Service called *name*."""
    containers = [{"name": "web", "image": "w", "ports": [{"name": "http", "containerPort": 80}]}]
    selector = labels if selected is None else selected
    deployment = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "spec": {
            "selector": {"matchLabels": selector},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
        },
    }
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"selector": selector, "ports": [{"port": 80, **port}]},
    }
    return KubernetesWorkload(deployment, objects=[service])
