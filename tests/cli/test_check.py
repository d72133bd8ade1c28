"""``oamdsl check``: its targets, formats and exit codes, and what the founding article asks of it."""

import io
import json
import shutil

import pytest

from oamdsl.cli.outcome import in_colour, width_of
from tests.projects import ROOT

CONFLICT = """\
from components import Nginx
from oamdsl import Application, AutoScaler, Environment, ManualScaler


def shop(environment: Environment) -> Application:
    traits = [
        AutoScaler(minimum=1, maximum=9),
        ManualScaler(replicas=3),
    ]
    return Application("shop", [Nginx("web", traits=traits)])
"""
WARNED = """\
import warnings

from oamdsl import Application
from components import Nginx

print("loading")


def shop(environment) -> Application:
    print("making")
    return Application("shop", [Nginx("web")])
"""


def test_a_clean_project_exits_with_0_and_writes_nothing_to_standard_output(user):
    result = user.run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing found in 1 application for dev, prod.\n"


def test_findings_exit_with_1_and_go_to_standard_output(user):
    user.write(application=CONFLICT)
    result = user.run("check", "-s", "dev")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("error[OAM202]: ")
    assert result.stdout.endswith("Found 1 error.\n")


def test_a_project_that_cannot_be_read_exits_with_2_and_writes_to_standard_error(user):
    result = user.run("check", "-s", "prdo")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: there is no environment `prdo`; this project has `dev`, `prod`\n"
        "  = help: did you mean `prod`?\n"
    )


def test_what_is_wrong_in_several_environments_is_said_once_with_all_their_names(user):
    user.write(application=CONFLICT)
    result = user.run("check")
    assert result.stdout.count("error[") == 1
    assert " (dev, prod)\n" in result.stdout


def test_what_is_wrong_in_one_environment_is_said_of_it_alone(user):
    user.write(
        application=CONFLICT.replace("    traits = [", "    traits = [] if environment.name == 'dev' else [")
    )
    result = user.run("check")
    assert " (prod)\n" in result.stdout
    assert user.run("check", "-s", "dev").exit_code == 0


@pytest.mark.parametrize(
    "target", ["shop", "application.py", "./application.py", "application:shop", "application:fixed"]
)
def test_a_target_is_a_name_a_file_or_an_attribute(user, target):
    files = 'FIXED = Application("fixed", [Nginx("fixed")])\nfixed = FIXED\n'
    user.write(application=CONFLICT + ("" if target.endswith(".py") else "\n\n" + files))
    result = user.run("check", target)
    assert ("OAM202" in result.stdout) is (target != "application:fixed")


def test_a_file_may_hold_several_applications(user):
    user.write(
        application=CONFLICT,
        several="""\
from __future__ import annotations

from components import Nginx
from application import shop as imported
from oamdsl import Application, Environment

READY = Application("ready", [Nginx("ready")])


def other(environment: Environment) -> Application:
    return Application("other", [Nginx("other")])


def helper(name: str) -> str:
    return name
""",
    )
    result = user.run("check", "several.py", "-s", "dev")
    assert result.exit_code == 0
    assert result.stderr == "Nothing found in 2 applications for dev.\n"


def test_a_file_needs_no_project(user):
    user.settings("")
    imports = "from components import Nginx\nfrom oamdsl import Application\n"
    user.write(one=f"{imports}ONE = Application('one', [Nginx('one')])\n")
    result = user.run("check", "one.py")
    assert result.stderr == "Nothing found in 1 application for default.\n"


def test_another_folder_may_be_the_start(user, monkeypatch):
    monkeypatch.chdir("/")
    assert user.run("check", "-C", str(user.root)).exit_code == 0


def test_the_project_is_found_from_below(user, monkeypatch):
    (user.root / "below").mkdir()
    monkeypatch.chdir(user.root / "below")
    assert user.run("check").exit_code == 0


def test_the_environment_may_come_from_the_shell(user, monkeypatch):
    monkeypatch.setenv("OAMDSL_STACK", "prod")
    assert user.run("check").stderr == "Nothing found in 1 application for prod.\n"


def test_several_environments_may_be_named(user):
    user.write(application=CONFLICT)
    assert user.run("check", "-s", "prod", "-s", "dev").stdout == user.run("check").stdout.replace(
        "(dev, prod)", "(prod, dev)"
    )


