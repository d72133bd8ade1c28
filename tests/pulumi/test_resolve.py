"""Secrets stay secrets, and values known later are checked when they are known."""

from pathlib import Path

import pulumi
import pytest
from pulumi.config import ConfigMissingError

from oamdsl import (
    Application,
    Component,
    Container,
    ContainerizedWorkload,
    Environment,
    KubernetesWorkload,
    Secret,
    Value,
    component,
    parameter,
)
from oamdsl.compose.compose import compose
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.pulumi.materialize import materialize
from tests.pulumi.recording import SECRET_MARK, inputs, run

PROD = Environment("prod", platform=KUBERNETES)
DEPLOYMENT = ("kubernetes:apps/v1:Deployment", "web")
CONFIG_MAP = ("kubernetes:core/v1:ConfigMap", "settings")


@component
class Web(Component):
    count: Value[int | None] = parameter(default=1, ge=1, le=10)
    image: Value[str] = parameter(default="web:1", pattern="web:.*")

    def workload(self):
        env = {"COUNT": 1 if self.count is None else self.count}
        web = Container("web", image=self.image, args=["serve", self.image], env=env)
        return ContainerizedWorkload([web])


@component
class Settings(Component):
    """Any object, so that a value stands where the test wants it."""

    token: Value[str] = parameter(default="none")

    def workload(self):
        return KubernetesWorkload(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": self.name},
                "data": {"token": self.token, "host": "db"},
            }
        )


def deployed(make, **options):
    """What is registered, unchecked, for the component that *make* returns inside the running program."""
    return run(lambda: materialize(compose(PROD, [Application("shop", [make()])]), Path.cwd()), **options)


def secret(value):
    return {SECRET_MARK: "1b47061264138c4ac30d75fd1eb44270", "value": value}


def token_of(result):
    assert result.error is None
    data = inputs(result.requests[CONFIG_MAP])["data"]
    assert data["host"] == "db"
    return data["token"]


class TestSecret:
    def test_of_the_program(self):
        assert token_of(deployed(lambda: Settings("settings", token=Secret("hunter2")))) == secret("hunter2")

    def test_around_an_output(self):
        result = deployed(lambda: Settings("settings", token=Secret(pulumi.Output.from_input("hunter2"))))
        assert token_of(result) == secret("hunter2")

    def test_output(self):
        result = deployed(lambda: Settings("settings", token=pulumi.Output.secret("hunter2")))
        assert token_of(result) == secret("hunter2")

    def test_plain_output(self):
        assert token_of(deployed(lambda: Settings("settings", token=pulumi.Output.from_input("x")))) == "x"

    @pytest.mark.parametrize("key", ["token", "project:token", "other:token"])
    def test_of_the_stack(self, key):
        full = key if ":" in key else f"project:{key}"
        result = deployed(
            lambda: Settings("settings", token=PROD.secret(key)),
            config={full: "hunter2"},
            secret_keys=[full],
        )
        assert token_of(result) == secret("hunter2")

    @pytest.mark.parametrize("key", ["token", "other:token"])
    def test_missing_in_the_stack_stops_before_the_first_resource(self, key):
        result = deployed(lambda: Settings("settings", token=PROD.secret(key)))
        assert isinstance(result.error, ConfigMissingError)
        assert isinstance(result.error, pulumi.RunError)
        assert f"pulumi config set --secret {key if ':' in key else f'project:{key}'}" in str(result.error)
        assert result.requests == {}

    def test_in_a_list_stays_one(self):
        result = deployed(lambda: Web("web", image=pulumi.Output.secret("web:2")))
        container = inputs(result.requests[DEPLOYMENT])["spec"]["template"]["spec"]["containers"][0]
        assert container["image"] == secret("web:2")
        assert container["args"] == ["serve", secret("web:2")]


class TestValueKnownLater:
    @pytest.mark.parametrize("count", [7, None])
    def test_is_taken_when_it_is_right(self, count):
        result = deployed(lambda: Web("web", count=pulumi.Output.from_input(count)))
        assert result.error is None
        assert DEPLOYMENT in result.requests

    @pytest.mark.parametrize(
        ("make", "problem"),
        [
            (
                lambda: Web("web", count=pulumi.Output.from_input(70)),
                "`count` of `Web`, known only now, is greater than 10 (allowed: 1 to 10)",
            ),
            (
                lambda: Web("web", count=pulumi.Output.from_input("7")),
                "`count` of `Web`, known only now, must be an integer or None, not a value of type str",
            ),
            (
                lambda: Web("web", image=pulumi.Output.from_input("nginx:1")),
                "`image` of `Web`, known only now, does not match web:.* (allowed: text that matches web:.*)",
            ),
        ],
    )
    def test_that_is_wrong_fails_with_the_users_line(self, make, problem):
        result = deployed(make)
        assert isinstance(result.error, pulumi.RunError)
        place, _, message = str(result.error).partition(": ")
        assert place.startswith(f"{__file__}:{make.__code__.co_firstlineno}:")
        assert message == problem
        assert DEPLOYMENT not in result.requests

    def test_that_is_a_secret_is_never_shown(self):
        result = deployed(lambda: Web("web", image=pulumi.Output.secret("hunter2")))
        assert isinstance(result.error, pulumi.RunError)
        assert "hunter2" not in str(result.error)
