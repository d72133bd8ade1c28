import pytest

from oamdsl import (
    AutoScaler,
    Component,
    Environment,
    KubernetesWorkload,
    Secret,
    Snapshot,
    component,
    parameter,
)
from oamdsl.checks.check import check
from oamdsl.checks.rules.invalid_object import invalid_object
from oamdsl.compose.compose import compose
from oamdsl.kubernetes.shipped import shipped
from oamdsl.model.application import Application
from oamdsl.platforms.kubernetes import KUBERNETES
from tests.checks.composing import (
    deployment_body,
    messages,
    plan_of,
    plan_with,
    service_body,
    shown,
    told,
)
from tests.clusters import definition
from tests.rule_examples import Web

WEB = {"name": "web", "image": "web:1"}


def raw(body, *objects):
    return plan_of(KubernetesWorkload(body, objects=objects))


def config_map(**fields):
    return {"apiVersion": "v1", "kind": "ConfigMap", **fields}


def web_with(**fields):
    return deployment_body({"containers": [{**WEB, **fields}]})


def codes(plan):
    return [finding.code for finding in check(plan)]


def help_of(body):
    (finding,) = invalid_object(raw(body))
    return finding.violation.help


class TestReport:
    def test_of_an_unknown_field_shows_its_line_and_the_nearest_name(self):
        body = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "dta": {"a": "b"},
        }
        (finding,) = invalid_object(plan_of(KubernetesWorkload(body)))
        assert told(finding) == {
            "message": (
                "ConfigMap/web of component `web` has `dta`, a field that `v1 ConfigMap` does not have"
            ),
            "subject": ("shop", "web", "ConfigMap/web"),
            "seen": "a map",
            "places": [
                ("KubernetesWorkload(body)", "it is written here"),
                ("Given(name, traits=traits)", "component `web` is built here"),
            ],
            "help": "rename it to `data`",
        }

    def test_of_a_field_in_a_literal_shows_the_entry(self):
        plan = plan_of(
            KubernetesWorkload(
                {
                    "apiVersion": "apps/v1",
                    "kind": "Deployment",
                    "spec": {
                        "replicas": "3",
                        "selector": {"matchLabels": {"app": "web"}},
                        "template": {
                            "metadata": {"labels": {"app": "web"}},
                            "spec": {"containers": [WEB]},
                        },
                    },
                }
            )
        )
        (finding,) = invalid_object(plan)
        assert told(finding) == {
            "message": (
                "Deployment/web of component `web` has '3' as `spec.replicas`, and accepted is an integer"
            ),
            "subject": ("shop", "web", "Deployment/web"),
            "seen": "'3'",
            "allowed": "an integer",
            "places": [
                ('"3"', "it is written here"),
                ("Given(name, traits=traits)", "component `web` is built here"),
            ],
            "help": "write 3, without quotes",
        }

    def test_of_a_parameters_value_shows_who_set_it(self):
        @component
        class Sized(Component):
            size: object = parameter(default=1)

            def workload(self):
                return KubernetesWorkload(config_map(data={"size": self.size}))

        (finding,) = invalid_object(plan_with(Sized("sized", size=5)))
        assert shown(finding)[0] == ("size=5", "it is written here")
        assert finding.violation.help == 'write "5", in quotes'

    def test_of_a_missing_field_shows_what_it_is_missing_in(self):
        (finding,) = invalid_object(raw(service_body(ports=[{"name": "web"}], selector={})))
        assert told(finding)["message"] == ("Service/web of component `web` lacks `spec.ports[0].port`")
        assert (finding.violation.seen, finding.violation.help) == ("", "set `spec.ports[0].port`")

    def test_of_a_field_that_is_missing_in_an_object_shows_the_object(self):
        body = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": {"maxReplicas": 3}}
        (finding,) = invalid_object(raw(body))
        assert finding.violation.help == "set `spec.scaleTargetRef`"
        assert shown(finding)[0][1] == "it is missing here"

    def test_of_null_in_a_list_says_nothing_is_there(self):
        tags = {"type": "array", "items": {"type": "string"}}
        crd = definition({"type": "object", "properties": {"tags": tags}})
        (finding,) = invalid_object(
            raw(crd, {"apiVersion": "example.com/v1", "kind": "Thing", "tags": [None]})
        )
        assert finding.violation.message == (
            "Thing/web of component `web` has nothing as `tags[0]`, and accepted is text"
        )
        assert finding.violation.help == "give it a value, or leave it out"

    def test_of_an_entry_that_stands_twice_shows_which(self):
        aliases = [{"ip": "192.0.2.1", "hostnames": [name]} for name in "ab"]
        body = deployment_body({"containers": [WEB], "hostAliases": aliases})
        (finding,) = invalid_object(raw(body))
        assert finding.violation.message == (
            "Deployment/web of component `web` has '192.0.2.1' twice,"
            " the second time as `spec.template.spec.hostAliases[1]`"
        )
        assert finding.violation.help == "remove one of them"

    @pytest.mark.parametrize(
        ("body", "seen", "help"),
        [
            (config_map(data=[]), "a list", "correct it"),
            (config_map(data={"a": {}}), "a map", "correct it"),
            (config_map(data={"a": True}), "True", 'write "true", in quotes'),
            (config_map(zzz=1), "1", "remove it"),
            (config_map(immutable="yes"), "'yes'", "correct it"),
            (
                deployment_body({"containers": [WEB], "restartPolicy": "Allways"}),
                "'Allways'",
                "write `Always`",
            ),
            (config_map(immutable="y" * 99), "'" + "y" * 59 + "...", "correct it"),
        ],
    )
    def test_shows_little_of_a_value(self, body, seen, help):
        (finding,) = invalid_object(raw(body))
        assert (finding.violation.seen, finding.violation.help) == (seen, help)

    def test_shows_nothing_of_a_secret(self):
        body = {"apiVersion": "v1", "kind": "Secret", "data": {"a": "hush!"}, "stringData": {"b": 4711}}
        findings = list(invalid_object(raw(body)))
        assert [one.violation.message for one in findings] == [
            "Secret/web of component `web` has [secret] as `data.a`, and accepted is text in base64",
            "Secret/web of component `web` has [secret] as `stringData.b`, and accepted is text",
        ]
        assert "hush" not in repr(findings)
        assert "4711" not in repr(findings)

    def test_passes_over_what_is_known_later(self):
        assert messages(invalid_object, raw(config_map(data={"a": Secret(5)}))) == []