@pytest.mark.parametrize("command", ["render", "graph", "explain shop/web", "list traits", "show AutoScaler"])
def test_a_command_of_one_environment_refuses_a_second_one(user, command):
    result = user.run(*command.split(), "-s", "dev", "-s", "prod")
    assert result.exit_code == 2
    assert "it is given 2 times, and this command has one environment at a time" in result.stderr
    assert user.run(*command.split(), "-s", "dev", "-s", "dev").exit_code == 0


class TestPaths:
    """In the repository's terms for forges, as they are opened from where one is for people."""

    @pytest.fixture(autouse=True)
    def _checkout(self, user, monkeypatch):
        (user.root / ".git").mkdir()
        for name in ("deploy", "deploy/below"):
            (user.root / name).mkdir()
        for file in [*user.root.glob("*.py"), user.root / "pyproject.toml"]:
            file.rename(user.root / "deploy" / file.name)
        (user.root / "deploy" / "application.py").write_text(CONFLICT, encoding="utf-8")

    FORGES = pytest.mark.parametrize(
        ("output", "place"),
        [
            ("github", "file=deploy/application.py,"),
            ("gitlab", '"path": "deploy/application.py"'),
            ("junit", 'file="deploy/application.py"'),
            ("markdown", "| `deploy/application.py:7` |"),
            ("sarif", '"uri": "deploy/application.py"'),
        ],
    )

    @FORGES
    def test_a_forge_gets_the_repositorys(self, user, output, place):
        assert place in user.run("check", "-C", "deploy", "-o", output).stdout

    @FORGES
    def test_a_forge_gets_them_from_anywhere_in_it(self, user, output, place, monkeypatch):
        monkeypatch.chdir(user.root / "deploy" / "below")
        assert place in user.run("check", "-o", output).stdout

    @pytest.mark.parametrize(
        ("folder", "arguments", "path"),
        [
            (".", ["-C", "deploy"], "deploy/application.py"),
            (".", ["deploy/application.py"], "deploy/application.py"),
            ("deploy", [], "application.py"),
            ("deploy/below", [], "../application.py"),
            ("deploy/below", ["-C", ".."], "../application.py"),
        ],
    )
    def test_people_get_what_they_can_open(self, user, folder, arguments, path, monkeypatch):
        monkeypatch.chdir(user.root / folder)
        assert f"--> {path}:7:9\n" in user.run("check", *arguments).stdout
        assert user.run("check", *arguments, "-o", "concise").stdout.startswith(f"{path}:7:9: ")

    def test_what_could_not_run_is_told_likewise(self, user):
        (user.root / "deploy" / "application.py").write_text("1 +\n", encoding="utf-8")
        assert "--> deploy/application.py:1:4\n" in user.run("check", "-C", "deploy").stdout
        assert '"uri": "deploy/application.py"' in user.run("check", "-C", "deploy", "-o", "sarif").stdout


def test_a_file_is_of_the_project_that_it_is_in(user, monkeypatch):
    """Not of the one that the command is started in."""
    inner = user.root / "inner"
    inner.mkdir()
    for file in ("application.py", "components.py", "pyproject.toml", "environments.py"):
        text = (user.root / file).read_text(encoding="utf-8").replace('"dev"', '"test"')
        (inner / file).write_text(text, encoding="utf-8")
    assert (
        user.run("check", "inner/application.py").stderr == "Nothing found in 1 application for test, prod.\n"
    )


def test_a_file_of_no_project_is_of_the_one_that_the_command_is_started_in(user, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "lonely.py"
    imports = "from components import Nginx\nfrom oamdsl import Application\n"
    elsewhere.write_text(f"{imports}ONE = Application('one', [Nginx('one')])\n", encoding="utf-8")
    assert user.run("check", str(elsewhere)).stderr == "Nothing found in 1 application for dev, prod.\n"


def test_files_of_two_projects_are_told_apart(user):
    for name in ("one", "two"):
        (user.root / name).mkdir()
        for file in ("application.py", "pyproject.toml"):
            shutil.copy(user.root / file, user.root / name / file)
    result = user.run("check", "one/application.py", "two/application.py")
    assert result.exit_code == 2
    assert result.stderr == (
        f"error: these files are in several projects: {user.root}/one, {user.root}/two\n"
        "  = help: run the command once for each\n"
    )


def test_json_tells_findings(user):
    user.write(application=CONFLICT)
    result = user.run("check", "-o", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["summary"] == {"errors": 1, "warnings": 0, "suppressed": 0}
    (finding,) = report["findings"]
    assert (finding["code"], finding["environments"]) == ("OAM202", ["dev", "prod"])
    assert {(place["file"], place["line"]) for place in finding["places"]} == {
        ("application.py", 7),
        ("application.py", 8),
        ("application.py", 10),
    }


def test_json_tells_that_nothing_was_found(user):
    report = json.loads(user.run("check", "-o", "json").stdout)
    assert report["findings"] == []


def test_json_tells_why_nothing_was_checked(user):
    user.write(application="def shop(environment)\n")
    result = user.run("check", "-o", "json")
    assert result.exit_code == 2
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["code"], finding["places"][0]["file"]) == ("OAM002", "application.py")


def test_what_the_users_files_print_is_no_result(user):
    user.write(application=WARNED)
    result = user.run("check", "-o", "json")
    assert json.loads(result.stdout)["findings"] == []
    assert result.stderr.startswith("loading\nmaking\nmaking\n")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True),
        ({"FORCE_COLOR": "", "NO_COLOR": "1"}, False),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False),
        ({"CLICOLOR_FORCE": "0"}, False),
    ],
)
def test_colours_follow_the_shell(user, monkeypatch, variables, coloured):
    user.write(application=CONFLICT)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in user.run("check").stdout) is coloured


