"""The clusters of environments, over HTTP: whether they are there, and what one may do."""

import attrs
import pytest

from oamdsl.cluster.discovery import discovered
from oamdsl.cluster.kubeconfig import Access
from oamdsl.doctor.clusters import examined_clusters
from oamdsl.doctor.symptom import Health
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.shipped import shipped
from oamdsl.project import Project
from tests.api_server import SERVED, ApiServer, serving

NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}}


@pytest.fixture
def server(user, monkeypatch):
    for name in ("http_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving(ApiServer([NAMESPACE])) as running:
        (user.root / "kubeconfig").write_text(running.kubeconfig, encoding="utf-8")
        yield running


def found(user):
    symptoms = examined_clusters(Project.load(user.root), user.root / "kubeconfig")
    return {one.subject: (one.health, one.found, one.help) for one in symptoms}


def test_a_cluster_as_the_environment_says_is_well(user, server):
    assert found(user) == {
        f"{what} {name}": (Health.WELL, said, "")
        for name in ("dev", "prod")
        for what, said in (
            ("cluster of", "Kubernetes 1.37.2, context prod"),
            ("access to", "may create, patch and delete what is deployed"),
        )
    }


def test_a_cluster_of_another_version_is_not_what_checks_count_on(user, server):
    server.version = "v1.36.0"
    assert found(user)["cluster of dev"] == (
        Health.UNSURE,
        "Kubernetes 1.36.0, context prod; checks count on Kubernetes 1.37",
        "give dev the snapshot that `oamdsl snapshot --kube-context prod -o FILE` takes",
    )


def test_the_context_is_that_of_the_stack(user, server):
    (user.root / "Pulumi.yaml").write_text("config:\n  kubernetes:context: {value: prod}\n", encoding="utf-8")
    (user.root / "Pulumi.dev.yaml").write_text("config:\n  kubernetes:context: prd\n", encoding="utf-8")
    seen = found(user)
    assert seen["cluster of dev"][1:] == ("the kubeconfig has no context `prd`", "did you mean `prod`?")
    assert seen["cluster of prod"][0] is Health.WELL


def test_a_cluster_that_is_away_is_an_error_and_is_asked_once(user):
    (user.root / "kubeconfig").write_text(ApiServer(port=1).kubeconfig, encoding="utf-8")
    said = (
        Health.ILL,
        "the API server http://127.0.0.1:1 cannot be reached: Connection refused",
        "check the address, the network and the proxy",
    )
    assert found(user) == {"cluster of dev": said, "cluster of prod": said}


def test_who_may_not_deploy_is_told(user, server):
    server.allowed = False
    assert found(user)["access to dev"] == (
        Health.UNSURE,
        "may not create services, patch services, delete services and 3 more",
        "to deploy, ask for a role in namespace `default`, such as `edit`",
    )


def test_who_may_not_ask_is_told(user, server):
    server.refused = {("POST", "/apis/authorization"): 403}
    assert found(user)["cluster of prod"][0] is Health.UNSURE


def test_what_is_deployed_need_not_be_known(user, server):
    user.write(application="def shop(environment):\n    return 1 / 0\n")
    server.allowed = False
    assert found(user)["access to dev"][1] == (
        "may not create deployments, patch deployments, delete deployments"
    )


@pytest.mark.parametrize("status", [None, 403])
def test_a_namespace_that_is_not_there_is_to_be_made(user, server, status):
    server.objects = []
    if status:
        server.refused = {("GET", "/api/v1/namespaces/"): status}
    assert found(user).get("namespace of dev") == (
        None
        if status
        else (
            Health.UNSURE,
            "there is no `default`",
            "kubectl create namespace default, or Environment(..., create_namespace=True)",
        )
    )


SNAPSHOT = """\
from oamdsl import Environment, Snapshot
from oamdsl.platforms.kubernetes import KUBERNETES

ENVIRONMENTS = [
    Environment("dev", platform=KUBERNETES, snapshot=Snapshot.read("dev.json.gz"), create_namespace=True),
]
"""


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (set(SERVED), (Health.WELL, "as its snapshot says", "")),
        (
            set(SERVED) - {Api("v1", "Secret")},
            (
                Health.UNSURE,
                "the cluster now has v1 Secret too",
                "take its snapshot again: oamdsl snapshot --kube-context prod -o dev.json.gz",
            ),
        ),
        (
            set(SERVED) - {Api("v1", "Secret")} | {Api("batch/v1", "Job")},
            (
                Health.UNSURE,
                "the cluster no longer has batch/v1 Job and now has v1 Secret too",
                "take its snapshot again: oamdsl snapshot --kube-context prod -o dev.json.gz",
            ),
        ),
    ],
)
def test_a_cluster_that_serves_something_else_than_recorded_is_told(user, server, recorded, said):
    (user.root / "dev.json.gz").write_bytes(shipped("1.37").restricted_to(recorded).to_bytes())
    user.write(environments=SNAPSHOT)
    assert found(user)["APIs of dev"] == said


def test_an_api_whose_server_is_away_is_no_change(user, server, monkeypatch):
    snapshot = shipped("1.37").restricted_to({*SERVED, Api("batch/v1", "Job")})
    (user.root / "dev.json.gz").write_bytes(snapshot.to_bytes())
    user.write(environments=SNAPSHOT)
    monkeypatch.setattr(
        "oamdsl.doctor.clusters.discovered",
        lambda client: attrs.evolve(discovered(client), stale=("batch/v1",)),
    )
    assert found(user)["APIs of dev"] == (Health.WELL, "as its snapshot says", "")


def test_an_api_that_could_not_be_read_for_the_snapshot_is_no_change(user, server):
    snapshot = shipped("1.37").restricted_to({one for one in SERVED if one.api_version != "v1"})
    (user.root / "dev.json.gz").write_bytes(attrs.evolve(snapshot, unread=frozenset({"v1"})).to_bytes())
    user.write(environments=SNAPSHOT)
    assert found(user)["APIs of dev"] == (Health.WELL, "as its snapshot says", "")


def test_a_cluster_that_stops_answering_is_told(user, server):
    (user.root / "dev.json.gz").write_bytes(shipped("1.37").to_bytes())
    user.write(environments=SNAPSHOT)
    server.refused = {("GET", "/api"): 500}
    seen = list(examined_clusters(Project.load(user.root), user.root / "kubeconfig"))
    assert [one.health for one in seen] == [Health.WELL, Health.UNSURE]


def test_the_service_account_of_a_pod_has_no_context(user, server, monkeypatch):
    monkeypatch.setattr(
        "oamdsl.doctor.clusters.access",
        lambda *_: Access(context="", server=f"http://127.0.0.1:{server.port}"),
    )
    server.version = "v1.36.0"
    assert found(user)["cluster of dev"][1:] == (
        "Kubernetes 1.36.0, from this pod; checks count on Kubernetes 1.37",
        "give dev the snapshot that `oamdsl snapshot -o FILE` takes",
    )
