"""``oamdsl render``: YAML to standard output or to files, and nothing when something is wrong or secret."""

import pytest
import yaml

from tests.cli.test_check import CONFLICT, WARNED

SECRETIVE = """\
from oamdsl import Application, Component, Container, ContainerizedWorkload, Environment, Resources
from oamdsl import Secret, Value, component, parameter


@component
class Web(Component):
    password: Value[str] = parameter()

    def workload(self):
        env = {"PASSWORD": self.password}
        return ContainerizedWorkload([Container("web", image="web:1", env=env)])


def shop(environment: Environment) -> Application:
    return Application("shop", [Web("web", password=VALUE)])
"""


def test_all_documents_go_to_standard_output(user):
    result = user.run("render", "-s", "dev")
    assert (result.exit_code, result.stderr) == (0, "")
    kinds = [document["kind"] for document in yaml.safe_load_all(result.stdout)]
    assert kinds == ["Deployment", "Service"]


def test_two_runs_write_the_same_bytes(user):
    assert user.run("render", "-s", "dev").stdout == user.run("render", "-s", "dev").stdout


def test_files_go_below_a_folder(user):
    result = user.run("render", "shop", "-s", "dev", "--output-dir", "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Wrote 1 file below out.\n"
    assert (user.root / "out" / "shop" / "web.yaml").read_text() == user.run("render", "-s", "dev").stdout


def test_a_folder_that_is_a_file_is_an_error(user):
    (user.root / "out").mkdir()
    (user.root / "out" / "shop").write_text("")
    result = user.run("render", "-s", "dev", "--output-dir", "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: out/shop cannot be written: ")


def test_findings_leave_standard_output_empty(user):
    user.write(application=CONFLICT)
    result = user.run("render", "-s", "dev")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error[OAM202]: ")
    assert result.stderr.endswith("Nothing was rendered: the applications have to be mended first.\n")


def test_nothing_is_rendered_of_an_application_that_cannot_be_made(user):
    user.write(application="def shop(environment): raise ValueError('no')\n")
    result = user.run("render", "-s", "dev")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "`application:shop` failed: ValueError: no" in result.stderr


def test_what_the_users_files_print_is_no_yaml(user):
    user.write(application=WARNED)
    result = user.run("render", "-s", "dev")
    assert result.stdout.startswith("apiVersion: ")
    assert result.stderr == "loading\nmaking\n"


def test_an_environment_is_required(user):
    result = user.run("render")
    assert result.exit_code == 2
    assert "Missing option '-s' / '--stack'" in result.stderr


def test_an_unknown_target_is_an_error(user):
    result = user.run("render", "shpo", "-s", "dev")
    assert result.exit_code == 2
    assert "did you mean `shop`?" in result.stderr


class TestSecrets:
    @pytest.fixture(autouse=True)
    def _secret(self, user):
        user.write(application=SECRETIVE.replace("VALUE", 'Secret("hunter2")'))

    def test_are_refused(self, user):
        result = user.run("render", "-s", "dev")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "error: these fields hold values that are not for YAML, or known after deployment only:\n"
            "  shop/web: stringData.web.PASSWORD of Secret/web-secret\n"
            "  = help: render with `--secrets=redact`, or with `--secrets=show` to write them in plain\n"
        )

    def test_are_redacted_on_demand(self, user):
        result = user.run("render", "-s", "dev", "--secrets=redact")
        assert result.exit_code == 0
        assert "web.PASSWORD: '[secret]'\n" in result.stdout
        assert "hunter2" not in result.output

    def test_are_shown_on_demand(self, user):
        assert "web.PASSWORD: hunter2\n" in user.run("render", "-s", "dev", "--secrets=show").stdout

    def test_of_the_stack_are_never_shown(self, user):
        user.write(application=SECRETIVE.replace("VALUE", 'environment.secret("password")'))
        result = user.run("render", "-s", "dev", "--secrets=show")
        assert result.exit_code == 2
        assert result.stderr.endswith("  = help: render with `--secrets=redact`\n")