class TestOnce:
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (web_with(ports=[{"containerPort": "80"}]), "OAM404"),
            (web_with(resources={"limits": {"cpu": [1]}}), "OAM403"),
            (web_with(env=[{"name": "A"}, {"name": "A"}]), "OAM406"),
            ({**web_with(), "metadata": {"labels": {"a": 1}}}, "OAM402"),
            (service_body(ports=[{"port": 80}, {"port": 80}]), "OAM405"),
        ],
    )
    def test_what_another_rule_knows_better_is_left_to_it(self, body, code):
        assert codes(raw(body)) == [code]

    def test_a_selector_that_is_missing_is_left_to_the_rule_of_selectors(self):
        body = web_with()
        del body["spec"]["selector"]
        assert codes(raw(body)) == ["OAM413"]


class TestCluster:
    def test_is_that_of_the_platforms_version(self):
        body = deployment_body({"containers": [WEB], "evictionResponders": [{"name": "a", "priority": 1}]})
        new = plan_of(KubernetesWorkload(body), platform=KUBERNETES.evolve(kubernetes="1.37"))
        old = plan_of(KubernetesWorkload(body), platform=KUBERNETES.evolve(kubernetes="1.36"))
        assert not any(
            "`spec.template.spec.evictionResponders`" in one for one in messages(invalid_object, new)
        )
        assert any("`spec.template.spec.evictionResponders`" in one for one in messages(invalid_object, old))

    def test_is_that_of_the_environments_snapshot(self):
        size = {"type": "object", "properties": {"size": {"type": "integer"}}}
        crd = definition({"type": "object", "properties": {"spec": size}})
        snapshot = Snapshot.of_definitions([crd], kubernetes=shipped("1.37"))
        thing = KubernetesWorkload({"apiVersion": "example.com/v1", "kind": "Thing", "spec": {"size": "1"}})

        @component
        class Given(Component):
            def workload(self):
                return thing

        environment = Environment("prod", platform=KUBERNETES, snapshot=snapshot)
        (finding,) = check(compose(environment, [Application("shop", [Given("a")])]))
        assert finding.violation.message == (
            "Thing/a of component `a` has '1' as `spec.size`, and accepted is an integer"
        )

    def test_has_what_the_program_itself_defines(self):
        size = {"type": "object", "properties": {"size": {"type": "integer"}}}
        crd = definition({"type": "object", "properties": {"spec": size}})
        thing = {"apiVersion": "example.com/v1", "kind": "Thing", "spec": {"sze": 1}}
        assert messages(invalid_object, raw(crd, thing)) == [
            "Thing/web of component `web` has `spec.sze`, a field that `example.com/v1 Thing` does not have"
        ]


def test_what_the_library_renders_is_valid():
    assert codes(plan_with(Web("web", traits=[AutoScaler(minimum=1, maximum=3)]))) == []
