"""The command as a process, and what holds for all its sub-commands."""

import json
import os
import subprocess
import sys

import pytest
from click.shell_completion import BashComplete

from oamdsl import cli
from oamdsl.checks.catalogue import RULES
from tests.projects import ROOT

HEAVY = ("pulumi", "pulumi_kubernetes", "kubernetes", "grpc")
IMPORTS = f"""\
import sys

from oamdsl.cli import main

try:
    main()
finally:
    loaded = [name for name in {HEAVY} if name in sys.modules]
    print("loaded:", *loaded, file=sys.stderr)
"""


def process(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "oamdsl", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=os.environ)


def test_it_runs_as_a_module():
    result = process("check")
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == "Nothing found in 2 applications for dev, staging, prod.\n"


def test_findings_end_the_process_with_1():
    result = process("check", "examples/failed_example.py", "-s", "prod", "-o", "json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["summary"]["errors"] == 1


def test_bad_usage_ends_the_process_with_2(user):
    result = process("check", cwd=user.root / "..")
    assert result.returncode == 2
    assert result.stderr == (
        "error: there is no application to read\n"
        "  = help: name a Python file, or list `applications` under [tool.oamdsl] in pyproject.toml\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["render", "-s", "prod"],
        ["explain", RULES[0].code],
        ["explain", "shop/storefront", "-s", "prod"],
        ["--help"],
    ],
    ids=" ".join,
)
def test_nothing_imports_pulumi_or_a_kubernetes_client(arguments):
    command = [sys.executable, "-c", IMPORTS, *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert result.stderr.endswith("loaded:\n")


def test_help_lists_the_commands_and_the_exit_codes(user):
    result = user.run("--help")
    assert result.exit_code == 0
    for name, summary in cli.COMMANDS.items():
        assert f"  {name}" in result.stdout
        assert summary in result.stdout
    for code in ("0 nothing found", "1 findings", "2 could not run", "130 interrupted", "255 a fault"):
        assert code in " ".join(result.stdout.split())


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_explains_itself_as_the_list_does(user, name):
    result = user.run(name, "-h")
    assert result.exit_code == 0
    assert cli.COMMANDS[name].rstrip(".") in result.stdout


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_it_tells_its_version(user, option):
    assert user.run(option).stdout == "oamdsl, version 0.1.0\n"


@pytest.mark.parametrize(("word", "hint"), [("chek", " did you mean `check`?"), ("xyz", "")])
def test_a_misspelt_command_has_the_nearest_name(user, word, hint):
    result = user.run(word)
    assert result.exit_code == 2
    assert result.stderr.endswith(f"Error: No such command '{word}'.{hint}\n")


def test_shells_can_complete_the_commands():
    completion = BashComplete(cli._oamdsl, {}, "oamdsl", "_OAMDSL_COMPLETE")
    assert {one.value for one in completion.get_completions([], "")} == set(cli.COMMANDS)


def test_an_interrupt_ends_with_130(user):
    user.write(application="raise KeyboardInterrupt\n")
    result = user.run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "Interrupted.\n")


class TestAFaultOfItsOwn:
    @pytest.fixture(autouse=True)
    def _fault(self, user, monkeypatch):
        def fail(*_, **__):
            message = "surprise"
            raise LookupError(message)

        monkeypatch.setattr("oamdsl.project.Project.load", fail)
        monkeypatch.setattr(sys, "argv", ["oamdsl", "check"])
        monkeypatch.setattr("gc.disable", lambda: None)

    def test_ends_with_255_and_says_how_to_report_it(self, capsys):
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 255
        assert capsys.readouterr().err == (
            "error: oamdsl itself failed: LookupError: surprise\n"
            "  = help: set OAMDSL_DEBUG=1 to see where, and report it\n"
        )

    def test_shows_its_traceback_on_demand(self, monkeypatch):
        monkeypatch.setenv("OAMDSL_DEBUG", "1")
        with pytest.raises(LookupError):
            cli.main()
