"""``oamdsl snapshot``: what it writes, compares and says, by a cluster that is a table of answers."""

import json

import attrs
import pytest
import yaml

from oamdsl import Api, Snapshot
from oamdsl.cli import snapshot as module
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.record import Recording
from oamdsl.kubernetes.shipped import shipped
from tests.clusters import definition

PLAIN = shipped("1.37")
WITH_THING = Snapshot.of_definitions(
    [definition({"type": "object", "properties": {"spec": {"type": "object"}}})], kubernetes=PLAIN
)
KUBECONFIG = {
    "clusters": [{"name": "c", "cluster": {"server": "https://192.0.2.1"}}],
    "contexts": [{"name": "prod", "context": {"cluster": "c"}}],
    "current-context": "prod",
}


@pytest.fixture
def cluster(user, monkeypatch):
    """Gives a function that decides what the cluster is, or what goes wrong."""
    (user.root / "kubeconfig").write_text(yaml.safe_dump(KUBECONFIG))
    monkeypatch.setenv("KUBECONFIG", str(user.root / "kubeconfig"))

    def is_(what, *gaps, unread=frozenset()):
        def record(client, progress):
            progress(0, 2, "version")
            if isinstance(what, Exception):
                raise what
            record.context = client.access.context
            return Recording(attrs.evolve(what, unread=frozenset(unread)), gaps)

        monkeypatch.setattr(module, "record", record)
        return record

    return is_


def test_a_snapshot_is_written_and_told_of(user, cluster):
    cluster(PLAIN)
    result = user.run("snapshot", "-o", "prod.json.gz")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Wrote prod.json.gz: Kubernetes 1.37.2, {len(PLAIN.apis)} APIs.\n"
    assert Snapshot.read(user.root / "prod.json.gz") == PLAIN
    assert [file.name for file in user.root.glob("*prod*")] == ["prod.json.gz"]


def test_what_could_not_be_recorded_is_said(user, cluster):
    cluster(PLAIN, "`apis/x` has no schema")
    result = user.run("snapshot", "-o", "prod.json.gz")
    assert result.stderr.startswith("note: `apis/x` has no schema\nWrote ")


def test_a_context_and_a_kubeconfig_can_be_named(user, cluster, monkeypatch):
    record = cluster(PLAIN)
    monkeypatch.delenv("KUBECONFIG")
    arguments = ("snapshot", "-o", "prod.json.gz", "--kubeconfig", "kubeconfig")
    assert user.run(*arguments, "--kube-context", "prod").exit_code == 0
    assert record.context == "prod"
    result = user.run(*arguments, "--kube-context", "prd")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == ("error: the kubeconfig has no context `prd`\n  = help: did you mean `prod`?\n")


def test_a_cluster_that_cannot_be_read_leaves_the_file_alone(user, cluster):
    (user.root / "prod.json.gz").write_bytes(PLAIN.to_bytes())
    cluster(ClusterError("the API server cannot be reached", "check the address"))
    result = user.run("snapshot", "-o", "prod.json.gz")
    assert result.exit_code == 2
    assert result.stderr == "error: the API server cannot be reached\n  = help: check the address\n"
    assert Snapshot.read(user.root / "prod.json.gz") == PLAIN
    assert user.run("snapshot", "-o", "stacks/snapshots/prod.json.gz").exit_code == 2
    assert not (user.root / "stacks/snapshots").exists()


def test_a_file_that_cannot_be_written_is_an_error_before_the_cluster_is_read(user, cluster, monkeypatch):
    cluster(AssertionError("it was read"))
    (user.root / "folder").mkdir()
    (user.root / "folder" / "prod.json.gz").mkdir()
    result = user.run("snapshot", "-o", "folder/prod.json.gz")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: folder/prod.json.gz cannot be written: Is a directory\n"
        "  = help: name a file in a folder that you may write\n",
    )
    result = user.run("snapshot", "-o", "pyproject.toml/prod.json.gz")
    assert result.stderr.startswith("error: pyproject.toml/prod.json.gz cannot be written: ")
    monkeypatch.setattr(module.os, "access", lambda *_: False)
    result = user.run("snapshot", "-o", "folder/other.json.gz")
    assert result.stderr.startswith("error: folder/other.json.gz cannot be written: Permission denied\n")


def test_the_folder_of_a_snapshot_is_made(user, cluster):
    cluster(PLAIN)
    assert user.run("snapshot", "-o", "stacks/snapshots/prod.json.gz").exit_code == 0
    assert Snapshot.read(user.root / "stacks/snapshots/prod.json.gz") == PLAIN


def test_a_snapshot_that_cannot_be_put_in_place_leaves_nothing(user, cluster, monkeypatch):
    cluster(PLAIN)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.Path, "replace", fail)
    result = user.run("snapshot", "-o", "prod.json.gz")
    assert result.stderr.startswith("error: prod.json.gz cannot be written: No space left on device\n")
    assert list(user.root.glob("*prod*")) == []


def test_a_comparison_without_a_difference_exits_with_0(user, cluster):
    (user.root / "prod.json.gz").write_bytes(PLAIN.to_bytes())
    cluster(PLAIN)
    result = user.run("snapshot", "--compare", "prod.json.gz")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "The cluster is as prod.json.gz says.\n"


