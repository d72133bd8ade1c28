"""What a state holds of a plan."""

import json

from oamdsl import (
    Application,
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    Environment,
    KubernetesWorkload,
    Metadata,
    Opinions,
    Resources,
    component,
    parameter,
)
from oamdsl.compose.compose import compose
from oamdsl.diff.state import EnvironmentState, environment_of
from oamdsl.platforms.kubernetes import KUBERNETES

PIN = "p4ss"


@component
class Database(Component):
    """Keeps its data."""

    opinions = Opinions(keeps_data=True)
    pin: str = parameter(secret=True)
    level: int = parameter(default=1, ge=1, le=9)

    def workload(self):
        main = Container("db", image="db:1", env={"PIN": self.pin}, resources=Resources(cpu="1"))
        return ContainerizedWorkload([main])


@component
class Raw(Component):
    """A Secret as it is written in Kubernetes, and a parameter whose default is in it."""

    token: str = parameter(default="hunter2")

    def workload(self):
        return KubernetesWorkload(
            {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": "key"},
                "stringData": {"token": self.token},
            }
        )


def states():
    one = Database(
        "db", pin=PIN, depends_on=["web"], traits=[AutoScaler(maximum=9), Metadata(labels={"a": "b"})]
    )
    environment = Environment(
        "prod",
        platform=KUBERNETES,
        namespace="prod",
        create_namespace=True,
        settings={"domain": "example.com", "token": "hunter2"},
    )
    return environment_of(compose(environment, [Application("shop", [one, Raw("web")])]))


def test_the_namespace_is_the_environments_own():
    namespace, *_ = states().components
    assert (namespace.name, namespace.declaration, namespace.traits) == ("", None, None)
    assert namespace.retained == ("Namespace/prod",)  # since its database does
    assert namespace.objects[0]["kind"] == "Namespace"


def test_a_component_is_what_was_declared_made_and_decided():
    _, database, _ = states().components
    assert database.name == "shop/db"
    assert database.retained == ()  # it has no claim
    assert database.declaration == {"": "Database", "pin": "[secret]", "depends_on": "web"}
    assert database.demands == {
        "opinion single_instance": "False",
        "opinion batch": "False",
        "opinion security": "privileged",
        "opinion keeps_data": "True",
        "range of pin": "a string",
        "range of level": "1 to 9",
        "default of level": "1",
    }
    assert database.traits == (
        {"": "AutoScaler", "maximum": "9"},
        {"": "Metadata", "labels": "{'a': 'b'}"},
    )
    assert database.owners == {
        "Deployment/db spec.replicas": "AutoScaler leaves it to HorizontalPodAutoscaler"
    }
    assert database.delegated == ("Deployment/db spec.replicas",)


def test_an_environment_is_what_it_is_on_and_what_it_sets():
    assert states().about == {
        "platform": "kubernetes",
        "Kubernetes": KUBERNETES.kubernetes,
        "APIs known from": "the platform",
        "namespace": "prod, made by the stack",
        "setting domain": "'example.com'",
        "setting token": "[secret]",
        "implementation of AutoScaler": "horizontal pod autoscaler",
        "implementation of Metadata": "labels and annotations",
    }
    assert states().namespace == "prod"


def test_what_stops_a_deployment_is_told():
    wrong = Database("db", pin=PIN, level=0)
    plan = compose(Environment("prod", platform=KUBERNETES), [Application("shop", [wrong])])
    (refusal,) = [one for one in environment_of(plan).refusals if one.code == "OAM104"]
    assert (refusal.rule, refusal.subject) == ("out-of-range-parameter", "shop/db")
    assert [one.is_composed for one in environment_of(plan).components] == [True]
    assert environment_of(plan).about["APIs known from"] == "the platform"


def test_no_default_that_a_secret_has_is_told():
    *_, raw = states().components
    assert raw.demands["range of token"] == "a string"
    assert "default of token" not in raw.demands


def test_it_survives_being_written_and_holds_no_secret():
    written = json.dumps(states().to_json())
    assert EnvironmentState.from_json(json.loads(written)) == states()
    assert PIN not in written
