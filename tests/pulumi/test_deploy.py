"""A program deploys everything, or nothing: what the command says stops it before the first resource."""

import runpy

import pulumi
import pytest

from oamdsl import Application, Environment
from oamdsl.checks.catalogue import RULES
from oamdsl.diagnostics.finding import Severity
from oamdsl.diagnostics.rule import Rule
from oamdsl.platforms.kubernetes import KUBERNETES
from oamdsl.pulumi import deploy, deploy_project
from tests.cli.test_check import CONFLICT
from tests.projects import ROOT
from tests.pulumi.recording import run
from tests.rule_examples import Web


@pytest.fixture
def warned(monkeypatch):
    """Every contested field is a warning."""
    contested = next(rule for rule in RULES if rule.name == "contested-field")
    milder = Rule(contested.code, contested.check, Severity.WARNING, contested.source)
    monkeypatch.setattr("oamdsl.checks.check.RULES", (milder,))


def test_the_stacks_program_deploys_the_examples():
    result = run(lambda: runpy.run_path(str(ROOT / "stacks" / "__main__.py")), stack="staging")
    assert result.error is None
    assert ("oamdsl:index:Application", "shop") in result.requests
    assert ("oamdsl:index:Application", "my-awesome-app") in result.requests


def test_findings_stop_it_with_the_text_of_the_command(user):
    user.write(application=CONFLICT)
    result = run(deploy_project, stack="prod")
    assert isinstance(result.error, pulumi.RunError)
    assert str(result.error) == user.run("check", "-s", "prod").stdout
    assert result.requests == {}


def test_paths_are_those_of_the_project_wherever_the_program_runs(user, monkeypatch):
    user.write(application=CONFLICT)
    expected = user.run("check", "-s", "prod").stdout
    (user.root / "stacks").mkdir()
    monkeypatch.chdir(user.root / "stacks")
    assert str(run(deploy_project, stack="prod").error) == expected


def test_a_project_that_cannot_be_read_stops_it_with_the_text_of_the_command(user):
    result = run(deploy_project, stack="prdo")
    assert isinstance(result.error, pulumi.RunError)
    assert str(result.error) == user.run("check", "-s", "prdo").stderr
    assert result.requests == {}


def test_the_environment_may_be_named(user):
    assert run(lambda: deploy_project("prod"), stack="production-eu").error is None


def test_applications_may_be_given_instead_of_a_project(user):
    environment = Environment("prod", platform=KUBERNETES)
    result = run(lambda: deploy(environment, [Application("shop", [Web("web")])]))
    assert result.error is None
    assert ("kubernetes:apps/v1:Deployment", "web") in result.requests


@pytest.mark.usefixtures("warned")
def test_warnings_are_logged_and_stop_nothing(user, monkeypatch):
    logged = []
    monkeypatch.setattr(pulumi.log, "warn", logged.append)
    user.write(application=CONFLICT)
    result = run(deploy_project, stack="prod")
    assert result.error is None
    assert result.requests
    assert logged == [user.run("check", "-s", "prod").stdout]
    assert logged[0].startswith("warning[OAM202]: ")


@pytest.mark.usefixtures("warned")
def test_warnings_do_not_change_the_commands_exit(user):
    user.write(application=CONFLICT)
    checked = user.run("check", "-s", "prod")
    assert (checked.exit_code, checked.stderr) == (0, "")
    rendered = user.run("render", "-s", "prod")
    assert rendered.exit_code == 0
    assert rendered.stdout.startswith("apiVersion: ")
    assert rendered.stderr == checked.stdout
