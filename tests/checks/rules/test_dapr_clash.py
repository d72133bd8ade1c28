import pytest

from oamdsl import (
    Component,
    Container,
    Daemon,
    DaprSidecar,
    KubernetesWorkload,
    Port,
    Sidecar,
    component,
)
from oamdsl.checks.rules.dapr_clash import dapr_clash
from tests.checks.composing import deployment_body, messages, plan_of, plan_with, told
from tests.rule_examples import Web

DAPR = DaprSidecar(app_port=80)


@component
class Agent(Component):
    """One on each node, for which Dapr makes no Service."""

    def workload(self):
        return Daemon(image="agent:1", port=80)


def test_a_container_that_another_trait_adds_may_not_listen_where_dapr_does():
    proxy = Sidecar(Container("proxy", image="p:1", ports=[Port(3500)]))
    (finding,) = dapr_clash(plan_with(Web("web", traits=[DAPR, proxy])))
    assert told(finding) == {
        "message": "container `proxy` of component `web` listens on 3500, as Dapr does in the same pod",
        "subject": ("shop", "web", "Deployment/web"),
        "places": [
            ('Sidecar(Container("proxy", image="p:1", ports=[Port(3500)]))', "it is set here"),
            ("DaprSidecar(app_port=80)", "Dapr's sidecar is asked for here"),
            ('Web("web", traits=[DAPR, proxy])', "component `web` is built here"),
        ],
        "help": "let it listen elsewhere",
    }


def pod(*ports, name="web", **annotations):
    """A raw Deployment with Dapr's annotations, whose container has *ports* without names."""
    container = {"name": name, "image": "w:1", "ports": [{"containerPort": one} for one in ports]}
    body = deployment_body({"containers": [container]})
    own = {f"dapr.io/{key.replace('_', '-')}": value for key, value in annotations.items()}
    body["spec"]["template"]["metadata"]["annotations"] = {"dapr.io/enabled": "true", **own}
    return plan_of(KubernetesWorkload(body))


@pytest.mark.parametrize(
    ("ports", "annotations", "clashing"),
    [
        ([80], {}, []),
        ([50001, 50002], {}, [50001, 50002]),
        ([50001], {"grpc_port": "50011"}, []),
        ([50011], {"grpc_port": "50011"}, [50011]),
        ([9090], {}, [9090]),
        ([9090], {"enable_metrics": "false"}, []),
        ([9090], {"metrics_port": "9091"}, []),
        ([40000], {}, []),
        ([40000], {"enable_debug": "true"}, [40000]),
        ([3500], {"enabled": "false"}, []),
        (["http"], {}, []),
    ],
)
def test_what_dapr_listens_on_is_what_its_annotations_say(ports, annotations, clashing):
    found = messages(dapr_clash, pod(*ports, **annotations))
    assert [int(one.partition("listens on ")[2].partition(",")[0]) for one in found] == clashing


def test_metrics_may_be_left_out():
    (finding,) = dapr_clash(pod(9090))
    assert finding.violation.help == "let it listen elsewhere, or leave Dapr's metrics out: `metrics=False`"


def test_a_container_may_not_have_the_sidecars_name():
    assert messages(dapr_clash, pod(name="daprd")) == [
        "container `daprd` of component `web` has the name of Dapr's sidecar in the same pod"
    ]


def test_two_components_may_not_have_one_app_id():
    (finding,) = dapr_clash(
        plan_with(Agent("a", traits=[DaprSidecar(app_id="x")]), Agent("b", traits=[DaprSidecar(app_id="x")]))
    )
    assert finding.violation.message == ("components `shop/a` and `shop/b` both have the app id `x` of Dapr")
    assert [place.label for place in finding.violation.places] == [
        "it is given here",
        "component `b` is built here",
        "it is given here",
        "component `a` is built here",
    ]


def test_where_dapr_makes_a_service_that_is_what_two_cannot_have():
    traits = [DaprSidecar(app_id="x")]
    plan = plan_with(Web("a", traits=traits), Web("b", traits=traits), Agent("c", traits=[DAPR]))
    assert messages(dapr_clash, plan) == []


def test_pods_whose_app_id_is_not_known_are_not_compared():
    assert messages(dapr_clash, plan_with(Agent("a"), Agent("b"))) == []
    assert messages(dapr_clash, pod()) == []
