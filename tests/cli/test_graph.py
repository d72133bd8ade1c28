"""``oamdsl graph``: a picture to standard output or to a file, and nothing when something is wrong."""

import json

import pytest

from oamdsl.graph import mermaid
from tests.cli.test_check import CONFLICT, WARNED
from tests.cli.test_render import SECRETIVE
from tests.conftest import APPLICATION


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], '---\ntitle: "shop in dev"\n---\nflowchart LR\n'),
        (["-o", "mermaid"], '---\ntitle: "shop in dev"\n---\nflowchart LR\n'),
        (["-o", "dot"], 'digraph "shop in dev" {\n'),
        (["-o", "svg"], '<svg xmlns="http://www.w3.org/2000/svg"'),
        (["-o", "json"], "{\n"),
    ],
)
def test_a_graph_goes_to_standard_output(user, arguments, start):
    result = user.run("graph", "shop", "-s", "dev", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(start)
    assert result.stdout == user.run("graph", "-s", "dev", *arguments).stdout


def test_json_has_files_relative_to_the_current_folder(user):
    content = json.loads(user.run("graph", "-s", "dev", "-o", "json").stdout)
    places = {node["name"]: (node["file"], node["line"]) for node in content["nodes"] if node["file"]}
    assert places == {"shop": ("application.py", 6), "web": ("application.py", 6)}
    assert content["environment"] == "dev"


def test_a_graph_goes_to_a_file(user):
    result = user.run("graph", "-s", "dev", "-o", "svg", "--output-file", "shop.svg")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Wrote shop.svg.\n")
    assert (user.root / "shop.svg").read_text() == user.run("graph", "-s", "dev", "-o", "svg").stdout


def test_a_file_that_cannot_be_written_is_an_error(user):
    result = user.run("graph", "-s", "dev", "--output-file", "components.py/shop.svg")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: components.py/shop.svg cannot be written: ")


def test_findings_leave_standard_output_empty(user):
    user.write(application=CONFLICT)
    result = user.run("graph", "-s", "dev")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error[OAM202]: ")
    assert result.stderr.endswith("Nothing was drawn: the applications have to be mended first.\n")


def test_findings_are_json_for_those_who_read_json(user):
    user.write(application=CONFLICT)
    result = user.run("graph", "-s", "dev", "-o", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["summary"]["errors"] == 1


def test_an_error_is_json_for_those_who_read_json(user):
    result = user.run("graph", "shpo", "-s", "dev", "-o", "json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["help"] == "did you mean `shop`?"


def test_an_error_is_text_for_others(user):
    result = user.run("graph", "shpo", "-s", "dev")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("= help: did you mean `shop`?\n")


def test_what_the_users_files_print_is_no_graph(user):
    user.write(application=WARNED)
    result = user.run("graph", "-s", "dev")
    assert result.stdout.startswith("---\n")
    assert result.stderr == "loading\nmaking\n"


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg", "json"])
def test_secrets_are_in_no_graph(user, form):
    user.write(application=SECRETIVE.replace("VALUE", 'Secret("hunter2")'))
    result = user.run("graph", "-s", "dev", "-o", form)
    assert result.exit_code == 0
    assert "hunter2" not in result.output


def test_a_graph_that_github_does_not_draw_is_said(user, monkeypatch):
    monkeypatch.setattr(mermaid, "MOST_EDGES", 1)
    result = user.run("graph", "-s", "dev")
    assert result.exit_code == 0
    assert result.stderr == (
        "GitHub draws at most 1 edges and 50000 characters of Mermaid; this has 3 and"
        f" {len(result.stdout)}: use `--depth components`, name a TARGET,"
        " or use `-o svg`.\n"
    )


@pytest.mark.parametrize(
    ("depth", "kinds"),
    [
        ("components", {"application", "component"}),
        ("traits", {"application", "component", "trait"}),
        ("objects", {"application", "component", "trait", "object", "controller"}),
    ],
)
def test_a_graph_goes_as_far_as_is_wanted(user, depth, kinds):
    user.write(
        application=APPLICATION.replace('"web"', '"web", traits=[AutoScaler(maximum=9)]').replace(
            "import Application", "import Application, AutoScaler"
        )
    )
    result = user.run("graph", "-s", "dev", "--depth", depth, "-o", "json")
    assert {node["kind"] for node in json.loads(result.stdout)["nodes"]} == kinds


def test_an_environment_is_required(user):
    result = user.run("graph")
    assert result.exit_code == 2
    assert "Missing option '-s' / '--stack'" in result.stderr
