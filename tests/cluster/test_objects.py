"""Reading live objects, and trying changes of them, over HTTP."""

import pytest

from oamdsl.cluster.client import Client, ForbiddenError
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Access
from oamdsl.cluster.objects import Label, read_objects, try_changes
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from tests.api_server import ApiServer, serving

LABEL = Label("app.kubernetes.io/part-of", ("shop",), "prod")
LABELLED = {"f:metadata": {"f:labels": {"f:app.kubernetes.io/part-of": {}}}}
DEPLOYMENTS = "/apis/apps/v1/namespaces/prod/deployments"


def thing(kind, name, *, api="v1", labelled=True, by="pulumi-kubernetes", **more):
    """An object of the application `shop`."""
    entry = {"manager": by, "operation": "Update", "fieldsV1": LABELLED}
    metadata = {"name": name, "namespace": "prod", "managedFields": [entry], **more}
    if labelled:
        metadata["labels"] = {"app.kubernetes.io/part-of": "shop"}
    return {"apiVersion": api, "kind": kind, "metadata": metadata, "spec": {}}


def ref(kind, name, api="v1"):
    return ObjectRef(Api(api, kind), name, "prod")


WEB = ref("Deployment", "web", "apps/v1")
SECRET = ref("Secret", "s")


@pytest.fixture
def server(monkeypatch):
    for name in ("http_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving(ApiServer()) as running:
        yield running


def client(server):
    return Client(Access(context="prod", server=f"http://127.0.0.1:{server.port}"))


def read(server, *wanted, label=LABEL, progress=lambda *_: None):
    return read_objects(client(server), wanted, label, progress)


def test_what_is_wanted_is_read_whoever_labelled_it(server):
    body = thing("Deployment", "web", api="apps/v1", labelled=False)
    server.objects = [body]
    found = read(server, WEB, ref("Service", "web"), ref("Thing", "t", "example.com/v1"))
    assert found.named == {WEB: body}
    assert found.ways[WEB].path("prod", "web") == f"{DEPLOYMENTS}/web"
    assert (found.labelled, found.unread, found.gaps) == ((), (), ())


def test_what_carries_the_label_is_found_on_every_page_and_read_whole(server):
    left = [thing("Service", "a"), thing("Service", "b"), thing("Deployment", "c", api="apps/v1")]
    server.objects = [thing("Service", "web"), *left]
    assert list(read(server, ref("Service", "web")).labelled) == left


def test_nothing_is_listed_without_an_application(server):
    server.objects = [thing("Service", "a")]
    label = Label("app.kubernetes.io/part-of", (), "prod")
    assert read(server, label=label).labelled == ()


@pytest.mark.parametrize(
    "body",
    [
        thing("Endpoints", "web", by="kube-controller-manager"),
        thing("Service", "web", ownerReferences=[{"controller": True}]),
        thing("Service", "web", managedFields=[]),
    ],
)
def test_what_a_controller_made_is_nobodys_leftover(server, body):
    server.objects = [body]
    assert read(server).labelled == ()


def test_a_version_that_the_cluster_does_not_serve_is_read_in_another(server):
    body = thing("HorizontalPodAutoscaler", "web", api="autoscaling/v2")
    server.objects = [body]
    wanted = ref("HorizontalPodAutoscaler", "web", "autoscaling/v3")
    assert read(server, wanted).named == {wanted: body}
    old = thing("HorizontalPodAutoscaler", "web", api="autoscaling/v1")
    server.objects = [old]
    wanted = ref("HorizontalPodAutoscaler", "web", "autoscaling/v1")
    assert read(server, wanted).named == {wanted: old}


def test_an_object_that_may_not_be_read_is_an_error(server):
    server.refused = {("GET", f"{DEPLOYMENTS}/web"): 403}
    with pytest.raises(ForbiddenError) as caught:
        read(server, WEB)
    assert caught.value.message == f"the user of context `prod` may not read {DEPLOYMENTS}/web"
    assert caught.value.help == "ask for a role in namespace `prod`, such as `view`"


def test_a_secret_that_may_not_be_read_is_told_of(server):
    server.refused = {("GET", "/api/v1/namespaces/prod/secrets"): 403}
    found = read(server, SECRET)
    assert found.unread == (SECRET,)
    assert found.gaps == (
        "secrets cannot be listed in namespace `prod`, so what no longer belongs there is not seen",
    )


def test_kinds_that_cannot_be_listed_are_counted(server):
    server.refused = {("GET", f"{root}/namespaces/prod/"): 403 for root in ("/api/v1", "/apis/apps/v1")}
    (gap,) = read(server).gaps
    assert gap.startswith("services, secrets, endpoints and 1 more kinds cannot be listed in ")


def test_changes_are_tried_and_nothing_is_changed(server):
    server.objects = [thing("Deployment", "web", api="apps/v1")]
    found = read(server, WEB)
    tried = try_changes(client(server), found.ways, {WEB: {"spec": {"paused": True}}}, lambda *_: None)
    assert tried.objects[WEB]["spec"] == {"paused": True}
    assert tried.gaps == ()
    assert server.objects[0]["spec"] == {}


@pytest.mark.parametrize("status", [403, 422])
def test_a_change_that_is_refused_is_left_out(server, status):
    server.objects = [thing("Deployment", "web", api="apps/v1")]
    server.refused = {("PATCH", DEPLOYMENTS): status}
    found = read(server, WEB)
    tried = try_changes(client(server), found.ways, {WEB: {"spec": {"paused": True}}}, lambda *_: None)
    assert tried.objects == {}
    assert bool(tried.gaps) is (status == 403)


def test_every_step_is_told(server):
    steps = []
    server.objects = [thing("Deployment", "web", api="apps/v1")]
    read(server, WEB, progress=lambda *step: steps.append(step))
    assert steps[0] == (0, 1, "what the cluster serves")
    assert steps[-1] == (6, 6, "Deployment/web")


def test_a_cluster_that_is_away_is_an_error():
    with pytest.raises(ClusterError):
        read(ApiServer(port=1), WEB)