def test_the_articles_failed_example_shows_both_traits_the_field_and_both_lines(user):
    result = user.run("check", "-C", str(ROOT), "examples/failed_example.py", "-s", "prod")
    assert result.exit_code == 1
    lines = (ROOT / "examples" / "failed_example.py").read_text().splitlines()
    auto, cron = (
        next(number for number, line in enumerate(lines, 1) if trait in line and "(" in line)
        for trait in ("AutoScaler(minimum", "CronScaler(")
    )
    assert "`AutoScaler` and `CronScaler` both decide `spec.replicas`" in result.stdout
    assert f"examples/failed_example.py:{cron}:" in result.stdout
    assert f"\n{auto} | " in result.stdout
    assert f"\n{cron} | " in result.stdout


def test_every_wrong_parameter_is_found_in_one_run_with_its_line(user):
    user.write(
        application="""\
from components import Nginx
from oamdsl import Application, Environment


def shop(environment: Environment) -> Application:
    return Application(
        "shop",
        [
            Nginx("mistyped", connections="4096"),
            Nginx("too-many", connections=70000),
            Nginx("fixed", color="red"),
            Nginx("misspelt", conections=10),
            Nginx("secret", connections=80, unheard_of=1),
        ],
    )
"""
    )
    result = user.run("check", "-o", "json")
    found = [
        (one["code"], one["rule"], one["places"][0]["line"], one["environments"])
        for one in json.loads(result.stdout)["findings"]
    ]
    both = ["dev", "prod"]
    assert found == [
        ("OAM103", "mistyped-parameter", 9, both),
        ("OAM104", "out-of-range-parameter", 10, both),
        ("OAM105", "fixed-parameter", 11, both),
        ("OAM101", "unknown-parameter", 12, both),
        ("OAM101", "unknown-parameter", 13, both),
    ]
    assert "did you mean `connections`?" in user.run("check").stdout


ACCEPTED = """\
from components import Nginx
from oamdsl import Application, Environment, Metadata


def shop(environment: Environment) -> Application:
    traits = []
    if environment.name == "prod":
        traits = [Metadata(labels={"a b": "c"})]  # oamdsl: ignore[OAM402] the cluster is odd
    return Application("shop", [Nginx("web", traits=traits)])
"""


class TestSuppression:
    def test_of_a_finding_is_counted_and_does_not_fail(self, user):
        user.write(application=ACCEPTED)
        result = user.run("check")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "Nothing found in 1 application for dev, prod (1 suppressed).\n"

    def test_of_use_in_one_environment_is_of_use(self, user):
        user.write(application=ACCEPTED)
        assert "OAM501" not in user.run("check").stdout
        assert "OAM501" not in user.run("check", "-s", "dev").stdout
        assert "OAM501" not in user.run("check", "shop").stdout

    def test_of_use_in_none_is_a_warning(self, user):
        user.write(application=ACCEPTED.replace("a b", "a"))
        result = user.run("check")
        assert (result.exit_code, result.stdout.count("warning[OAM501]")) == (0, 1)
        assert user.run("check", "--fail-on", "warning").exit_code == 1

    def test_lets_the_applications_be_rendered(self, user):
        user.write(application=ACCEPTED)
        result = user.run("render", "-s", "prod")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "a b: c" in result.stdout


