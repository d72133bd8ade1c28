"""What a shell gets to complete a command line with, and that real shells do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete, FishComplete

from oamdsl import cli
from oamdsl.checks.catalogue import RULES


def candidates(*words, typed=""):
    """What may stand after *words*, of which *typed* is there."""
    completion = BashComplete(cli._oamdsl, {}, "oamdsl", "_OAMDSL_COMPLETE")
    return [(one.type, one.value) for one in completion.get_completions([*words], typed)]


def names(*words, typed=""):
    return [value for kind, value in candidates(*words, typed=typed) if kind == "plain"]


def test_commands_are_completed_without_being_loaded(user, monkeypatch):
    monkeypatch.setattr("importlib.import_module", None)
    assert names() == [*cli.COMMANDS]
    assert names(typed="ch") == ["check"]


@pytest.mark.parametrize("command", ["check", "render", "graph", "report", "explain", "diff", "list traits"])
def test_stacks_are_those_of_the_project(user, command):
    assert names(*command.split(), "-s") == ["dev", "prod"]
    assert names(*command.split(), "--stack", typed="p") == ["prod"]


def test_the_project_is_the_one_of_the_folder_that_is_named(user, monkeypatch):
    monkeypatch.chdir("/")
    assert names("check", "-C", str(user.root), "-s") == ["dev", "prod"]


def test_targets_are_applications_and_files(user):
    assert candidates("check") == [("file", "./"), ("plain", "shop")]
    assert candidates("check", typed="app") == [("file", "app")]


def test_what_is_explained_is_a_component_or_a_code(user):
    assert names("explain", typed="sh") == ["shop/web"]
    assert names("explain", typed="oam1") == [one.code for one in RULES if one.code.startswith("OAM1")]
    assert names("explain") == [*names("explain", typed="OAM"), "shop/web"]


def test_a_code_is_told_with_what_it_is_about(user):
    completion = FishComplete(cli._oamdsl, {}, "oamdsl", "_OAMDSL_COMPLETE")
    (found,) = completion.get_completions(["check", "--select"], "OAM202")
    assert completion.format_completion(found) == "plain,OAM202\tTwo owners decide one field."


def test_what_is_shown_is_a_trait_a_workload_or_a_component(user):
    assert names("show", typed="AutoS") == ["AutoScaler"]
    assert names("show", typed="Stateful") == ["StatefulSet", "StatefulWorkload"]
    assert names("show", typed="shop") == ["shop/web"]
    assert names("show", typed="istio") == ["istio-argo-rollouts", "istio-flagger"]


def test_what_is_related_is_a_trait_on_a_platform(user):
    assert names("relations", typed="AutoS") == ["AutoScaler"]
    assert names("relations", "--platform", typed="amazon") == ["amazon-eks"]


BROKEN = """\
import sys

print("loading")
print("loading", file=sys.stderr)
raise SystemExit(3)
"""


@pytest.mark.parametrize("command", [["check", "-s"], ["check"], ["explain"], ["show"]], ids=" ".join)
def test_a_project_that_cannot_be_read_completes_nothing_and_says_nothing(user, command, capsys):
    user.write(application=BROKEN)
    assert "shop" not in " ".join(names(*command))
    assert capsys.readouterr() == ("", "")


def test_what_is_misdeclared_has_no_name_to_complete(user):
    user.write(
        application=(
            "from components import Nginx\nfrom oamdsl import Application\n\n\n"
            "def shop(environment):\n"
            '    return Application("shop", [Nginx(connections=1), Nginx("web")])\n'
        )
    )
    assert names("explain", typed="sh") == ["shop/web"]
    user.write(another="from oamdsl import Application\nNAMELESS = Application(components=[])\n")
    user.settings('[tool.oamdsl]\napplications = ["another:NAMELESS"]\n')
    assert names("check") == []


COMPLETE = {
    "bash": """\
eval "$(oamdsl completion bash)"
compopt() { :; }
COMP_WORDS=(oamdsl explain sh) COMP_CWORD=2
_oamdsl_completion oamdsl
printf '%s\\n' "${COMPREPLY[@]}"
""",
    "zsh": """\
compdef() { :; }
eval "$(oamdsl completion zsh)"
compadd() { shift 4; print -l -- "${(P)1[@]}"; }
words=(oamdsl explain sh) CURRENT=3
_oamdsl_completion
""",
    "fish": """\
oamdsl completion fish | source
complete --do-complete "oamdsl explain sh"
""",
}


@pytest.mark.parametrize("shell", COMPLETE)
def test_a_real_shell_completes_by_what_is_written_for_it(user, shell):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell}")
    command = [program, "-c", COMPLETE[shell]]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path}
    )
    assert result.stdout == "shop/web\n", result.stderr


def test_another_shell_is_bad_usage(user):
    result = user.run("completion", "tcsh")
    assert result.exit_code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in result.stderr
