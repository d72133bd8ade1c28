"""``oamdsl doctor``: its formats and exit codes."""

import json

import pytest


@pytest.fixture(autouse=True)
def _no_pulumi(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")


def test_what_is_not_needed_to_check_does_not_fail(user):
    result = user.run("doctor")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].split()[:2] == ["ok", "Python"]
    assert any(line.startswith("warning  Pulumi's command line ") for line in lines)
    assert any(line.lstrip().startswith("help: install it: ") for line in lines)


def test_clusters_are_asked_when_it_is_wanted(user):
    assert "cluster of" not in user.run("doctor").stdout
    asked = user.run("doctor", "--cluster", "--kubeconfig", "none")
    assert (asked.exit_code, asked.stderr) == (1, "")
    assert asked.stdout.count("the kubeconfig none cannot be read: No such file or directory") == 2


def test_a_project_that_cannot_be_read_has_no_clusters(user):
    user.write(application="1 +\n")
    result = user.run("doctor", "--cluster")
    assert result.exit_code == 1
    assert "cluster of" not in result.stdout


def test_what_stops_oamdsl_fails(user):
    user.write(application="print('loading')\n1 +\n")
    result = user.run("doctor")
    assert result.exit_code == 1
    assert "error    project " in result.stdout


def test_json_has_the_same(user):
    content = json.loads(user.run("doctor", "-o", "json").stdout)
    assert content["schema_version"] == 1
    assert content["symptoms"][0].keys() == {"subject", "health", "found", "help"}
    assert {one["health"] for one in content["symptoms"]} == {"ok", "warning"}


def test_it_is_coloured_where_colour_is_wanted(user):
    assert "\033[32mok" in user.run("doctor", "--color", "always").stdout