def test_a_comparison_with_a_difference_prints_it_and_exits_with_1(user, cluster):
    (user.root / "prod.json.gz").write_bytes(PLAIN.to_bytes())
    cluster(WITH_THING)
    result = user.run("snapshot", "--compare", "prod.json.gz")
    assert (result.exit_code, result.stdout) == (1, "+ API example.com/v1 Thing\n")


def test_what_is_not_known_of_the_cluster_is_no_difference(user, cluster):
    (user.root / "prod.json.gz").write_bytes(WITH_THING.to_bytes())
    cluster(PLAIN, "`example.com/v1` is not available", unread={"example.com/v1"})
    result = user.run("snapshot", "--compare", "prod.json.gz")
    assert (result.exit_code, result.stdout) == (0, "")


def test_what_could_not_be_read_once_is_recorded_and_no_difference_later(user, cluster):
    cluster(PLAIN, "`example.com/v1` is not available", unread={"example.com/v1"})
    assert user.run("snapshot", "-o", "prod.json.gz").exit_code == 0
    cluster(WITH_THING)
    result = user.run("snapshot", "--compare", "prod.json.gz")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_comparison_as_json(user, cluster):
    (user.root / "prod.json.gz").write_bytes(PLAIN.to_bytes())
    cluster(WITH_THING, "a gap")
    result = user.run("snapshot", "--compare", "prod.json.gz", "-o", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "schema_version": 1,
        "file": "prod.json.gz",
        "changes": [{"difference": "added", "what": "API example.com/v1 Thing", "detail": ""}],
        "gaps": ["a gap"],
    }


def test_what_is_served_as_json(user, cluster):
    cluster(WITH_THING)
    result = user.run("snapshot", "-o", "json", "-o", "prod.json.gz")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert (said["kubernetes"], said["gaps"]) == ("1.37.2", [])
    assert {
        "api_version": "example.com/v1",
        "kind": "Thing",
        "plural": "things",
        "namespaced": True,
        "has_schema": True,
        "warning": "",
    } in said["apis"]
    assert Snapshot.read(user.root / "prod.json.gz") == WITH_THING


def test_json_can_be_read_when_the_cluster_cannot(user, cluster):
    cluster(ClusterError("the API server cannot be reached", "check the address"))
    result = user.run("snapshot", "-o", "json")
    assert (result.exit_code, result.stderr) == (2, "")
    said = json.loads(result.stdout)["error"]
    assert (said["message"], said["help"]) == ("the API server cannot be reached", "check the address")


def test_one_run_can_compare_and_write(user, cluster):
    (user.root / "prod.json.gz").write_bytes(PLAIN.to_bytes())
    cluster(WITH_THING)
    result = user.run("snapshot", "--compare", "prod.json.gz", "-o", "prod.json.gz")
    assert (result.exit_code, result.stdout) == (1, "+ API example.com/v1 Thing\n")
    assert Snapshot.read(user.root / "prod.json.gz").serves(Api("example.com/v1", "Thing"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            None,
            "error: old.json.gz cannot be read: No such file or directory\n"
            "  = help: name a snapshot that exists\n",
        ),
        (
            b"text",
            "error: old.json.gz is no snapshot of a cluster\n"
            "  = help: take it again with `oamdsl snapshot -o`\n",
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_an_error(user, cluster, content, said):
    cluster(PLAIN)
    if content is not None:
        (user.root / "old.json.gz").write_bytes(content)
    result = user.run("snapshot", "--compare", "old.json.gz")
    assert (result.exit_code, result.stderr) == (2, said)


def test_nothing_to_do_is_an_error(user):
    result = user.run("snapshot")
    assert result.exit_code == 2
    assert "nothing to do: name a file with -o to write, or with --compare to compare" in result.stderr


def test_a_snapshot_is_used_by_the_check(user, cluster):
    cluster(WITH_THING)
    user.run("snapshot", "-o", "prod.json.gz")
    user.write(
        components=(
            "from oamdsl import Component, KubernetesWorkload, component\n\n\n"
            "@component\n"
            "class Nginx(Component):\n"
            "    def workload(self):\n"
            '        thing = {"apiVersion": "example.com/v1", "kind": "Thing", "sepc": {}}\n'
            "        return KubernetesWorkload(thing)\n"
        ),
        environments=(
            "from pathlib import Path\n\n"
            "from oamdsl import Environment, Snapshot\n"
            "from oamdsl.platforms.kubernetes import KUBERNETES\n\n"
            'SNAPSHOT = Snapshot.read(Path(__file__).with_name("prod.json.gz"))\n'
            'ENVIRONMENTS = [Environment("prod", platform=KUBERNETES, snapshot=SNAPSHOT)]\n'
        ),
    )
    result = user.run("check")
    assert result.exit_code == 1
    assert "Thing/web of component `web` has `sepc`" in result.stdout
    assert "rename it to `spec`" in result.stdout


def test_a_snapshot_that_an_environment_cannot_read_is_told_at_its_line(user):
    user.write(
        environments=(
            "from oamdsl import Environment, Snapshot\n"
            "from oamdsl.platforms.kubernetes import KUBERNETES\n\n"
            'SNAPSHOT = Snapshot.read("components.py")\n'
            'ENVIRONMENTS = [Environment("prod", platform=KUBERNETES, snapshot=SNAPSHOT)]\n'
        )
    )
    result = user.run("check")
    assert result.exit_code == 2
    assert "components.py is no snapshot of a cluster" in result.stdout
    assert "environments.py:4" in result.stdout
