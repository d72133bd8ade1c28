"""``oamdsl diff``: the states that it compares, its formats and exit codes."""

import json
import os
import subprocess
import sys
import tarfile

import pytest

from oamdsl.project import Project
from oamdsl.project.pulumi_state import stack

SCALED = """\
from components import Nginx
from oamdsl import Application, AutoScaler, Environment, Secret


def shop(environment: Environment) -> Application:
    traits = [AutoScaler(minimum=2, maximum=9)] if environment.name == "prod" else []
    return Application("shop", [Nginx("web", connections=2048, traits=traits)])
"""


CONNECTIONS = "spec.template.spec.containers[name=nginx].env[name=WORKER_CONNECTIONS].value"


def git(user, *arguments):
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *settings, *arguments], cwd=user.root, check=True, capture_output=True)


@pytest.fixture
def checkout(user):
    """The project in a git checkout of one commit, changed since."""
    git(user, "init")
    git(user, "add", ".")
    git(user, "commit", "-m", "first")
    user.write(application=SCALED)
    return user


def test_the_working_tree_is_compared_with_what_was_committed(checkout):
    result = checkout.run("diff", "--meaning-only")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        result.stdout
        == f"""\
~ shop/web (dev)
    ! restarts pods: Deployment/web, because of {CONNECTIONS}
    + connections: 2048
    ~ variable WORKER_CONNECTIONS of nginx: '1024' -> '2048'
    ~ Deployment/web

~ shop/web (prod)
    ! restarts pods: Deployment/web, because of {CONNECTIONS}
    + connections: 2048
    + trait: AutoScaler(minimum=2, maximum=9)
    + replicas: 2 to 9 by load
    ~ variable WORKER_CONNECTIONS of nginx: '1024' -> '2048'
    + Deployment/web spec.replicas: AutoScaler leaves it to HorizontalPodAutoscaler
    ~ Deployment/web
    + HorizontalPodAutoscaler/web
"""
    )


def test_one_environment_may_be_looked_at_alone(checkout):
    assert "(dev)" not in checkout.run("diff", "-s", "prod").stdout


def test_a_commit_is_compared_with_a_commit(checkout):
    git(checkout, "commit", "-am", "second")
    result = checkout.run("diff", "--base", "main~1", "--head", "main", "-o", "json", "-s", "dev")
    content = json.loads(result.stdout)
    assert (content["before"], content["after"]) == ("main~1", "main")
    assert content["environments"]["dev"][0]["declared"] == [
        {"what": "connections", "before": "", "after": "2048"}
    ]


def test_a_revision_is_unpacked_by_a_python_whose_tarfile_has_no_filter_argument(checkout, monkeypatch):
    extract = tarfile.TarFile.extractall

    def without_filter(files, folder):
        extract(files, folder)

    monkeypatch.setattr(tarfile.TarFile, "extractall", without_filter)
    assert checkout.run("diff").exit_code == 0


def test_a_project_below_the_top_of_its_checkout_is_found_in_the_revision_too(user, monkeypatch):
    below = user.root / "deploy"
    below.mkdir()
    for file in list(user.root.iterdir()):
        if file.is_file():
            file.rename(below / file.name)
    monkeypatch.chdir(below)
    git(user, "init")
    git(user, "add", ".")
    git(user, "commit", "-m", "first")
    assert user.run("diff").stderr == "Nothing differs between HEAD and the working tree.\n"


def test_an_environment_that_the_base_did_not_have_is_all_new(checkout):
    checkout.write(
        environments=(checkout.root / "environments.py").read_text().replace('"dev"', '"test"'),
    )
    result = checkout.run("diff", "-s", "test", "--meaning-only")
    assert result.stdout.startswith("+ environment test: new, with 1 component\n\n")
    assert "\n\n+ shop/web (test)\n" in result.stdout


def test_rendered_files_are_a_state(checkout):
    for name in ("dev", "prod"):
        assert checkout.run("render", "-s", name, "--output-dir", f"rendered/{name}").exit_code == 0
    result = checkout.run("diff", "--base", "rendered")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing differs between rendered and the working tree.\n"
    file = checkout.root / "rendered/prod/shop/web.yaml"
    file.write_text(file.read_text().replace("nginx:1.29.3", "nginx:1.28.0"), encoding="utf-8")
    assert "~ shop/web (prod)" in checkout.run("diff", "--base", "rendered").stdout
    assert "~ shop/web (prod)" in checkout.run("diff", "--base", "rendered/prod", "-s", "prod").stdout
    markdown = checkout.run("diff", "--base", "rendered", "-o", "markdown").stdout
    assert markdown.startswith("### What changes from `rendered` to `the working tree`\n")


def test_the_exit_code_tells_of_a_difference_when_it_is_asked(checkout):
    assert checkout.run("diff", "--exit-code").exit_code == 1
    assert checkout.run("diff", "--exit-code", "--base", ".").exit_code == 0


