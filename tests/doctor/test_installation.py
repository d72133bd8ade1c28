"""What is installed, as seen through programs that stand in for Pulumi's."""

import importlib.metadata
import sys

import pytest

from oamdsl.doctor.installation import examined_installation
from oamdsl.doctor.program import output_of
from oamdsl.doctor.symptom import Health

PROVIDER = importlib.metadata.version("pulumi-kubernetes")
HOST = "pulumi-language-python"
PULUMI = """\
import sys

if sys.argv[1] == "version":
    print("v3.999.0")
else:
    print('{plugins}')
"""


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(path, name, text):
    file = path / name
    file.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    file.chmod(0o755)


def found():
    return {one.subject: (one.health, one.found, one.help) for one in examined_installation()}


def test_packages_have_their_versions(path):
    assert found()["package pulumi-kubernetes"] == (Health.WELL, PROVIDER, "")
    assert found()["Python"][0] is Health.WELL


def test_without_the_command_line_nothing_can_be_deployed(path):
    health, what, help_ = found()["Pulumi's command line"]
    assert (health, what) == (Health.UNSURE, "not on PATH; needed to deploy")
    assert help_.startswith("install it: https://")
    assert "Pulumi's host for Python" not in found()


def test_all_is_well(path):
    plugins = f'[{{"name": "aws", "version": "7"}}, {{"name": "kubernetes", "version": "{PROVIDER}"}}]'
    program(path, "pulumi", PULUMI.replace("{plugins}", plugins))
    program(path, HOST, "")
    assert found()["Pulumi's command line"] == (Health.WELL, f"v3.999.0, {path}/pulumi", "")
    assert found()["Pulumi's host for Python"] == (Health.WELL, f"{path}/{HOST}", "")
    assert found()["Pulumi's provider for Kubernetes"] == (Health.WELL, PROVIDER, "")


@pytest.mark.parametrize(
    ("said", "health"),
    [("v3.1.0", Health.UNSURE), ("v2.999.0", Health.UNSURE), ("v4.0.0", Health.WELL), ("dev", Health.WELL)],
)
def test_the_command_line_is_as_new_as_the_package(path, said, health):
    program(path, "pulumi", PULUMI.replace("v3.999.0", said))
    seen, what, help_ = found()["Pulumi's command line"]
    assert seen is health
    assert (
        ("older than package pulumi" in what)
        is help_.startswith("update it to ")
        is (health is Health.UNSURE)
    )


@pytest.mark.parametrize(
    ("plugins", "what"),
    [
        ("[]", f"not installed; the package asks for {PROVIDER}"),
        ('[{"name": "kubernetes", "version": "4.0.0"}]', f"has 4.0.0; the package asks for {PROVIDER}"),
        ("no JSON", f"not installed; the package asks for {PROVIDER}"),
    ],
)
def test_the_provider_may_be_another_than_the_package_asks_for(path, plugins, what):
    program(path, "pulumi", PULUMI.replace("{plugins}", plugins))
    health, seen, help_ = found()["Pulumi's provider for Kubernetes"]
    assert (health, seen) == (Health.UNSURE, what)
    assert help_.startswith(f"pulumi plugin install resource kubernetes {PROVIDER}")


def test_a_command_line_that_does_not_run_is_ill_and_so_is_a_missing_host(path):
    program(path, "pulumi", "raise SystemExit(3)")
    assert found()["Pulumi's command line"][:2] == (Health.ILL, f"{path}/pulumi does not run")
    assert found()["Pulumi's host for Python"][0] is Health.ILL


def test_a_program_that_cannot_be_started_has_no_output(path):
    assert output_of([str(path / "nothing")]) is None
