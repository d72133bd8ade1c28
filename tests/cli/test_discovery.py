"""``oamdsl list``, ``show``, ``relations`` and ``export``: what they print, as text and as JSON."""

import json

import pytest
import yaml

from oamdsl.cli.table import table
from tests.cli.test_check import WARNED

SCALED = """\
from components import Nginx
from oamdsl import Application, AutoScaler, Environment


def shop(environment: Environment) -> Application:
    return Application("shop", [Nginx("web", traits=[AutoScaler(maximum=9)])])
"""


def rows(result):
    return {line.split()[0]: line for line in result.stdout.splitlines()[1:]}


class TestList:
    def test_traits_with_who_implements_them(self, user):
        found = rows(user.run("list", "traits"))
        assert "keda.resource_triggers, kubernetes.horizontal_pod_autoscaler" in found["AutoScaler"]
        assert "anything" in found["Metadata"]

    def test_traits_of_a_stack_say_why_they_are_not_to_be_had(self, user):
        content = json.loads(user.run("list", "traits", "-s", "prod", "-o", "json").stdout)
        available = {one["name"]: one["available"] for one in content["traits"]}
        assert content["schema_version"] == 1
        assert available["AutoScaler"] == "yes"
        assert available["Bandwidth"] == "`kubernetes` does not have `pod-bandwidth`"
        assert available["Certificate"].startswith("`kubernetes` does not offer it; it could by")

    def test_workloads_with_what_they_are_like(self, user):
        found = rows(user.run("list", "workloads"))
        assert "exposed, long-running, pod-templated, replicable" in found["WebService"]

    def test_platforms_of_the_project_or_ready_made_ones(self, user):
        assert list(rows(user.run("list", "platforms"))) == ["kubernetes"]
        user.settings("")
        assert "alibaba-ack" in rows(user.run("list", "platforms"))

    def test_of_a_stack_that_is_none(self, user):
        result = user.run("list", "traits", "-s", "nope")
        assert (result.exit_code, result.stdout) == (2, "")

    def test_warns_of_a_package_that_cannot_be_read(self, user, monkeypatch):
        monkeypatch.setattr("oamdsl.cli.discovered.installed_packages", lambda: ((), ("acme 1 is broken",)))
        assert user.run("list", "platforms").stderr == "warning: acme 1 is broken\n"


