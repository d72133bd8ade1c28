"""The command as a process, and what holds for all its sub-commands."""

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from oamdsl import cli
from oamdsl.checks.catalogue import RULES
from oamdsl.cli.exit_code import ExitCode
from oamdsl.diagnostics.columns import columns_of
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


def test_what_it_can_do_is_said_without_the_library():
    program = (
        "import sys; from oamdsl.cli import main\ntry: main()\nfinally: print('oamdsl.model' in sys.modules)"
    )
    command = [sys.executable, "-c", program, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def test_it_runs_as_a_module():
    result = run("check")
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == "Nothing found in 2 applications for dev, staging, prod.\n"


def test_findings_end_the_process_with_1():
    result = run("check", "examples/failed_example.py", "-s", "prod", "-o", "json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["summary"]["errors"] == 1


def test_bad_usage_ends_the_process_with_2(user):
    result = run("check", cwd=user.root / "..")
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
    for code in ExitCode:
        assert f" {code.value} " in " ".join(result.stdout.split())


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


@pytest.mark.parametrize(
    ("word", "command"),
    [("lint", "check"), ("validate", "check"), ("synth", "render"), ("template", "render")],
)
def test_what_other_tools_call_a_command_is_understood(user, word, command):
    assert user.run(word, "--help").stdout == user.run(command, "--help").stdout
    assert word not in cli.COMMANDS


def test_an_interrupt_ends_with_130(user):
    user.write(application="raise KeyboardInterrupt\n")
    result = user.run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "Interrupted.\n")


class TestAFaultOfItsOwn:
    @pytest.fixture
    def fault(self, user):
        program = """\
from oamdsl.cli import main
from oamdsl.project import Project


def fail(*_):
    raise LookupError("surprise")


Project.around = fail
main()
"""
        (user.root / "fault.py").write_text(program, encoding="utf-8")
        return [sys.executable, "fault.py", "check"]

    def test_ends_with_255_and_says_how_to_report_it(self, fault):
        result = subprocess.run(fault, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stdout) == (255, "")
        assert result.stderr == (
            "error: oamdsl itself failed: LookupError: surprise\n"
            "  = help: set OAMDSL_DEBUG=1 to see where, and report it\n"
        )

    def test_shows_its_traceback_on_demand(self, fault, monkeypatch):
        monkeypatch.setenv("OAMDSL_DEBUG", "1")
        result = subprocess.run(fault, capture_output=True, text=True, check=False)
        assert result.stderr.startswith("Traceback ")


def test_findings_on_a_terminal_are_coloured_and_no_wider_than_it(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "CLICOLOR"):
        monkeypatch.delenv(name, raising=False)
    here, there = pty.openpty()
    result = run("check", "examples/failed_example.py", "-s", "prod", stdout=there)
    os.close(there)
    shown = b""
    with contextlib.suppress(OSError):  # what Linux says at the end
        while part := os.read(here, 1000):
            shown += part
    os.close(here)
    lines = shown.decode().splitlines()
    assert result.returncode == 1
    assert lines[0].startswith("\x1b[1;31merror[OAM202]\x1b[0m: ")
    assert max(map(columns_of, lines)) <= 60


class TestOutputThatIsLost:
    """Whatever the command: those that write it by themselves, and help, which click writes."""

    EVERY = pytest.mark.parametrize(
        "arguments",
        [["--help"], ["list", "traits"], ["check", "examples/failed_example.py"], ["render", "-s", "dev"]],
        ids=" ".join,
    )

    @EVERY
    def test_ends_with_2_on_a_full_disk(self, arguments):
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            result = run(*arguments, stdout=full)
        assert result.returncode == 2
        assert result.stderr.endswith("error: standard output cannot be written: No space left on device\n")

    @EVERY
    def test_ends_with_141_and_in_silence_when_nobody_reads_it(self, arguments):
        reader, writer = os.pipe()
        os.close(reader)
        result = run(*arguments, stdout=writer)
        os.close(writer)
        assert result.returncode == 141
        assert "error: standard" not in result.stderr

    def test_ends_with_2_when_it_is_closed(self):
        result = shell('exec "$@" >&-', "check", "examples/failed_example.py")
        assert (result.returncode, result.stderr) == (
            2,
            "error: standard output cannot be written: it is closed\n",
        )

    @pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
    def test_is_not_what_is_said_beside_it(self, redirection):
        result = shell(f'exec "$@" {redirection}', "check")
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        result = shell(f'exec "$@" {redirection}', "check", "-s", "nowhere")
        assert result.returncode == 2

    def test_is_no_fault_of_the_files_that_are_written(self, tmp_path):
        reader, writer = os.pipe()
        os.close(reader)
        result = run("init", "shop", stdout=writer, cwd=tmp_path)
        os.close(writer)
        assert (result.returncode, result.stderr) == (141, "")


def run(*arguments, cwd=ROOT, **streams):
    command = [sys.executable, "-m", "oamdsl", *arguments]
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.run(command, cwd=cwd, text=True, check=False, **given)


def shell(script, *arguments):
    command = ["sh", "-c", script, "sh", sys.executable, "-m", "oamdsl", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
