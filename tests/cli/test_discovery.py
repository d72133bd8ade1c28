"""``oamdsl list``, ``show``, ``relations`` and ``export``: what they print, as text and as JSON."""

import json

import pytest
import yaml

import oamdsl
from oamdsl.cli.table import table
from oamdsl.discovery.packages import Offer, TraitPackage
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
        assert available["Certificate"].startswith("`kubernetes` does not offer it; it could with")

    def test_workloads_with_what_they_are_like(self, user):
        found = rows(user.run("list", "workloads"))
        assert "exposed, long-running, pod-templated, replicable" in found["WebService"]

    def test_platforms_of_the_project_or_ready_made_ones(self, user):
        assert list(rows(user.run("list", "platforms"))) == ["kubernetes"]
        user.settings("")
        assert "alibaba-ack" in rows(user.run("list", "platforms"))

    def test_traits_of_a_platform_say_whether_they_are_to_be_had(self, user):
        said = user.run("list", "traits", "--platform", "istio-flagger", "-o", "json").stdout
        available = {one["name"]: one["available"] for one in json.loads(said)["traits"]}
        assert available["CanaryRelease"] == "yes"

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
            "Source: OAM v1alpha1 `auto-scaler`; Kubernetes HorizontalPodAutoscaler v2.",
            "Parts: `oamdsl show PodMetric`, `oamdsl show ScalingRules`, `oamdsl show Window`",
            "Applies to: replicable",
            "    kubernetes: horizontal pod autoscaler",
            "    leaves Deployment/web spec.replicas to the HorizontalPodAutoscaler",
            "    ManualScaler: conflicting, both decide `spec.replicas` of Deployment/web",
            "    from oamdsl import AutoScaler",
            "    AutoScaler(minimum=2, maximum=9)",
        ):
            assert line in shown.splitlines()

    def test_a_trait_that_the_platform_does_not_offer(self, user):
        shown = user.run("show", "Certificate", "-s", "prod").stdout
        assert "    none offers it" in shown.splitlines()
        assert "What it does" not in shown
        assert (
            "On kubernetes: `kubernetes` does not offer it; it could with `cert_manager.certificate`" in shown
        )
        elsewhere = user.run("show", "Certificate", "--platform", "istio-flagger").stdout
        assert "    makes Certificate (cert-manager.io/v1)" in elsewhere.splitlines()

    def test_a_trait_as_json(self, user):
        content = json.loads(user.run("show", "SecurityPolicy", "-o", "json").stdout)["trait"]
        assert content["parameters"][0]["name"] == "level"
        assert {one["trait"]: one["relation"] for one in content["relations"]}["Sidecar"] == "composable"

    def test_a_workload(self, user):
        shown = user.run("show", "WebService").stdout
        assert "WebService: " in shown
        assert "\nExample:\n\n    from oamdsl import WebService\n\n    WebService(" in shown
        assert json.loads(user.run("show", "WebService", "-o", "json").stdout)["workload"]["example"]

    def test_a_component(self, user):
        user.write(application=SCALED)
        found = rows(user.run("show", "shop/web", "-s", "prod"))
        assert "bound       AutoScaler(maximum=9)" in found["AutoScaler"]
        assert "impossible  " in found["ManualScaler"]
        assert "both decide `spec.replicas`" in found["ManualScaler"]
        assert "possible    Placement(" in found["Placement"]
        content = json.loads(user.run("show", "shop/web", "-s", "prod", "-o", "json").stdout)
        assert (content["component"], content["environment"]) == ("shop/web", "prod")
        assert json.loads(user.run("show", "web", "-s", "prod", "-o", "json").stdout) == content

    def test_a_component_of_the_only_environment_needs_no_stack(self, user):
        user.write(
            application=SCALED,
            environments=(
                "from oamdsl import Environment\n"
                "from oamdsl.platforms.kubernetes import KUBERNETES\n\n"
                'ENVIRONMENTS = [Environment("dev", platform=KUBERNETES)]\n'
            ),
        )
        assert "AutoScaler" in rows(user.run("show", "web"))

    def test_a_component_of_two_applications_is_named_with_its_own(self, user):
        user.write(
            application=SCALED + "\n\ndef other(environment):\n    return Application('b', [Nginx('web')])\n"
        )
        user.settings(
            '[tool.oamdsl]\napplications = ["application:shop", "application:other"]\n'
            'environments = "environments:ENVIRONMENTS"\n'
        )
        result = user.run("show", "web")
        assert result.stderr == (
            "error: several applications have a component `web`\n  = help: use shop/web or b/web\n"
        )

    def test_a_part_of_a_trait(self, user):
        shown = user.run("show", "Window").stdout
        assert shown.startswith("Window: ")
        assert json.loads(user.run("show", "Window", "-o", "json").stdout)["part"]["name"] == "Window"

    def test_a_platform(self, user):
        shown = user.run("show", "gateway-api-keda").stdout
        assert shown.startswith("gateway-api-keda: Kubernetes 1.37\n\nFeatures: metrics.k8s.io, ")
        assert "    keda.sh/v1alpha1 ScaledObject" in shown.splitlines()
        assert "AutoScaler          resource triggers            yes" in shown
        assert "\nNot offered: DaprSidecar\n" in shown
        content = json.loads(user.run("show", "kubernetes", "-o", "json").stdout)["platform"]
        assert (content["kubernetes"], content["apis"]) == ("1.37", [])
        assert {one["trait"]: one["available"] for one in content["traits"]}["NetworkIsolation"] == (
            "`kubernetes` does not have `network-policy`"
        )

    @pytest.mark.parametrize(
        ("arguments", "message", "help_"),
        [
            (
                ["AutoScalr"],
                "there is no trait, workload, platform or component `AutoScalr`",
                "did you mean `AutoScaler`?",
            ),
            (["zzz"], "there is no trait, workload, ", "`oamdsl list traits`, `list workloads` or `list"),
            (["wbe"], "platform or component `wbe`", "did you mean `web`?"),
            (["AutoScaler", "--platform", "nope"], "there is no platform `nope`", "use one of kubernetes"),
            (
                ["AutoScaler", "--platform", "kubernetes", "-s", "prod"],
                "an environment has a platform of its own",
                "give `-s` or `--platform`, not both",
            ),
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
        assert "Traits of platform kubernetes: x conflicting, + composable, . orthogonal" in result.stdout
        assert " orthogonal  " not in result.stdout
        assert " other pairs share no field and no object on platform `kubernetes`." in result.stderr

    def test_all_of_them(self, user):
        result = user.run("relations", "--all")
        assert " orthogonal   they share no field and no object" in result.stdout
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

    def test_as_markdown(self, user):
        page = user.run("relations", "-s", "prod", "-o", "markdown").stdout
        assert page.startswith("# How the traits of `kubernetes` go together\n\nSigns: x conflicting, ")
        assert "\n| `AutoScaler` |  | . |" in page
        assert "| `AutoScaler` | `ManualScaler` | conflicting | both decide `spec.replicas` of" in page

    def test_of_two_traits(self, user):
        result = user.run("relations", "ManualScaler", "AutoScaler", "-s", "prod")
        assert result.stdout.splitlines() == [
            "TRAIT         AND TRAIT   ARE          BECAUSE",
            "ManualScaler  AutoScaler  conflicting  both decide `spec.replicas` of Deployment/web",
        ]
        assert result.stderr == ""

    def test_of_one_trait_with_every_other_the_telling_ones_first(self, user):
        found = [line.split()[2] for line in user.run("relations", "AutoScaler").stdout.splitlines()[1:]]
        assert found[0] == "conflicting"
        assert found[-1] == "orthogonal"
        assert len(found) > 10

    def test_of_traits_that_another_platform_offers(self, user):
        result = user.run("relations", "Ingress", "CanaryRelease")
        assert "Ingress  CanaryRelease  composable  Ingress offers `spec.rules` of" in result.stdout
        assert result.stderr == (
            "note: `kubernetes` does not offer all of them, and `gateway-api-keda` does\n"
        )

    def test_of_a_trait_that_no_platform_offers(self, user):
        result = user.run("relations", "Metadata", "DaprSidecar")
        assert "orthogonal" in result.stdout
        assert "it is taken as `dapr.injected_sidecar` of oamdsl" in result.stderr

    @pytest.mark.parametrize(
        ("arguments", "message", "help_"),
        [
            (["Ingres"], "there is no trait `Ingres`", "did you mean `Ingress`?"),
            (
                ["CanaryRelease", "-s", "prod"],
                "platform `kubernetes` does not offer `CanaryRelease`",
                "add `--platform gateway-api-keda`, or another of gateway-api-keda, ",
            ),
            (
                ["DaprSidecar", "-s", "prod"],
                "platform `kubernetes` does not offer `DaprSidecar`",
                "put an implementation of it on a platform, `platform.offering(...)`",
            ),
        ],
    )
    def test_of_what_cannot_be_told(self, user, arguments, message, help_):
        result = user.run("relations", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr
        assert help_ in result.stderr

    def test_of_a_trait_without_an_example(self, user):
        user.write(
            environments="""\
from oamdsl import Environment, Implementation, Platform, Trait, parameter, trait

@trait
class Own(Trait):
    '''A trait.'''

    level: int = parameter()

ENVIRONMENTS = [Environment("dev", platform=Platform("mine", [Implementation(Own, lambda *_: ())]))]
"""
        )
        result = user.run("relations", "Own")
        assert (result.exit_code, result.stderr) == (
            2,
            "error: `Own` gives no valid example, from which relations are computed\n"
            "  = help: give its class an `example`\n",
        )


def test_a_name_that_several_packages_have_is_asked_for_in_full(user, monkeypatch):
    @oamdsl.trait
    class One(oamdsl.Trait):
        """A trait."""

    @oamdsl.trait
    class Other(oamdsl.Trait):
        """A trait."""

    for number, cls in enumerate((One, Other)):
        cls.__name__, cls.__module__ = "Priority", f"acme{number}"
    packages = (TraitPackage("acme0 1", (One,)), TraitPackage("acme1 1", (Other,)))
    monkeypatch.setattr("oamdsl.cli.discovered.installed_packages", lambda: (packages, ()))
    for command in ("show", "relations"):
        result = user.run(command, "Priority")
        assert result.stderr == (
            "error: several packages have a `Priority`\n  = help: use acme0.Priority or acme1.Priority\n"
        )
    assert user.run("show", "acme1.Priority").stdout.startswith("acme1.Priority: A trait.\n")


def test_what_is_no_name_where_there_is_no_project(user):
    user.settings("")
    result = user.run("show", "zzz")
    assert result.stderr == (
        "error: there is no trait, workload, platform or component `zzz`\n"
        "  = help: use what `oamdsl list traits`, `list workloads` or `list platforms` lists\n"
    )


def test_a_package_is_related_as_it_implements_its_traits(user, monkeypatch):
    @oamdsl.trait
    class Priority(oamdsl.Trait):
        """A trait."""

    @oamdsl.implements(Priority)
    def priority(_trait, workload):
        yield oamdsl.Set(workload.pod_spec / "priorityClassName", "high")

    offer = Offer(Priority, "acme.priority", "acme 1", priority)
    package = TraitPackage("acme 1", (Priority,), offers=(offer,))
    monkeypatch.setattr("oamdsl.cli.discovered.installed_packages", lambda: ((package,), ()))
    result = user.run("relations")
    assert "  Priority  " in result.stdout
    assert "it is taken as `acme.priority` of acme 1 implements it" in result.stderr
    assert "Priority" not in user.run("relations", "-s", "prod").stdout


def test_a_stack_where_there_is_no_project_is_told_as_that(user):
    user.settings("")
    result = user.run("relations", "-s", "prod")
    assert result.stderr == (
        "error: there is no environment `prod`, because this folder is in no project\n"
        "  = help: go to a project's folder, or name a platform with `--platform`\n"
    )


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


@pytest.mark.parametrize("command", ["list traits", "show AutoScaler", "relations"])
def test_json_can_be_read_when_the_command_fails(user, command):
    result = user.run(*command.split(), "-s", "nope", "-o", "json")
    assert (result.exit_code, result.stderr) == (2, "")
    assert json.loads(result.stdout)["error"]["message"].startswith("there is no environment `nope`")


def test_a_table_without_room_is_blocks(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    wide = [["AutoScaler", "kubernetes.horizontal_pod_autoscaler, keda.x", "Keeps the number of replicas."]]
    assert table(["name", "by", "summary"], wide) == (
        "AutoScaler\n"
        "  by       kubernetes.horizontal_pod_autoscaler,\n"
        "           keda.x\n"
        "  summary  Keeps the number of replicas.\n"
    )
