"""``oamdsl explain``: a finding's page, or the owners of a component's fields."""

import pytest

from oamdsl.checks.catalogue import CATALOGUE
from tests.conftest import COMPONENTS

AUTOSCALED = """\
from components import Nginx
from oamdsl import Application, AutoScaler, Environment, SecurityPolicy


def shop(environment: Environment) -> Application:
    nginx = Nginx(
        "web",
        connections=4096,
        traits=[
            AutoScaler(minimum=1, maximum=9),
            SecurityPolicy(allow_privilege_escalation=False),
        ],
    )
    return Application("shop", [nginx])
"""
SPEC = """\
apps/v1 Deployment web
  spec.selector = {"matchLabels": {"app.kubernetes.io/name": "web"}}
      developer: `Nginx` wrote it, components.py:19
  spec.template.metadata.labels["app.kubernetes.io/name"] = "web"
      developer: `Nginx` wrote it, components.py:19
  spec.template.metadata.labels["app.kubernetes.io/component"] = "web"
      developer: `Nginx` wrote it, components.py:19
  spec.template.metadata.labels["app.kubernetes.io/part-of"] = "shop"
      application operator: application shop gives it, application.py:14
  spec.template.spec.containers[name=nginx].name = "nginx"
      developer: `Nginx` wrote it, components.py:12
  spec.template.spec.containers[name=nginx].image = "nginx:1.29.3"
      developer: `Nginx` wrote it, components.py:12
  spec.template.spec.containers[name=nginx].env[name=WORKER_CONNECTIONS].name = "WORKER_CONNECTIONS"
      developer: `Nginx` wrote it, components.py:12
  spec.template.spec.containers[name=nginx].env[name=WORKER_CONNECTIONS].value = "4096"
      application operator: parameter `connections` decides it, application.py:8
  spec.template.spec.containers[name=nginx].ports[containerPort=80,protocol=TCP].name = "port-80"
      developer: `Nginx` wrote it, components.py:15
  spec.template.spec.containers[name=nginx].ports[containerPort=80,protocol=TCP].containerPort = 80
      developer: `Nginx` wrote it, components.py:15
  spec.template.spec.containers[name=nginx].resources.requests.cpu = "100m"
      developer: `Nginx` wrote it, components.py:17
  spec.template.spec.containers[name=nginx].resources.requests.memory = "64Mi"
      developer: `Nginx` wrote it, components.py:17
  spec.template.spec.containers[name=nginx].securityContext.allowPrivilegeEscalation = false
      application operator: `SecurityPolicy` sets it, application.py:11
  spec.replicas = 1
      application operator: `AutoScaler` leaves it to the HorizontalPodAutoscaler, application.py:10
v1 Service web
"""


class TestCode:
    @pytest.mark.parametrize("name", ["OAM202", "oam202", "contested-field"])
    def test_has_a_page(self, user, name):
        result = user.run("explain", name)
        assert result.exit_code == 0
        assert result.stdout == (
            "OAM202 contested-field (error)\n"
            "\n"
            "Two owners decide one field.\n"
            "\n"
            "The last one to write would win silently, and the other would believe that its value\n"
            "holds. Two controllers on one field undo each other's work for as long as both run.\n"
            "\n"
            "Example:\n"
            "\n"
            '    Web("web", traits=[AutoScaler(minimum=1, maximum=9), ManualScaler(replicas=3)])\n'
            "\n"
            "Use instead:\n"
            "\n"
            '    Web("web", traits=[AutoScaler(minimum=3, maximum=9)])\n'
            "\n"
            "`Web` is a component with one container and port 80; `platform` offers every built-in trait.\n"
            "\n"
            "It cannot be suppressed.\n"
            "\n"
            "Source: OAM v0.3, 6.traits.md: determine compatibility, and fail\n"
        )

    @pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
    def test_every_rule_has_one(self, user, rule):
        result = user.run("explain", rule.code)
        assert result.exit_code == 0
        assert rule.source in result.stdout
        assert ("`Web` is a component" in result.stdout) is (
            "Web(" in rule.page.example or "platform=platform" in rule.page.use_instead
        )

    @pytest.mark.parametrize(
        ("name", "help_"),
        [
            ("OAM2022", "did you mean `OAM202`?"),
            ("contested-feild", "did you mean `OAM202`, contested-field?"),
            ("shop", "name a code such as OAM001, or APPLICATION/COMPONENT"),
        ],
    )
    def test_that_is_none_has_a_suggestion(self, user, name, help_):
        result = user.run("explain", name)
        assert result.exit_code == 2
        assert result.stderr == f"error: there is no finding `{name}`\n  = help: {help_}\n"