def test_a_secret_is_not_shown_and_its_change_is(checkout):
    secret = SCALED.replace("2048", "Secret(4711)")
    checkout.write(
        components=(checkout.root / "components.py")
        .read_text()
        .replace(": int =", ": Value[int] =")
        .replace("parameter\n", "parameter, Value\n", 1),
        application=secret,
    )
    git(checkout, "commit", "-am", "a secret")
    checkout.write(application=secret.replace("4711", "4712"))
    result = checkout.run("diff", "-s", "dev")
    assert "    ~ connections: [secret] -> [secret, changed]\n" in result.stdout
    assert "        +  nginx.WORKER_CONNECTIONS: '[secret, changed]'\n" in result.stdout
    assert "471" not in result.stdout
    git(checkout, "commit", "-am", "another secret")
    assert checkout.run("diff", "-s", "dev").stdout == ""
    shown = checkout.run("diff", "--base", "HEAD~2", "-s", "dev").stdout
    assert "+ connections: [secret]" in shown
    assert "471" not in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base", "nope"], "error: there is no revision `nope`: fatal: "),
        (["--base", "empty", "-s", "dev"], "error: empty has no rendered files\n"),
        (["--base", "empty"], "error: empty has no folder that is named like an environment\n"),
        (["--base", "odd", "-s", "dev"], "error: odd/x.yaml is no YAML: "),
        (["-s", "nope"], "error: there is no environment `nope`"),
    ],
)
def test_a_state_that_cannot_be_had_is_said(checkout, arguments, message):
    (checkout.root / "empty").mkdir()
    (checkout.root / "odd").mkdir()
    (checkout.root / "odd/x.yaml").write_text("a: [", encoding="utf-8")
    result = checkout.run("diff", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert "  = help: " in result.stderr


def test_a_folder_that_is_no_checkout_has_no_revisions(user, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(user.root.parent))
    result = user.run("diff")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: no git checkout: fatal: not a git repository")


def test_a_revision_that_cannot_be_read_says_why(checkout):
    checkout.write(application="1 +\n")
    git(checkout, "commit", "-am", "broken")
    checkout.write(application=SCALED)
    result = checkout.run("diff")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: revision `HEAD` cannot be read: error[OAM002]: ")


def program(folder, name, text):
    file = folder / name
    file.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    file.chmod(0o755)


EXPORTED = """\
import json, sys

component = "urn:pulumi:prod::shop::oamdsl:index:Application$oamdsl:index:Component::shop/web"
assert sys.argv[1:5] == ["stack", "export", "--stack", "prod"], sys.argv
print(json.dumps({"deployment": {"resources": [
    {"urn": "stack", "type": "pulumi:pulumi:Stack"},
    {"urn": component, "type": "oamdsl:index:Component", "parent": "stack"},
    {"urn": "trait", "type": "oamdsl:index:Trait", "parent": component},
    {"urn": "provider", "type": "pulumi:providers:kubernetes", "inputs": {"version": "4"}},
    {"urn": "a", "type": "kubernetes:core/v1:Namespace", "parent": "stack",
     "inputs": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "prod"}}},
    {"urn": "b", "type": "kubernetes:core/v1:Secret", "parent": "trait",
     "inputs": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "__defaults": [],
                "list": [1], "data": {"4dabf18193072939515e22adb298388d": "x", "ciphertext": "y"}}},
]}}))
"""


def test_what_pulumi_deployed_last_is_a_state(user, monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bin")
    program(folder, "pulumi", EXPORTED)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    result = user.run("diff", "--base", "stack:prod", "-s", "prod", "-o", "json")
    environment, web = sorted(json.loads(result.stdout)["environments"]["prod"], key=lambda one: one["name"])
    assert (environment["name"], environment["sign"]) == ("", "-")
    (secret,) = [one for one in web["objects"] if one["kind"] == "Secret"]
    assert (web["name"], secret["sign"]) == ("shop/web", "-")
    _, deployed = stack(Project.load(), "prod", "prod").environments["prod"].components
    assert deployed.objects[0] == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "s"},
        "list": [1],
        "data": "[secret]",
    }


def test_a_program_that_is_missing_is_named(user, monkeypatch):
    monkeypatch.setenv("PATH", str(user.root))
    result = user.run("diff", "--base", "stack:prod")
    assert result.stderr == (
        "error: the state of stack `prod` cannot be had: there is no `pulumi`\n  = help: install pulumi\n"
    )


def test_describe_is_not_listed_and_stops_as_other_commands_do(user):
    assert "describe" not in user.run("--help").stdout
    assert json.loads(user.run("describe", "dev", "nope").stdout).keys() == {"dev"}
    user.settings("[tool.oamdsl]\napplications = 1\n")
    assert user.run("describe", "dev").exit_code == 2
