"""``oamdsl diff``: the states that it compares, its formats and exit codes."""

import json

import jsonschema
import pytest

from tests.cli.checkouts import CONNECTIONS, SCALED, git
from tests.docs.reference.formats import SCHEMAS

RAW = """

from oamdsl import KubernetesWorkload


@component
class Key(Component):
    \"""A Secret as it is written in Kubernetes.\"""

    token: str = parameter()

    def workload(self):
        metadata = {"name": "key"}
        content = {"token": self.token, "other": "hunter2c"}
        return KubernetesWorkload(
            {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "stringData": content}
        )
"""
PATCHED = """\
from components import Key, Nginx
from oamdsl import Application, Environment, RawPatch


def shop(environment: Environment) -> Application:
    patch = RawPatch(merge={"stringData": {"added": "TOKENp"}})
    return Application("shop", [Nginx("web"), Key("key", token="TOKEN", traits=[patch])])
"""


def test_the_working_tree_is_compared_with_what_was_committed(checkout):
    result = checkout.run("diff", "--meaning-only")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        result.stdout
        == f"""\
~ shop/web (dev)
    ! restarts pods: Deployment/web: {CONNECTIONS}
    + connections: 2048
    ~ variable WORKER_CONNECTIONS of nginx: '1024' -> '2048'
    ~ Deployment/web

~ shop/web (prod)
    ! restarts pods: Deployment/web: {CONNECTIONS}
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
        (["--base", "nope"], "error: there is no revision `nope`\n"),
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
    assert result.stderr.startswith(
        "error: revision `HEAD` cannot be read: `application` cannot be imported: invalid syntax "
        "(application.py:1)\n"
    )


def test_a_folder_of_other_files_is_told_from_rendered_ones(checkout):
    (checkout.root / "odd/dev").mkdir(parents=True)
    (checkout.root / "odd/dev/x.yaml").write_text("---\n---\na: b\n", encoding="utf-8")
    result = checkout.run("diff", "--base", "odd", "-s", "dev")
    assert result.stderr == (
        "error: odd/dev/x.yaml has a document that is no Kubernetes object\n"
        "  = help: render it again, or name the folder that was rendered to\n"
    )


def test_a_folder_needs_no_checkout(user, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(user.root.parent))
    assert user.run("render", "-s", "dev", "--output-dir", "rendered").exit_code == 0
    assert user.run("diff", "--base", "rendered", "-s", "dev").stdout == ""


def test_an_environment_that_was_not_rendered_is_not_compared(checkout):
    assert checkout.run("render", "-s", "dev", "--output-dir", "rendered/dev").exit_code == 0
    result = checkout.run("diff", "--base", "rendered", "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "note: rendered does not tell of prod, so that is not compared\n"
        "Nothing differs between rendered and the working tree.\n"
    )


def test_several_environments_may_be_named(checkout):
    both = checkout.run("diff", "-s", "prod", "-s", "dev", "-s", "dev").stdout
    assert "~ shop/web (dev)" in both
    assert "~ shop/web (prod)" in both


def test_what_is_refused_is_said_and_does_not_count(checkout):
    checkout.write(application=SCALED.replace("2048", "0"))
    result = checkout.run("diff", "-s", "dev", "--meaning-only")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "! refused: the working tree is not deployed in dev until this is mended\n    OAM104 "
    )
    assert checkout.run("diff", "-s", "dev", "--exit-code").exit_code == 1
    git(checkout, "commit", "-am", "wrong")
    still = checkout.run("diff", "-s", "dev", "--exit-code")
    assert (still.exit_code, still.stdout.splitlines()[0]) == (0, result.stdout.splitlines()[0])


def test_a_difference_may_be_written_to_a_file(checkout):
    result = checkout.run("diff", "-o", "markdown", "--output-file", "new/comment.md")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    written = (checkout.root / "new/comment.md").read_text(encoding="utf-8")
    assert written.startswith("### What changes from `HEAD` to `the working tree`\n")


def test_text_is_coloured_on_demand(checkout):
    assert "\x1b[" in checkout.run("diff", "--color", "always").stdout
    assert "\x1b[" not in checkout.run("diff", "--color", "never").stdout
    assert "\x1b[" not in checkout.run("diff", "--color", "always", "-o", "markdown").stdout


def test_json_says_why_it_could_not_run(checkout):
    result = checkout.run("diff", "--base", "nope", "-o", "json")
    assert (result.exit_code, result.stderr) == (2, "")
    content = json.loads(result.stdout)
    jsonschema.validate(content, json.loads(SCHEMAS["diff"].read_text(encoding="utf-8")))
    assert content["error"]["message"] == "there is no revision `nope`"


def test_what_a_secret_keeps_is_shown_nowhere(checkout):
    components = (checkout.root / "components.py").read_text(encoding="utf-8")
    checkout.write(components=f"{components}{RAW}", application=PATCHED.replace("TOKEN", "hunter2a"))
    git(checkout, "commit", "-am", "a secret")
    checkout.write(application=PATCHED.replace("TOKEN", "hunter2b"))
    for arguments in (
        *(("diff", "-o", output) for output in ("text", "markdown", "json")),
        *(("diff", "--base", "HEAD~1", "-o", output) for output in ("text", "markdown", "json")),
        ("explain", "shop/key", "-s", "dev"),
        ("graph", "-s", "dev", "-o", "json"),
        ("check", "-o", "json"),
    ):
        result = checkout.run(*arguments)
        assert result.exit_code == 0
        assert "hunter2" not in result.stdout + result.stderr
        assert "aHVudGVyM" not in result.stdout
    text = checkout.run("diff", "-s", "dev").stdout
    assert "    ~ RawPatch merge: [secret] -> [secret, changed]\n" in text
    assert "        +  token: '[secret, changed]'\n" in text
    assert checkout.run("report", "-o", "page.html").exit_code == 0
    page = (checkout.root / "page.html").read_text(encoding="utf-8")
    assert "RawPatch" in page
    assert "hunter2" not in page
    assert "hunter2b" in checkout.run("render", "-s", "dev").stdout  # which writes what is deployed


def test_the_line_of_a_secret_is_shown_by_no_finding(checkout):
    components = (checkout.root / "components.py").read_text(encoding="utf-8")
    twice = PATCHED.replace("added", "token").replace("TOKEN", "hunter2a")
    checkout.write(components=f"{components}{RAW}", application=twice)
    for output in ("text", "json", "markdown", "sarif", "github"):
        result = checkout.run("check", "-o", output)
        assert result.exit_code == 1
        assert "OAM202" in result.stdout
        assert "hunter2" not in result.stdout
    assert "hunter2" not in checkout.run("diff").stdout


def test_describe_is_not_listed_and_says_why_it_stops(user):
    assert "describe" not in user.run("--help").stdout
    assert json.loads(user.run("describe", "dev", "nope").stdout)["environments"].keys() == {"dev"}
    assert json.loads(user.run("describe").stdout)["environments"].keys() == {"dev", "prod"}
    user.settings("[tool.oamdsl]\napplications = 1\n")
    result = user.run("describe", "dev")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"] == {
        "message": "`applications` in [tool.oamdsl] must be a list of strings",
        "help": 'write `applications = ["module:function"]`',
        "file": "pyproject.toml",
        "line": 2,
        "column": 1,
    }
