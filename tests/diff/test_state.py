"""What a state holds of a plan."""

import json

from oamdsl import (
    Application,
    AutoScaler,
    Component,
    Container,
    ContainerizedWorkload,
    Environment,
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
    level: int = parameter(default=1)

    def workload(self):
        main = Container("db", image="db:1", env={"PIN": self.pin}, resources=Resources(cpu="1"))
        return ContainerizedWorkload([main])


def states():
    one = Database("db", pin=PIN, traits=[AutoScaler(maximum=9), Metadata(labels={"a": "b"})])
    environment = Environment("prod", platform=KUBERNETES, namespace="prod", create_namespace=True)
    return environment_of(compose(environment, [Application("shop", [one])]))


def test_the_namespace_is_the_environments_own():
    namespace, _ = states().components
    assert (namespace.name, namespace.declaration, namespace.traits) == ("", None, None)
    assert namespace.retained == ("Namespace/prod",)  # since its database does
    assert namespace.objects[0]["kind"] == "Namespace"


def test_a_component_is_what_was_declared_made_and_decided():
    _, database = states().components
    assert database.name == "shop/db"
    assert database.retained == ()  # it has no claim
    assert database.declaration == {"": "Database", "pin": "[secret]"}
    assert database.traits == (
        {"": "AutoScaler", "maximum": "9"},
        {"": "Metadata", "labels": "{'a': 'b'}"},
    )
    assert database.owners == {
        "Deployment/db spec.replicas": "AutoScaler leaves it to HorizontalPodAutoscaler"
    }
    assert database.delegated == ("Deployment/db spec.replicas",)


def test_it_survives_being_written_and_holds_no_secret():
    written = json.dumps(states().to_json())
    assert EnvironmentState.from_json(json.loads(written)) == states()
    assert PIN not in written
