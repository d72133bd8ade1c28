import pytest

from oamdsl import (
    ContainerizedWorkload,
    Disk,
    KubernetesWorkload,
    Resources,
    Scratch,
    Secret,
    StatefulWorkload,
)
from oamdsl.checks.rules.invalid_quantity import invalid_quantity
from tests.checks.composing import container, deployment_body, messages, plan_of, service, shown


def test_a_misspelt_amount_is_reported_with_the_spelling_that_was_meant():
    (finding,) = invalid_quantity(service(container(resources=Resources(memory="256MB"))))
    assert finding.violation.message == (
        'memory of Deployment/web of component `web`: "256MB" is not a quantity'
    )
    assert shown(finding)[0] == ('Resources(memory="256MB")', "it is set here")
    assert finding.violation.help == 'write "256Mi" or "256M"'
    assert finding.violation.seen == "'256MB'"
    assert finding.violation.allowed.startswith("a number with an optional suffix")


@pytest.mark.parametrize(
    ("resources", "problem", "help"),
    [
        (
            Resources(cpu="many"),
            'cpu of Deployment/web of component `web`: "many" is not a quantity',
            "correct `spec.template.spec.containers[name=web].resources.requests.cpu`",
        ),
        (
            Resources(cpu_limit="-1"),
            "cpu of Deployment/web of component `web`: '-1' is less than nothing",
            "correct `spec.template.spec.containers[name=web].resources.limits.cpu`",
        ),
    ],
)
def test_requests_and_limits_are_tested(resources, problem, help):
    (finding,) = invalid_quantity(service(container(resources=resources)))
    assert (finding.violation.message, finding.violation.help) == (problem, help)


def raw(requests):
    spec = {"containers": [{"name": "web", "resources": {"requests": requests}}]}
    return plan_of(KubernetesWorkload(deployment_body(spec)))


@pytest.mark.parametrize(
    ("requests", "problem"),
    [
        ({"nvidia.com/gpu": "500m"}, "'500m' is not a whole number"),
        ({"memory": ["1Gi"]}, "['1Gi'] is not a quantity"),
        ({"memory": True}, "True is not a quantity"),
    ],
)
def test_raw_amounts_are_tested(requests, problem):
    (finding,) = invalid_quantity(raw(requests))
    assert finding.violation.message.endswith(f" of component `web`: {problem}")


def test_what_comes_in_pieces_is_counted():
    (finding,) = invalid_quantity(raw({"nvidia.com/gpu": 0.5}))
    assert finding.violation.allowed == "a whole number"


@pytest.mark.parametrize(
    "requests",
    [{"cpu": 0.5, "memory": "1Gi", "nvidia.com/gpu": 2}, {"cpu": Secret("x"), "memory": None}, {}],
)
def test_good_and_unknown_amounts_are_fine(requests):
    assert messages(invalid_quantity, raw(requests)) == []


def test_sizes_of_volumes_are_tested():
    volumes = [
        Scratch("a", mount_path="/a", size="1GB"),
        Scratch("b", mount_path="/b"),
        Disk("c", mount_path="/c", size="2GB"),
        Disk("d", mount_path="/d", size="0"),
    ]
    plan = service(container(volumes=volumes))
    assert messages(invalid_quantity, plan) == [
        'size limit of Deployment/web of component `web`: "1GB" is not a quantity',
        'storage of PersistentVolumeClaim/web-c of component `web`: "2GB" is not a quantity',
        "storage of PersistentVolumeClaim/web-d of component `web`: '0' is no room at all",
    ]
    assert [shown(finding)[0][0] for finding in invalid_quantity(plan)] == [
        'Scratch("a", mount_path="/a", size="1GB")',
        'Disk("c", mount_path="/c", size="2GB")',
        'Disk("d", mount_path="/d", size="0")',
    ]


def test_sizes_of_claim_templates_are_tested():
    volumes = [Disk("c", mount_path="/c", size="2GB")]
    (finding,) = invalid_quantity(plan_of(StatefulWorkload([container(volumes=volumes)])))
    assert finding.violation.message == (
        'storage of StatefulSet/web of component `web`: "2GB" is not a quantity'
    )
    assert shown(finding)[0][0] == 'Disk("c", mount_path="/c", size="2GB")'


def test_a_workload_without_problems_is_fine():
    assert messages(invalid_quantity, plan_of(ContainerizedWorkload([container()]))) == []
