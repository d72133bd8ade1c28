"""Snapshots of a real API server: complete, faithful, and by reading alone."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from oamdsl import Api, Snapshot
from oamdsl.kubernetes.drift import drift
from oamdsl.kubernetes.schema import Validator
from oamdsl.kubernetes.shipped import shipped
from oamdsl.model.value import is_opaque
from tests.clusters import definition, definitions
from tests.e2e.cluster import Cluster
from tests.e2e.definitions import NEEDED
from tests.e2e.kubernetes_api import ApiError, Manifest
from tests.e2e.polling import until

THING = Api("snapshots.example.com/v1", "Thing")


def snapshot(kubeconfig: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `oamdsl snapshot`."""
    command = [sys.executable, "-m", "oamdsl", "snapshot", f"--kubeconfig={kubeconfig}", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def taken(cluster: Cluster, folder: Path) -> Snapshot:
    """A snapshot of the cluster as it is now."""
    file = folder / "now.json.gz"
    done = snapshot(cluster.kubeconfig, "-o", file)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return Snapshot.read(file)


@contextmanager
def defining(cluster: Cluster, crd: Manifest) -> Iterator[None]:
    """Serve one more custom resource."""
    cluster.api.create(crd)
    try:
        until(
            lambda: THING.api_version in cluster.kubectl("get", "--raw", "/openapi/v3"),
            what="the schema to be published",
        )
        yield
    finally:
        cluster.api.delete(crd)
        until(lambda: cluster.api.find(crd) is None, what="the definition to be gone")


def thing_definition() -> Manifest:
    """A small custom resource with most of what schemas can say."""
    spec = {
        "type": "object",
        "required": ["size", "kept", "empty"],
        "properties": {
            "kept": {"type": "string", "default": "x"},
            "empty": {"type": "string", "nullable": True},
            "size": {"type": "integer", "format": "int32", "minimum": 1},
            "name": {"type": "string", "maxLength": 5, "pattern": "^[a-z]+$"},
            "mode": {"type": "string", "enum": ["Fast", "Slow"]},
            "port": {"x-kubernetes-int-or-string": True},
            "gone": {"type": "string", "nullable": True},
            "entries": {
                "type": "array",
                "maxItems": 3,
                "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["name"],
                "items": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
                },
            },
            "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
            "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
            "object": {
                "type": "object",
                "x-kubernetes-embedded-resource": True,
                "x-kubernetes-preserve-unknown-fields": True,
            },
        },
        "not": {"required": ["name", "mode"]},
    }
    return definition({"type": "object", "properties": {"spec": spec}}, group=THING.group, deprecated=True)


def thing(**spec: object) -> Manifest:
    """A custom resource."""
    return {
        "apiVersion": THING.api_version,
        "kind": THING.kind,
        "metadata": {"name": "thing", "namespace": "default"},
        "spec": {"size": 1, "empty": None, **spec},
    }


JUDGED: Sequence[Manifest] = (
    {},
    {"size": 0},
    {"size": "1"},
    {"size": 2**31},
    {"sise": 1},
    {"name": "abc"},
    {"name": "abcdef"},
    {"name": "ABC"},
    {"name": 1},
    {"mode": "Fast"},
    {"mode": "fast"},
    {"mode": "Fast", "name": "abc"},
    {"port": 80},
    {"port": "http"},
    {"port": True},
    {"gone": None},
    {"name": None},
    {"size": None},
    {"kept": None},
    {"labels": {"a": None}},
    {"tags": ["a", None]},
    {"entries": [None]},
    {"entries": [{"name": None}]},
    {"object": {"apiVersion": "", "kind": "Pod"}},
    {"port": 1.5},
    {"size": 1.0},
    {"entries": [{"name": "a"}, {"name": "b", "value": "c"}]},
    {"entries": [{"name": "a"}, {"name": "a"}]},
    {"entries": [{"value": "a"}]},
    {"entries": [{"name": "a", "valeu": "c"}]},
    {"entries": [{"name": one} for one in "abcd"]},
    {"entries": {}},
    {"tags": ["a", "b"]},
    {"tags": ["a", "a"]},
    {"free": {"any": {"thing": 1}}},
    {"free": []},
    {"labels": {"a": "b"}},
    {"labels": {"a": 1}},
    {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "any": 1}},
    {"object": {"kind": "Pod"}},
    {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"nme": "a"}}},
)
"""Specs that are right, and specs that are wrong in one way."""


