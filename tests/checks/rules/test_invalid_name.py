import pytest

from oamdsl import (
    Application,
    ConfigFile,
    Container,
    ContainerizedWorkload,
    Disk,
    Environment,
    KubernetesWorkload,
    Port,
    Scratch,
    Secret,
    StatefulWorkload,
    VolumeMounter,
)
from oamdsl.checks.rules.invalid_name import invalid_name
from oamdsl.compose.compose import compose
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import (
    container,
    deployment,
    deployment_body,
    messages,
    plan_of,
    service_body,
    shown,
)


def test_a_component_s_name_is_reported_once_for_all_objects_that_are_named_after_it():
    workload = ContainerizedWorkload([container(ports=[Port(80)], config=[ConfigFile("/etc/a", "a")])])
    plan = plan_of(workload, VolumeMounter("data", mount_path="/data", size="1Gi"), name="Web_Shop")
    (finding,) = invalid_name(plan)
    assert finding.violation.message == (
        'component name `Web_Shop` has "W", so no Deployment can be named after it'
    )
    assert finding.violation.allowed == (
        '1 to 63 characters of a-z, 0-9 and "-", starting and ending with a letter or digit'
    )
    assert finding.violation.seen == "'Web_Shop'"
    assert finding.violation.help == "rename it, to `web-shop` for example"
    assert finding.violation.subject == ("shop", "Web_Shop")
    assert [label for _, label in shown(finding)] == ["component `Web_Shop` is built here"]


def test_the_kind_that_refuses_the_name_is_named():
    plan = plan_of(ContainerizedWorkload([container(ports=[Port(80)])]), name="9lives")
    (finding,) = invalid_name(plan)
    assert finding.violation.message == (
        'component name `9lives` starts with "9", so no Service can be named after it'
    )
    assert finding.violation.help == "rename it"


def test_a_name_that_is_missing_is_left_to_another_rule():
    plan = plan_of(ContainerizedWorkload([container(config=[ConfigFile("/a", "a")])]), name=3)
    assert messages(invalid_name, plan) == []


def test_a_volume_s_name_is_reported_once_with_its_claim():
    volumes = [Disk("my_data", mount_path="/data", size="1Gi")]
    (finding,) = invalid_name(plan_of(ContainerizedWorkload([container(volumes=volumes)])))
    assert finding.violation.message == ('volume name `my_data` of Deployment/web of component `web` has "_"')
    assert shown(finding)[0] == (
        'Disk("my_data", mount_path="/data", size="1Gi")',
        "it is named here",
    )
    assert finding.violation.help == "rename it, to `my-data` for example"


def test_a_port_s_name_is_reported_once_with_its_service():
    workload = ContainerizedWorkload([container(ports=[Port(80, name="Http")])])
    assert messages(invalid_name, plan_of(workload)) == [
        'port name `Http` of Deployment/web of component `web` has "H"'
    ]


def test_the_names_in_a_pod_are_tested():
    workload = StatefulWorkload(
        [
            Container("a b", image="a", env={"A=B": "1"}),
            container(volumes=[Disk("D", mount_path="/d", size="1Gi")]),
        ],
        init_containers=[Container("Init", image="a", volumes=[Scratch("S", mount_path="/s")])],
    )
    assert messages(invalid_name, plan_of(workload)) == [
        'container name `Init` of StatefulSet/web of component `web` has "I"',
        'container name `a b` of StatefulSet/web of component `web` has " "',
        'environment variable `A=B` of StatefulSet/web of component `web` has "="',
        'volume name `S` of StatefulSet/web of component `web` has "S"',
        'volume claim template name `D` of StatefulSet/web of component `web` has "D"',
    ]


def test_the_names_of_raw_objects_are_tested():
    objects = [
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "Bad", "namespace": "Other"},
            "data": {"a/b": "1"},
            "binaryData": {"c:d": ""},
        },
        {"apiVersion": "v1", "kind": "Secret", "stringData": {"..": "1"}, "data": None},
        {"apiVersion": "example.com/v1", "kind": "Secret", "data": {"a/b": "1"}},
        {**service_body(ports=[{"port": 80, "name": "Http"}, {"port": 81}]), "metadata": {"name": "s"}},
    ]
    plan = plan_of(KubernetesWorkload(deployment_body({}), objects=objects))
    assert messages(invalid_name, plan) == [
        'name `Bad` of ConfigMap/Bad of component `web` has "B"',
        'namespace `Other` of ConfigMap/Bad of component `web` has "O"',
        'key `a/b` of ConfigMap/Bad of component `web` has "/"',
        'key `c:d` of ConfigMap/Bad of component `web` has ":"',
        'key `..` of Secret/web of component `web` is "..", a file\'s name outside the volume',
        'port name `Http` of Service/s of component `web` has "H"',
    ]


def test_an_object_whose_own_name_is_bad_is_reported_itself():
    body = {**deployment_body({}), "metadata": {"name": "web-Front"}}
    assert messages(invalid_name, plan_of(KubernetesWorkload(body))) == [
        'name `web-Front` of Deployment/web-Front of component `web` has "F"'
    ]


def test_the_first_object_that_is_named_after_the_component_is_told():
    body = {**deployment_body({}), "metadata": {"name": "other"}}
    plan = plan_of(KubernetesWorkload(body, objects=[service_body()]), name="A")
    assert messages(invalid_name, plan) == ['component name `A` has "A", so no Service can be named after it']


def test_names_that_are_known_later_are_skipped():
    plan = deployment({"name": Secret("A B"), "ports": [{"name": Secret("A")}]})
    assert messages(invalid_name, plan) == []


@pytest.mark.parametrize("name", ["web", "web-1", "a" * 63])
def test_good_names_are_fine(name):
    workload = ContainerizedWorkload([container(ports=[Port(80)], env={"A.b": "1"})])
    assert messages(invalid_name, plan_of(workload, name=name)) == []


def test_the_namespace_of_the_environment_is_tested():
    plan = plan_of(ContainerizedWorkload([container()]), namespace="Prod")
    (finding,) = invalid_name(plan)
    assert finding.violation.message == 'namespace `Prod` of environment `prod` has "P"'
    assert shown(finding) == [("namespace=namespace", "the environment is built here")]
    assert finding.violation.help == "rename it, to `prod` for example"


def test_the_name_of_an_application_must_be_a_label():
    environment = Environment("prod", platform=KUBERNETES)
    (finding,) = invalid_name(compose(environment, [Application("my shop")]))
    assert finding.violation.message == (
        'application name `my shop`, which its objects carry as a label, has " "'
    )
    assert shown(finding) == [('Application("my shop")', "the application is built here")]
    assert finding.violation.subject == ("my shop",)
    (finding,) = invalid_name(compose(environment, [Application("")]))
    assert finding.violation.message.endswith(" is empty")