class TestSelection:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["--select", "OAM202"], 1),
            (["--select", "oam1, oam202"], 1),
            (["--select", "OAM1"], 0),
            (["--ignore", "OAM2"], 0),
            (["--ignore", "OAM1", "--ignore", "OAM3"], 1),
            (["--select", "OAM2", "--ignore", "OAM202"], 0),
        ],
    )
    def test_is_by_the_beginning_of_a_code(self, user, arguments, code):
        user.write(application=CONFLICT)
        assert user.run("check", *arguments).exit_code == code

    def test_says_how_many_it_does_not_show(self, user):
        user.write(application=CONFLICT.replace('Nginx("web"', 'Nginx("web", conections=1'))
        assert user.run("check", "--ignore", "OAM1,OAM2").stderr == (
            "Nothing found in 1 application for dev, prod (2 not shown).\n"
        )
        result = user.run("check", "--select", "OAM1")
        assert result.stdout.endswith("Found 1 error.\n")
        assert result.stderr == "By --select and --ignore, 1 not shown.\n"

    @pytest.mark.parametrize("text", ["shop = (", "def shop(environment): raise ValueError('no')\n"])
    def test_of_what_could_not_be_read_is_no_success(self, user, text):
        user.write(application=text)
        result = user.run("check", "--ignore", "OAM0")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.endswith("not shown.\n")
        assert "Nothing found" not in result.stderr

    def test_of_an_unknown_code_is_bad_usage(self, user):
        result = user.run("check", "--select", "OAM2O2")
        assert result.exit_code == 2
        assert "no finding has a code that begins with OAM2O2; did you mean `OAM202`?" in result.stderr
        assert "did you mean" not in user.run("check", "--select", "OAMX").stderr
        result = user.run("check", "--ignore", "no-print")
        assert "write a code such as OAM202, or its beginning, such as OAM2" in result.stderr

    @pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("never", 0)])
    def test_of_what_fails_decides_the_exit_code(self, user, fail_on, code):
        user.write(application=CONFLICT)
        assert user.run("check", "--fail-on", fail_on).exit_code == code


@pytest.mark.parametrize(
    ("output", "start"),
    [
        ("concise", "application.py:7:9: error: OAM202 "),
        ("github", "::error file=application.py,line=7,"),
        ("gitlab", "[\n"),
        ("json", "{\n"),
        ("junit", "<?xml "),
        ("markdown", "### oamdsl found 1 error\n"),
        ("sarif", "{\n"),
        ("text", "error[OAM202]"),
    ],
)
def test_a_format_is_written_to_standard_output_or_to_a_file(user, output, start):
    user.write(application=CONFLICT)
    result = user.run("check", "-o", output)
    assert result.stdout.startswith(start)
    assert result.exit_code == 1
    again = user.run("check", "-o", output, "--output-file", "reports/findings")
    assert (again.exit_code, again.stdout) == (1, "")
    assert (user.root / "reports/findings").read_text(encoding="utf-8") == result.stdout


def test_what_could_not_run_is_written_in_the_format_too(user):
    result = user.run("check", "-s", "prdo", "-o", "sarif", "--output-file", "found.sarif")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "")
    log = json.loads((user.root / "found.sarif").read_text(encoding="utf-8"))
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_a_file_that_cannot_be_written_is_said(user):
    result = user.run("check", "--output-file", "components.py/x")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: components.py/x cannot be written: ")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"CLICOLOR": "1"}, True), ({"CLICOLOR": "0"}, False), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_is_coloured_unless_it_is_not_wanted(monkeypatch, variables, coloured):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for name in ("FORCE_COLOR", "NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert in_colour(Terminal()) is coloured
    assert not in_colour(io.StringIO())


def test_only_a_terminal_has_a_width(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setenv("COLUMNS", "66")
    assert width_of(Terminal()) == 66
    assert width_of(io.StringIO()) is None
    assert width_of(None) is None


@pytest.mark.parametrize(("arguments", "coloured"), [([], False), (["--color", "always"], True)])
def test_a_file_is_coloured_on_demand_alone(user, monkeypatch, arguments, coloured):
    monkeypatch.setenv("FORCE_COLOR", "1")
    user.write(application=CONFLICT)
    user.run("check", "--output-file", "found.txt", *arguments)
    assert ("\x1b[" in (user.root / "found.txt").read_text(encoding="utf-8")) is coloured


@pytest.mark.parametrize(("wanted", "coloured"), [("always", True), ("never", False), ("auto", True)])
def test_the_colour_wanted_comes_before_the_variables(user, monkeypatch, wanted, coloured):
    monkeypatch.setenv("FORCE_COLOR", "1")
    user.write(application=CONFLICT)
    assert ("\033[" in user.run("check", "--color", wanted).stdout) is coloured