CONTAINERS: Sequence[Manifest] = (
    {},
    {"imagePullPolicy": "Always"},
    {"imagePullPolicy": "always"},
    {"imagePullPolicy": ""},
    {"imge": "web:2"},
    {"image": 5},
    {"name": None},
    {"command": None},
    {"args": ["a", 1]},
    {"env": [{"name": "A", "value": "1"}]},
    {"env": [{"name": "A", "value": 1}]},
    {"env": [{"name": "A", "valeu": "1"}]},
    {"env": [{"value": "1"}]},
    {"ports": [{"containerPort": 80}]},
    {"ports": [{"containerPort": "80"}]},
    {"ports": [{"containerPort": 80.0}]},
    {"ports": [{"containerPort": 2**31}]},
    {"ports": [{"name": "web"}]},
    {"ports": {"containerPort": 80}},
    {"resources": {"limits": {"cpu": 1, "memory": "64Mi"}}},
    {"resources": {"limits": {"cpu": True}}},
    {"resources": {"limits": ["cpu"]}},
    {"livenessProbe": {"httpGet": {"port": "http"}}},
    {"livenessProbe": {"httpGet": {"port": 80, "pth": "/"}}},
    {"livenessProbe": {"httpGet": {"path": "/"}}},
    {"securityContext": {"runAsNonRoot": "true"}},
    {"volumeMounts": [{"name": "a"}]},
    {"stdin": 1},
)
"""What a container is given besides its name and image, rightly, or wrongly in one way."""

CONFIG_MAPS: Sequence[Manifest] = (
    {"data": {"a": "b"}},
    {"data": {"a": 1}},
    {"data": {"a": None}},
    {"data": ["a"]},
    {"binaryData": {"a": "YWI="}},
    {"binaryData": {"a": "?"}},
    {"immutable": "yes"},
    {"dta": {}},
)


