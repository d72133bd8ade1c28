"""``oamdsl diff`` with a cluster, over HTTP."""

import json

import pytest

from oamdsl.project import Project
from tests.api_server import ApiServer, serving

LABELLED = {"f:metadata": {"f:labels": {"f:app.kubernetes.io/part-of": {}}}}


@pytest.fixture
def server(user, monkeypatch):
    """A cluster that has what the project says of `prod`."""
    for name in ("http_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    project = Project.load()
    plan = project.plan(project.environment("prod"))
    objects = [json.loads(json.dumps(one.body)) for each in plan.components for one in each.objects]
    with serving(ApiServer(objects)) as running:
        (user.root / "kubeconfig").write_text(running.kubeconfig, encoding="utf-8")
        monkeypatch.setenv("KUBECONFIG", str(user.root / "kubeconfig"))
        yield running


def change(server):
    """Somebody gives the container another number of connections."""
    deployment = next(one for one in server.objects if one["kind"] == "Deployment")
    (variable,) = deployment["spec"]["template"]["spec"]["containers"][0]["env"]
    variable["value"] = "9"


def test_a_cluster_as_the_files_say_does_not_differ(user, server):
    result = user.run("diff", "--base", "cluster:prod", "-s", "prod", "--exit-code")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing differs between cluster prod and the working tree.\n"


def test_what_is_live_is_the_base(user, server):
    change(server)
    result = user.run("diff", "--base", "cluster:", "-s", "prod", "--exit-code")
    assert result.exit_code == 1
    assert "-          value: '9'\n        +          value: '1024'\n" in result.stdout


def test_what_is_live_may_be_the_head(user, server):
    change(server)
    result = user.run("diff", "--base", ".", "--head", "cluster:", "-s", "prod", "-o", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    content = json.loads(result.stdout)
    assert (content["before"], content["after"]) == ("the working tree", "cluster prod")
    ((field,),) = [one["fields"] for one in content["environments"]["prod"][0]["objects"]]
    assert (field["before"], field["after"]) == ("1024", "9")


def test_what_is_left_over_is_removed(user, server):
    metadata = {
        "name": "old",
        "namespace": "default",
        "labels": {"app.kubernetes.io/part-of": "shop", "app.kubernetes.io/name": "old"},
        "managedFields": [{"manager": "pulumi-kubernetes", "operation": "Update", "fieldsV1": LABELLED}],
    }
    server.objects.append(
        {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": {"a": "NDcxMQ=="}}
    )
    result = user.run("diff", "--base", "cluster:", "-s", "prod")
    assert result.stdout.startswith("- shop/old (prod)\n    - Secret/old\n")
    assert "a: '[secret]'" in result.stdout
    assert "NDcxMQ" not in result.stdout


def test_what_cannot_be_compared_is_noted(user, server):
    change(server)
    server.refused = {("PATCH", "/apis/apps"): 403}
    result = user.run("diff", "--base", "cluster:", "-s", "prod")
    assert result.exit_code == 0
    assert result.stderr.startswith("note: the user may not try changes of deployments, so a field ")


def test_a_kubeconfig_may_be_named(user, server, monkeypatch):
    monkeypatch.delenv("KUBECONFIG")
    result = user.run("diff", "--base", "cluster:prod", "-s", "prod", "--kubeconfig", "kubeconfig")
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "error", "help"),
    [
        (
            ["--base", "cluster:prd", "-s", "prod"],
            "the kubeconfig has no context `prd`",
            "did you mean `prod`?",
        ),
        (
            ["--base", "cluster:"],
            "a cluster is compared with one environment, and this project has dev, prod",
            "name it with -s",
        ),
        (
            ["--base", "cluster:a", "--head", "cluster:b", "-s", "prod"],
            "two clusters cannot be compared",
            "compare each with the working tree: --base cluster:a --head .",
        ),
        (
            ["--base", "cluster:", "-s", "prod", "--kubeconfig", "none"],
            "the kubeconfig none cannot be read: No such file or directory",
            "name another file with --kubeconfig",
        ),
    ],
)
def test_a_cluster_that_cannot_be_had_is_said(user, server, arguments, error, help):
    result = user.run("diff", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: {error}\n  = help: {help}\n"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "error: the API server does not know the user of context `prod`\n"),
        (403, "error: the user of context `prod` may not read /api\n"),
        (500, "error: the API server answered to /api with 500 Internal Server Error\n"),
    ],
)
def test_a_cluster_that_refuses_is_said(user, server, status, said):
    server.refused = {("GET", "/"): status}
    result = user.run("diff", "--base", "cluster:", "-s", "prod")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)
    assert "  = help: " in result.stderr


def test_a_cluster_that_is_away_is_said(user, server):
    (user.root / "kubeconfig").write_text(ApiServer(port=1).kubeconfig, encoding="utf-8")
    result = user.run("diff", "--base", "cluster:", "-s", "prod")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: the API server http://127.0.0.1:1 cannot be reached: Connection refused\n"
        "  = help: check the address, the network and the proxy\n"
    )