class TestComponent:
    @pytest.fixture(autouse=True)
    def _application(self, user):
        user.write(application=AUTOSCALED)

    def test_shows_each_field_with_its_value_its_owner_and_the_line(self, user):
        result = user.run("explain", "shop/web", "spec", "-s", "dev")
        assert result.exit_code == 0
        assert result.stdout.startswith(SPEC)

    def test_shows_every_object(self, user):
        result = user.run("explain", "shop/web", "-s", "dev")
        heads = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
        assert heads == [
            "apps/v1 Deployment web",
            "v1 Service web",
            "autoscaling/v2 HorizontalPodAutoscaler web",
        ]

    def test_shows_one_field_of_a_list_entry(self, user):
        field = "spec.template.spec.containers[name=nginx].resources.requests.cpu"
        result = user.run("explain", "shop/web", field, "-s", "dev")
        assert result.stdout == (
            "apps/v1 Deployment web\n"
            f'  {field} = "100m"\n'
            "      developer: `Nginx` wrote it, components.py:17\n"
        )

    def test_shows_lines_as_they_are_opened_from_where_one_is(self, user, monkeypatch):
        (user.root / "below").mkdir()
        monkeypatch.chdir(user.root / "below")
        result = user.run("explain", "shop/web", "spec.replicas", "-s", "dev")
        assert ", ../application.py:10\n" in result.stdout

    def test_needs_an_environment_when_there_are_several(self, user):
        result = user.run("explain", "shop/web")
        assert result.exit_code == 2
        assert result.stderr == (
            "error: the owner of a field depends on the environment\n"
            "  = help: add `-s STACK`, one of dev, prod\n"
        )

    def test_needs_none_when_there_is_one(self, user):
        user.settings('[tool.oamdsl]\napplications = ["application:shop"]\n')
        assert user.run("explain", "shop/web", "spec.replicas").exit_code == 0

    @pytest.mark.parametrize(
        ("arguments", "message", "help_"),
        [
            (["shop/wbe"], "there is no component `shop/wbe` in `dev`", "did you mean `shop/web`?"),
            (["x/y"], "there is no component `x/y` in `dev`", "use one of shop/web"),
            (
                ["shop/web", "spec.replica"],
                "component `shop/web` has no field `spec.replica`",
                "did you mean `spec.replicas`?",
            ),
            (
                ["shop/web", "status.phase.x"],
                "component `shop/web` has no field `status.phase.x`",
                "run `oamdsl explain shop/web -s dev` for all fields",
            ),
            (
                ["shop/web", "spec..x"],
                "not a field path: 'spec..x', column 6: a name is missing",
                "write it as `spec.template.spec.containers[name=web].image`",
            ),
        ],
    )
    def test_that_is_not_there_has_a_suggestion(self, user, arguments, message, help_):
        result = user.run("explain", *arguments, "-s", "dev")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"error: {message}\n  = help: {help_}\n"

    def test_that_could_not_be_composed_points_to_the_findings(self, user):
        user.write(components=COMPONENTS.replace("        nginx = ", "        1 / 0\n        nginx = "))
        result = user.run("explain", "shop/web", "-s", "dev")
        assert result.exit_code == 2
        assert result.stderr == (
            "error: component `shop/web` could not be composed\n  = help: run `oamdsl check` to see why\n"
        )

    def test_never_shows_a_secret(self, user):
        user.write(
            application="""\
from oamdsl import Application, Component, Container, ContainerizedWorkload, Secret, component


@component
class Web(Component):
    def workload(self):
        return ContainerizedWorkload([Container("web", image="web:1", env={"PASSWORD": Secret("hunter2")})])


shop = Application("shop", [Web("web")])
"""
        )
        result = user.run("explain", "shop/web", "-s", "dev")
        assert "[secret]" in result.stdout
        assert "hunter2" not in result.stdout