def pod(more: Manifest) -> Manifest:
    """A pod whose container has *more*."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {"containers": [{"name": "web", "image": "web:1", **more}]},
    }


def config_map(more: Manifest) -> Manifest:
    """A ConfigMap that has *more*."""
    metadata = {"name": "web", "namespace": "default"}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, **more}


def refused(cluster: Cluster, manifest: Manifest) -> bool:
    """Whether the API server refuses *manifest*; nothing is made."""
    try:
        cluster.api.create(manifest, dryRun="All", fieldValidation="Strict")
    except ApiError:
        return True
    return False


def test_a_snapshot_has_the_apis_that_kubectl_lists(cluster: Cluster, tmp_path: Path) -> None:
    listed = set()
    for row in cluster.kubectl("api-resources", "--no-headers").splitlines():
        *_, api_version, namespaced, kind = row.split()
        listed.add((row.split()[0], api_version, namespaced == "true", kind))
    recorded = {
        (resource.plural, api.api_version, resource.namespaced, api.kind)
        for api, resource in taken(cluster, tmp_path).resources.items()
    }
    # kubectl lists the preferred version of each group alone
    preferred = {(plural, kind, api_version.rpartition("/")[0]) for plural, api_version, _, kind in listed}
    assert listed <= recorded
    assert {(plural, kind, version.rpartition("/")[0]) for plural, version, _, kind in recorded} == preferred


def test_a_snapshot_is_the_shipped_one_with_the_clusters_definitions(
    cluster: Cluster, tmp_path: Path
) -> None:
    live = taken(cluster, tmp_path)
    if cluster.control_plane is None:
        pytest.skip("somebody's cluster serves what it likes")
    made = Snapshot.of_definitions(
        [one for one in definitions() if _file_name(one) in NEEDED], kubernetes=shipped(live.minor)
    )
    assert [str(change) for change in drift(made, live)] == []


def _file_name(crd: Manifest) -> str:
    return f"{crd['spec']['group']}_{crd['spec']['names']['kind']}"


def test_drift_is_told_when_a_definition_comes_and_goes(cluster: Cluster, tmp_path: Path) -> None:
    before = tmp_path / "before.json.gz"
    assert snapshot(cluster.kubeconfig, "-o", before).returncode == 0
    same = snapshot(cluster.kubeconfig, "--compare", before)
    assert (same.returncode, same.stdout) == (0, "")
    with defining(cluster, thing_definition()):
        more = snapshot(cluster.kubeconfig, "--compare", before)
        warned = taken(cluster, tmp_path).resources[THING].warning
    assert (more.returncode, more.stdout) == (1, f"+ API {THING}\n")
    assert warned == f"{THING} is deprecated"


def test_an_object_is_judged_as_the_api_server_judges_it(cluster: Cluster, tmp_path: Path) -> None:
    crd = thing_definition()
    with defining(cluster, crd):
        live = Validator(taken(cluster, tmp_path), is_opaque)
        offline = Validator(Snapshot.of_definitions([crd], kubernetes=shipped("1.37")), is_opaque)
        judged = [(spec, *(bool(one.breaches(thing(**spec))) for one in (live, offline))) for spec in JUDGED]
        assert judged == [(spec, *(refused(cluster, thing(**spec)),) * 2) for spec in JUDGED]


def test_kubernetes_own_objects_are_judged_as_the_api_server_judges_them(
    cluster: Cluster, tmp_path: Path
) -> None:
    validator = Validator(taken(cluster, tmp_path), is_opaque)
    objects = [*map(pod, CONTAINERS), *map(config_map, CONFIG_MAPS)]
    judged = [(one, bool(validator.breaches(one))) for one in objects]
    assert judged == [(one, refused(cluster, one)) for one in objects]


def test_a_user_who_may_not_list_definitions_gets_the_rest(cluster: Cluster, tmp_path: Path) -> None:
    token = cluster.kubectl("create", "token", "default", "--namespace=default").strip()
    config = yaml.safe_load(cluster.kubeconfig.read_text(encoding="utf-8"))
    config["users"] = [{"name": one["name"], "user": {"token": token}} for one in config["users"]]
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(json.dumps(config), encoding="utf-8")
    file = tmp_path / "poor.json.gz"
    done = snapshot(kubeconfig, "-o", file)
    assert done.returncode == 0, done.stderr
    assert "note: the user may not list customresourcedefinitions" in done.stderr
    assert token not in done.stdout + done.stderr
    assert Snapshot.read(file).apis == taken(cluster, tmp_path).apis


def test_a_token_that_nobody_knows_is_refused_without_being_shown(cluster: Cluster, tmp_path: Path) -> None:
    config = yaml.safe_load(cluster.kubeconfig.read_text(encoding="utf-8"))
    config["users"] = [{"name": one["name"], "user": {"token": "stolen-token"}} for one in config["users"]]
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(json.dumps(config), encoding="utf-8")
    done = snapshot(kubeconfig, "-o", tmp_path / "none.json.gz")
    assert done.returncode == 2
    assert done.stderr.startswith("error: the API server does not know the user of context `")
    assert "stolen-token" not in done.stderr
    assert not (tmp_path / "none.json.gz").exists()


AWAY: Manifest = {
    "apiVersion": "apiregistration.k8s.io/v1",
    "kind": "APIService",
    "metadata": {"name": "v1beta1.away.example.com"},
    "spec": {
        "group": "away.example.com",
        "version": "v1beta1",
        "groupPriorityMinimum": 100,
        "versionPriority": 100,
        "insecureSkipTLSVerify": True,
        "service": {"name": "away", "namespace": "default"},
    },
}
"""An aggregated API whose server is not there."""


def test_an_api_whose_server_is_away_is_a_note_and_no_difference(cluster: Cluster, tmp_path: Path) -> None:
    before = tmp_path / "before.json.gz"
    assert snapshot(cluster.kubeconfig, "-o", before).returncode == 0
    cluster.api.create(AWAY)
    try:
        until(
            lambda: "away.example.com" in cluster.kubectl("get", "--raw", "/apis"),
            what="the API to be announced",
        )
        now = snapshot(cluster.kubeconfig, "--compare", before, "-o", "json")
    finally:
        cluster.api.delete(AWAY)
    said = json.loads(now.stdout)
    assert (now.returncode, said["changes"]) == (0, [])
    assert [gap.partition(" ")[0] for gap in said["gaps"]] == ["`away.example.com/v1beta1`"]


def test_the_same_cluster_gives_the_same_bytes(cluster: Cluster, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.json.gz" for number in range(2)]
    for file in files:
        assert snapshot(cluster.kubeconfig, "-o", file).returncode == 0
    assert files[0].read_bytes() == files[1].read_bytes()
