import pytest

from oamdsl import (
    AutoScaler,
    BatchWorkload,
    Characteristic,
    ContainerizedWorkload,
    Daemon,
    Disk,
    Ingress,
    KubernetesWorkload,
    Opinions,
    Port,
    SecurityPolicy,
    SingletonServer,
    StatefulWorkload,
    Trait,
    trait,
)
from oamdsl.checks.rules.inapplicable_trait import inapplicable_trait
from tests.checks.composing import container, deployment_body, messages, plan_of, service_body, told

REPLICABLE = "replicable means that several replicas may run; a disk that one node alone may write allows one"
EXPOSED = "exposed means that it has a Service; long-running containers with `ports` get one"


def test_a_trait_for_what_a_workload_is_not_is_reported():
    (finding,) = inapplicable_trait(plan_of(BatchWorkload([container()]), Ingress(host="example.com")))
    assert told(finding) == {
        "message": "`Ingress` does not apply to component `web`: its `BatchWorkload` is not exposed",
        "subject": ("shop", "web", "Ingress"),
        "seen": "batch and pod-templated",
        "allowed": "exposed",
        "notes": (EXPOSED,),
        "places": [
            ('Ingress(host="example.com")', "`Ingress` is bound here"),
            ("BatchWorkload([container()])", "the workload"),
            ("Given(name, traits=traits)", "component `web` is built here"),
        ],
        "help": "remove `Ingress`, or bind it to another component",
    }


@trait
class NightlyReport(Trait):
    applies_to = frozenset({Characteristic.BATCH, Characteristic.EXPOSED, Characteristic.POD_TEMPLATED})


@trait
class Restarter(Trait):
    applies_to = frozenset({Characteristic.LONG_RUNNING})


CONFIG_MAP = KubernetesWorkload({"apiVersion": "v1", "kind": "ConfigMap"})


@pytest.mark.parametrize(
    ("workload", "trait", "lacks", "notes"),
    [
        (ContainerizedWorkload([container()]), Ingress(host="a.b"), "exposed", (EXPOSED,)),
        (
            ContainerizedWorkload([container(volumes=[Disk("d", mount_path="/d", size="1Gi")])]),
            AutoScaler(maximum=9),
            "replicable",
            (REPLICABLE,),
        ),
        (BatchWorkload([container()]), AutoScaler(maximum=9), "replicable", (REPLICABLE,)),
        (Daemon(image="agent:1"), AutoScaler(maximum=9), "replicable", (REPLICABLE,)),
        (SingletonServer(image="web:1", port=80), AutoScaler(maximum=9), "replicable", (REPLICABLE,)),
        (
            BatchWorkload([container()]),
            Restarter(),
            "long-running",
            ("long-running means that it runs until it is stopped",),
        ),
        (
            CONFIG_MAP,
            SecurityPolicy(),
            "pod-templated",
            ("pod-templated means that it makes pods from a template that traits can reach",),
        ),
        (
            StatefulWorkload([container()]),
            NightlyReport(),
            "exposed and not batch",
            (EXPOSED, "batch means that it runs to completion"),
        ),
    ],
)
def test_what_the_workload_lacks_is_named_and_explained(workload, trait, lacks, notes):
    (finding,) = inapplicable_trait(plan_of(workload, trait))
    assert finding.violation.message == (
        f"`{trait.label}` does not apply to component `web`: its `{type(workload).__name__}` is not {lacks}"
    )
    assert finding.violation.notes == notes


def test_what_is_needed_is_listed():
    (finding,) = inapplicable_trait(plan_of(CONFIG_MAP, NightlyReport()))
    assert finding.violation.allowed == "batch and exposed and pod-templated"
    assert finding.violation.seen == ""


def test_an_opinion_that_keeps_a_trait_away_is_left_to_another_rule():
    plan = plan_of(
        ContainerizedWorkload([container()]), AutoScaler(maximum=9), opinions=Opinions(single_instance=True)
    )
    assert messages(inapplicable_trait, plan) == []


def test_a_raw_object_is_what_its_content_says():
    workload = KubernetesWorkload(deployment_body({}, replicas=None), objects=[service_body()])
    plan = plan_of(workload, AutoScaler(maximum=9), Ingress(host="a.b"), SecurityPolicy())
    assert messages(inapplicable_trait, plan) == []


def test_a_trait_for_what_the_workload_is_applies():
    plan = plan_of(ContainerizedWorkload([container(ports=[Port(80)])]), Ingress(host="a.b"), Restarter())
    assert messages(inapplicable_trait, plan) == []
