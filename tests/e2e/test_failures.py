"""What goes wrong in the middle of a deployment is said of the object, and the next run recovers."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pulumi.automation import CommandError, ConfigValue

from oamdsl import AutoScaler, ManualScaler, Metadata
from tests.e2e.applications import Gated, Web, Worker
from tests.e2e.cluster import Cluster
from tests.e2e.control_plane import NEVER_READY, ControlPlane
from tests.e2e.gates import opened
from tests.e2e.images import IMAGE, OTHER_IMAGE
from tests.e2e.kubernetes_api import ApiError, Manifest
from tests.e2e.polling import until
from tests.e2e.processes import kill_children
from tests.e2e.site import Site, wait_for_gate

SOON = Metadata(annotations={"pulumi.com/timeoutSeconds": "4"})


def kill_engine(site: Site, components: tuple[Web | Worker, ...], waiting_for: str) -> None:
    """Kill the engine in the middle of an update, while it waits for a Deployment."""
    with ThreadPoolExecutor(1) as beside:
        updating = beside.submit(site.stack.up, site.program(components))
        wait_for_gate(site, waiting_for)
        kill_children("pulumi")
        with pytest.raises(CommandError):
            updating.result()
    site.stack.automation.cancel()  # the killed engine left its lock


def test_findings_stop_the_program_before_anything_is_registered(site: Site) -> None:
    both = Web("web", traits=[AutoScaler(maximum=9), ManualScaler(replicas=3)])

    said = site.failure(both, Worker("worker"))

    assert "OAM202" in said
    assert "`ManualScaler` and `AutoScaler` both decide `spec.replicas` of Deployment/web" in said
    assert "Traceback" not in said
    assert site.stack.resources() == []
    assert site.find("Deployment", "worker") is None


def test_an_image_that_never_becomes_ready_is_said_of_its_component(site: Site) -> None:
    site.up(Web("web", traits=[SOON]), Worker("worker"))

    broken = Web("web", image=f"{NEVER_READY}shop:1", traits=[SOON])
    said = site.failure(broken, Worker("worker"))

    assert "kubernetes:apps/v1:Deployment (web)" in said
    assert "ImagePullBackOff" in said
    assert "Deployment/web of component `web` was updated, and is not ready because of `spec." in said
    assert "parameter `image` decides it" in said
    assert "--selector app.kubernetes.io/name=web`" in said
    assert site.available("web") == 1, "the old pod still serves"
    assert site.up(Web("web", traits=[SOON]), Worker("worker")).by_object == {"Deployment web": "update"}
    assert site.available("web") == 1


def test_what_depends_on_a_component_that_failed_is_not_begun(site: Site) -> None:
    broken = Web("web", image=f"{NEVER_READY}shop:1", traits=[SOON])
    said = site.failure(Worker("worker", depends_on=[broken]), broken)

    assert "kubernetes:apps/v1:Deployment (web)" in said
    assert site.find("Deployment", "worker") is None

    mended = Web("web", traits=[SOON])
    site.up(Worker("worker", depends_on=[mended]), mended)
    assert site.available("web") == site.available("worker") == 1


def test_an_object_of_somebody_else_is_left_alone(site: Site, cluster: Cluster) -> None:
    theirs = {**site.reference("ConfigMap", "web-config"), "data": {"theirs": "yes"}}
    cluster.api.create(theirs)

    said = site.failure(Web("web"))

    assert "kubernetes:core/v1:ConfigMap (web-config)" in said
    assert 'configmaps "web-config" already exists' in said
    assert "ConfigMap/web-config of component `web` could not be created" in said
    assert "take it over with" in said
    assert site.live("ConfigMap", "web-config")["data"] == {"theirs": "yes"}

    cluster.api.delete(theirs)
    site.up(Web("web"))
    assert site.available("web") == 1
    assert "theirs" not in site.live("ConfigMap", "web-config")["data"]


def forbid(site: Site, cluster: Cluster, what: str) -> Manifest:
    """Have a quota of the namespace allow no object of the kind, until it is deleted."""
    quota = site.reference("ResourceQuota", "few")
    cluster.api.create({**quota, "spec": {"hard": {what: "0"}}})
    until(lambda: (cluster.api.get(quota).get("status") or {}).get("used"), what="the quota to be in force")
    return quota


def test_a_quota_refuses_an_object_and_what_was_made_before_is_not_made_twice(
    site: Site, cluster: Cluster
) -> None:
    quota = forbid(site, cluster, "services")

    said = site.failure(Web("web"))

    assert "kubernetes:core/v1:Service (web)" in said
    assert "exceeded quota: few" in said
    assert "Service/web of component `web` could not be created" in said
    before = site.uids(("ConfigMap", "web-config"))

    cluster.api.delete(quota)
    site.up(Web("web"))
    assert site.uids(("ConfigMap", "web-config")) == before
    assert site.up(Web("web")).by_object == {}


def test_an_object_that_is_refused_is_said_of_the_trait_that_makes_it(site: Site, cluster: Cluster) -> None:
    forbid(site, cluster, "count/horizontalpodautoscalers.autoscaling")

    said = site.failure(Web("web", traits=[AutoScaler(maximum=9)]))

    assert "HorizontalPodAutoscaler/web of component `web` could not be created" in said
    assert "`AutoScaler` makes it" in said


@pytest.fixture
def policy(site: Site, cluster: Cluster) -> Iterator[str]:
    """A policy of the cluster that refuses Deployments of two and more replicas in the site's namespace."""
    name = site.environment.namespace
    for manifest in _policy(name):
        cluster.api.create(manifest)
    probe = {
        **site.reference("Deployment", "probe"),
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "probe"}},
            "template": {
                "metadata": {"labels": {"app": "probe"}},
                "spec": {"containers": [{"name": "probe", "image": IMAGE}]},
            },
        },
    }
    until(_refused(cluster, probe), what="the policy to be in force")
    yield name
    for manifest in _policy(name):
        cluster.api.delete(manifest)