class TestShow:
    def test_a_trait(self, user):
        shown = user.run("show", "AutoScaler", "-s", "prod").stdout
        assert shown.startswith("AutoScaler: Keeps the number of replicas between two bounds")
        for line in (
            "minimum     an integer, 1 or more          1          Fewest replicas, at least 1.",
            "Source: OAM v1alpha1 ``auto-scaler``; Kubernetes HorizontalPodAutoscaler v2.",
            "Applies to: replicable",
            "    kubernetes: horizontal pod autoscaler",
            "    leaves Deployment/web spec.replicas to the HorizontalPodAutoscaler",
            "    ManualScaler: conflicting, both decide `spec.replicas` of Deployment/web",
            "    AutoScaler(minimum=2, maximum=9)",
        ):
            assert line in shown.splitlines()

    def test_a_trait_that_the_platform_does_not_offer(self, user):
        shown = user.run("show", "Certificate", "-s", "prod").stdout
        assert "    none offers it" in shown.splitlines()
        assert "What it does" not in shown

    def test_a_trait_as_json(self, user):
        content = json.loads(user.run("show", "SecurityPolicy", "-o", "json").stdout)["trait"]
        assert content["parameters"][0]["name"] == "level"
        assert {one["trait"]: one["relation"] for one in content["relations"]}["Sidecar"] == "composable"

    def test_a_workload(self, user):
        shown = user.run("show", "WebService").stdout
        assert "WebService: " in shown
        assert "\nExample:\n\n    WebService(" in shown
        assert json.loads(user.run("show", "WebService", "-o", "json").stdout)["workload"]["example"]

    def test_a_component(self, user):
        user.write(application=SCALED)
        found = rows(user.run("show", "shop/web", "-s", "prod"))
        assert "bound       AutoScaler(maximum=9)" in found["AutoScaler"]
        assert "impossible  " in found["ManualScaler"]
        assert "both decide `spec.replicas`" in found["ManualScaler"]
        assert "possible    Placement(" in found["Placement"]
        content = json.loads(user.run("show", "shop/web", "-s", "prod", "-o", "json").stdout)
        assert content["component"] == "shop/web"

    @pytest.mark.parametrize(
        ("arguments", "message", "help_"),
        [
            (["AutoScalr"], "there is no trait or workload `AutoScalr`", "did you mean `AutoScaler`?"),
            (["zzz"], "there is no trait or workload `zzz`", "use one of AutoScaler, "),
            (
                ["shop/web"],
                "which traits a component can take depends on",
                "add `-s STACK`, one of dev, prod",
            ),
            (["shop/wbe", "-s", "prod"], "there is no component `shop/wbe`", "did you mean `shop/web`?"),
        ],
    )
    def test_what_is_none(self, user, arguments, message, help_):
        result = user.run("show", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr
        assert help_ in result.stderr

    def test_a_projects_own_trait_without_anything(self, user):
        user.write(
            environments="""\
from oamdsl import Environment, Implementation, Platform, Trait, trait

@trait
class Own(Trait):
    '''A trait.'''

ENVIRONMENTS = [Environment("dev", platform=Platform("mine", [Implementation(Own, lambda *_: ())]))]
"""
        )
        shown = user.run("show", "Own").stdout
        assert "Package: this project" in shown
        assert "Implemented by: nothing" in shown


class TestRelations:
    def test_conflicts_and_what_builds_on_each_other_with_the_reason(self, user):
        result = user.run("relations", "-s", "prod")
        assert "AutoScaler" in result.stdout
        assert "both decide `spec.replicas` of Deployment/web" in result.stdout
        assert "orthogonal" not in result.stdout
        assert " other pairs share no field and no object on platform `kubernetes`." in result.stderr

    def test_all_of_them(self, user):
        result = user.run("relations", "--all")
        assert "orthogonal" in result.stdout
        assert result.stderr == ""

    def test_as_json(self, user):
        content = json.loads(user.run("relations", "-o", "json").stdout)
        assert content["platform"] == "kubernetes"
        assert {one["relation"] for one in content["relations"]} >= {
            "orthogonal",
            "conflicting",
            "composable",
        }

    def test_of_a_stack_that_is_none(self, user):
        assert user.run("relations", "-s", "nope").exit_code == 2


@pytest.mark.parametrize("command", ["show shop/web", "show AutoScaler", "list traits", "relations"])
def test_what_the_users_files_print_is_no_result(user, command):
    user.write(application=WARNED)
    result = user.run(*command.split(), "-s", "dev", "-o", "json")
    assert json.loads(result.stdout)["schema_version"] == 1
    assert result.stderr.startswith("loading\n")


class TestExport:
    def test_definitions_as_one_stream(self, user):
        made = list(yaml.safe_load_all(user.run("export", "definitions", "-s", "prod").stdout))
        assert {one["kind"] for one in made} == {"TraitDefinition", "WorkloadDefinition"}

    def test_definitions_as_files(self, user):
        result = user.run(
            "export", "definitions", "--output-dir", "out", "--api-version", "core.oam.dev/v1alpha2"
        )
        assert result.stderr.startswith("Wrote ")
        text = (user.root / "out/TraitDefinition/auto-scaler.yaml").read_text(encoding="utf-8")
        assert yaml.safe_load(text)["apiVersion"] == "core.oam.dev/v1alpha2"

    def test_what_cannot_be_written_or_read_is_said(self, user):
        result = user.run("export", "definitions", "--output-dir", "components.py")
        assert result.exit_code == 2
        assert user.run("export", "definitions", "-s", "nope").exit_code == 2
        (user.root / "taken").mkdir()
        (user.root / "taken/TraitDefinition").write_text("", encoding="utf-8")
        result = user.run("export", "definitions", "--output-dir", "taken")
        assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)


def test_a_table_is_wrapped_in_a_terminal_and_never_in_a_pipe(monkeypatch):
    wide = [["a", "one two three four five six seven"], ["bb", ""]]
    assert table(["x", "y"], wide) == "X   Y\na   one two three four five six seven\nbb\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "26")
    assert table(["x", "y"], wide) == "X   Y\na   one two three four\n    five six seven\nbb\n"