def _refused(cluster: Cluster, probe: Manifest) -> Callable[[], bool]:
    def refused() -> bool:
        try:
            cluster.api.create(probe, dryRun="All")
        except ApiError:
            return True
        return False

    return refused


def _policy(namespace: str) -> tuple[Manifest, Manifest]:
    version = "admissionregistration.k8s.io/v1"
    rule = {
        "apiGroups": ["apps"],
        "apiVersions": ["v1"],
        "operations": ["CREATE", "UPDATE"],
        "resources": ["deployments"],
    }
    check = {"expression": "object.spec.replicas < 2", "message": "one replica is enough"}
    place = {"matchLabels": {"kubernetes.io/metadata.name": namespace}}
    return (
        {
            "apiVersion": version,
            "kind": "ValidatingAdmissionPolicy",
            "metadata": {"name": namespace},
            "spec": {"matchConstraints": {"resourceRules": [rule]}, "validations": [check]},
        },
        {
            "apiVersion": version,
            "kind": "ValidatingAdmissionPolicyBinding",
            "metadata": {"name": namespace},
            "spec": {
                "policyName": namespace,
                "validationActions": ["Deny"],
                "matchResources": {"namespaceSelector": place},
            },
        },
    )


@pytest.mark.usefixtures("policy")
def test_a_policy_refuses_an_update_and_the_old_stays(site: Site) -> None:
    site.up(Web("web"), Worker("worker"))

    said = site.failure(Web("web", traits=[ManualScaler(replicas=2)]), Worker("worker"))

    assert "kubernetes:apps/v1:Deployment (web)" in said
    assert "one replica is enough" in said
    assert "Deployment/web of component `web` could not be updated" in said
    assert "`ManualScaler` decides" in said
    assert site.available("web") == 1
    site.up(Web("web", traits=[ManualScaler(replicas=1)]), Worker("worker"))
    assert site.up(Web("web", traits=[ManualScaler(replicas=1)]), Worker("worker")).by_object == {}


def test_an_update_that_was_killed_is_finished_by_the_next_run(site: Site, cluster: Cluster) -> None:
    site.up(Web("web"), Worker("worker"))
    before = site.uids(("Deployment", "web"), ("Deployment", "worker"), ("Service", "web"))
    changed = (Web("web", greeting="goodbye", traits=[Gated()]), Worker("worker", image=OTHER_IMAGE))
    kill_engine(site, changed, "web")

    with opened(cluster):
        site.up(*changed)

    assert site.uids(*before) == before
    assert site.available("web") == site.available("worker") == 1
    assert "goodbye" in site.live("ConfigMap", "web-config")["data"]["etc-web.conf"]
    assert site.up(*changed).by_object == {}


def test_a_creation_that_was_killed_is_taken_over_when_the_stack_says_so(
    site: Site, cluster: Cluster
) -> None:
    web = Web("web", traits=[Gated()])
    kill_engine(site, (web,), "web")
    before = site.uids(("Deployment", "web"), ("ConfigMap", "web-config"))

    assert '"web" already exists' in site.failure(web)

    for name in ("upsertExistingObjects", "enablePatchForce"):
        site.stack.automation.set_config(f"kubernetes:{name}", ConfigValue("true"))
    with opened(cluster):
        site.up(web)
    assert site.uids(*before) == before
    assert site.available("web") == 1
    assert site.up(web).by_object == {}


@pytest.fixture
def plane(cluster: Cluster) -> ControlPlane:
    """The servers, to be stopped and started."""
    if cluster.control_plane is None:
        pytest.skip("the API server is somebody's")
    return cluster.control_plane


def test_an_update_outlasts_an_api_server_that_comes_back(
    site: Site, cluster: Cluster, plane: ControlPlane
) -> None:
    site.up(Web("web"), Worker("worker"))
    before = site.uids(("Deployment", "web"), ("Deployment", "worker"), ("Service", "web"))
    changed = (Web("web", greeting="goodbye", traits=[Gated()]), Worker("worker", image=OTHER_IMAGE))
    with ThreadPoolExecutor(1) as beside:
        updating = beside.submit(site.stack.up, site.program(changed))
        wait_for_gate(site, "web")
        with plane.without_api_server():
            pass
        with opened(cluster):
            updating.result()

    assert site.uids(*before) == before
    assert site.available("web") == site.available("worker") == 1
    assert site.up(*changed).by_object == {}


def test_an_api_server_that_is_gone_is_said_of_the_component(site: Site, plane: ControlPlane) -> None:
    site.up(Web("web"))
    changed = Web("web", image=OTHER_IMAGE)

    with plane.without_api_server():
        said = site.failure(changed)
    assert "cluster is unreachable" in said
    assert "Deployment/web of component `web` could not be updated" in said
    assert "see why with `oamdsl doctor --cluster`, and run `pulumi up -s e2e` again" in said
    assert site.up(changed).by_object == {"Deployment web": "update"}
    assert site.up(changed).by_object == {}
