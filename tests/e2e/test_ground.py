"""The ground the end-to-end tests stand on, proven with plain Pulumi programs."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
import pytest
from pulumi.automation import CommandError
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.core.v1 import ConfigMap

from tests.e2e import shop
from tests.e2e.cluster import Cluster
from tests.e2e.control_plane import NEVER_READY, ControlPlane
from tests.e2e.engine import Engine, Program, Stack
from tests.e2e.images import OTHER_IMAGE
from tests.e2e.kubernetes_api import APPLY_PATCH, Manifest
from tests.e2e.polling import until

REPLICAS = "spec.replicas"


def live(cluster: Cluster, namespace: str, kind: str = "Deployment", name: str = shop.NAME) -> Any:
    """The live object, None when there is none."""
    version = "apps/v1" if kind in {"Deployment", "StatefulSet"} else "v1"
    metadata = {"name": name, "namespace": namespace}
    return cluster.api.find({"apiVersion": version, "kind": kind, "metadata": metadata})


def available(found: Manifest) -> int:
    """How many pods of a live Deployment are available."""
    return int(found["status"].get("availableReplicas", 0))


def run(engine: Engine, name: str, program: Program) -> Stack:
    """Bring the stack of that name to what *program* declares."""
    stack = engine.stack(name)
    stack.up(program)
    return stack


@pytest.fixture
def plane(cluster: Cluster) -> ControlPlane:
    """The servers, to be stopped and started."""
    if cluster.control_plane is None:
        pytest.skip("the API server is somebody's")
    return cluster.control_plane


def test_an_application_comes_stays_and_goes(engine: Engine, cluster: Cluster, namespace: str) -> None:
    def program() -> None:
        shop.deployment(namespace, replicas=2)
        shop.service(namespace)
        pulumi.export("namespace", namespace)

    stack = engine.stack(namespace)
    assert stack.preview(program) == {"create": 3}
    assert live(cluster, namespace) is None, "a preview creates nothing"

    assert stack.up(program) == {"create": 3}
    assert stack.outputs() == {"namespace": namespace}
    assert available(live(cluster, namespace)) == 2

    assert stack.up(program) == {"same": 3}
    stack.refresh()
    assert stack.preview(program) == {"same": 3}

    stack.destroy()
    assert live(cluster, namespace) is None
    assert live(cluster, namespace, "Service") is None
    assert cluster.api.list("v1", "Pod", namespace=namespace) == []


def test_a_count_that_is_ignored_stays_with_who_scaled(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    run(engine, namespace, lambda: shop.deployment(namespace, ignore=(REPLICAS,)))
    cluster.kubectl("scale", "deployment/shop", "--replicas=3", f"--namespace={namespace}")

    run(engine, namespace, lambda: shop.deployment(namespace, image=OTHER_IMAGE, ignore=(REPLICAS,)))

    found = live(cluster, namespace)
    assert found["spec"]["replicas"] == 3
    assert found["spec"]["template"]["spec"]["containers"][0]["image"] == OTHER_IMAGE
    owners = {
        entry["manager"]: entry.get("subresource")
        for entry in found["metadata"]["managedFields"]
        if "f:replicas" in entry["fieldsV1"].get("f:spec", {})
    }
    assert owners == {"kubectl": "scale"}


def test_a_count_that_is_not_ignored_is_a_conflict_with_who_scaled(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    run(engine, namespace, lambda: shop.deployment(namespace))
    cluster.kubectl("scale", "deployment/shop", "--replicas=3", f"--namespace={namespace}")

    with pytest.raises(CommandError) as failed:
        run(engine, namespace, lambda: shop.deployment(namespace, replicas=2))

    assert 'conflict with "kubectl" with subresource "scale"' in str(failed.value)
    assert ".spec.replicas" in str(failed.value)
    assert live(cluster, namespace)["spec"]["replicas"] == 3


def test_a_field_of_another_manager_is_a_conflict_that_names_it(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    run(engine, namespace, lambda: shop.deployment(namespace, annotations={"note": "ours"}))
    metadata = {"name": shop.NAME, "namespace": namespace, "annotations": {"note": "theirs"}}
    theirs = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata}
    cluster.api.patch(theirs, theirs, content_type=APPLY_PATCH, fieldManager="somebody", force="true")

    with pytest.raises(CommandError) as failed:
        run(engine, namespace, lambda: shop.deployment(namespace, annotations={"note": "changed"}))
    assert 'conflict with "somebody": .metadata.annotations.note' in str(failed.value)

    run(engine, namespace, lambda: shop.deployment(namespace))
    assert live(cluster, namespace)["metadata"]["annotations"]["note"] == "theirs"


def test_an_object_of_somebody_else_is_left_alone(engine: Engine, cluster: Cluster, namespace: str) -> None:
    cluster.kubectl("create", "configmap", "shop", "--from-literal=a=b", f"-n={namespace}")

    with pytest.raises(CommandError, match='configmaps "shop" already exists'):
        run(engine, namespace, lambda: shop.config_map(namespace, {"a": "c"}))
    assert live(cluster, namespace, "ConfigMap")["data"] == {"a": "b"}

    cluster.kubectl("delete", "configmap", "shop", f"--namespace={namespace}")
    run(engine, namespace, lambda: shop.config_map(namespace, {"a": "c"}))
    assert live(cluster, namespace, "ConfigMap")["data"] == {"a": "c"}


def test_secret_data_is_secret_in_the_state(engine: Engine, cluster: Cluster, namespace: str) -> None:
    def program() -> ConfigMap:
        secret = pulumi.Output.secret("open sesame")
        return shop.config_map(namespace, {"password": secret, "user": "ali"})

    stack = run(engine, namespace, program)

    (kept,) = stack.resources()
    assert "open sesame" not in json.dumps(kept)
    assert kept["inputs"]["data"]["user"] == kept["outputs"]["data"]["user"] == "ali"
    assert "ciphertext" in kept["outputs"]["data"]["password"]
    assert live(cluster, namespace, "ConfigMap")["data"]["password"] == "open sesame"  # noqa: S105
    assert stack.up(program) == {"same": 2}


def test_an_image_that_never_becomes_ready_fails_the_run_and_the_next_one_recovers(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    soon, missing = {"pulumi.com/timeoutSeconds": "4"}, f"{NEVER_READY}shop:1"
    with pytest.raises(CommandError) as failed:
        run(engine, namespace, lambda: shop.deployment(namespace, image=missing, annotations=soon))
    assert "timed out waiting to be Ready" in str(failed.value)
    assert "ImagePullBackOff" in str(failed.value)

    def program() -> Deployment:
        return shop.deployment(namespace, annotations=soon)

    stack = run(engine, namespace, program)
    assert available(live(cluster, namespace)) == 1
    assert len(stack.resources()) == 1
    assert stack.up(program) == {"same": 2}


def test_an_immutable_field_replaces_the_object(engine: Engine, cluster: Cluster, namespace: str) -> None:
    run(engine, namespace, lambda: shop.config_map(namespace, {"a": "1"}))
    before = live(cluster, namespace, "ConfigMap")

    stack = run(engine, namespace, lambda: shop.config_map(namespace, {"a": "2"}))

    after = live(cluster, namespace, "ConfigMap")
    assert after["data"] == {"a": "2"}
    assert after["metadata"]["uid"] != before["metadata"]["uid"]
    assert len(stack.resources()) == 1


def test_the_volume_of_a_stateful_set_is_bound_and_outlives_it(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    stack = run(engine, namespace, lambda: shop.stateful_set(namespace))
    claim = live(cluster, namespace, "PersistentVolumeClaim", "data-shop-0")
    assert claim["status"]["phase"] == "Bound"

    stack.destroy()
    assert live(cluster, namespace, "StatefulSet") is None
    kept = live(cluster, namespace, "PersistentVolumeClaim", "data-shop-0")
    assert kept["spec"]["volumeName"] == claim["spec"]["volumeName"]


def test_what_the_server_refuses_is_said_of_the_resource(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    cluster.kubectl("create", "quota", "few", "--hard=configmaps=0", f"--namespace={namespace}")
    until(
        lambda: (live(cluster, namespace, "ResourceQuota", "few").get("status") or {}).get("used"),
        what="the quota to be in force",
    )

    with pytest.raises(CommandError) as failed:
        run(engine, namespace, lambda: shop.config_map(namespace, {}))

    assert "kubernetes:core/v1:ConfigMap::shop" in str(failed.value)
    assert "exceeded quota: few" in str(failed.value)


def test_an_update_outlasts_an_api_server_that_comes_back(
    engine: Engine, cluster: Cluster, plane: ControlPlane, namespace: str
) -> None:
    stack = engine.stack(namespace)
    with ThreadPoolExecutor(1) as beside:
        updating = beside.submit(stack.up, lambda: shop.deployment(namespace, node_selector={"open": "yes"}))
        until(lambda: live(cluster, namespace), what="the Deployment to be created")
        with plane.without_api_server():
            pass
        assert not updating.done()
        cluster.kubectl("label", "node", "--all", "open=yes")
        assert updating.result() == {"create": 2}
    cluster.kubectl("label", "node", "--all", "open-")
    assert available(live(cluster, namespace)) == 1


def test_an_update_without_an_api_server_fails_and_the_next_one_recovers(
    engine: Engine, cluster: Cluster, plane: ControlPlane, namespace: str
) -> None:
    run(engine, namespace, lambda: shop.deployment(namespace))

    with plane.without_api_server(), pytest.raises(CommandError) as failed:
        run(engine, namespace, lambda: shop.deployment(namespace, replicas=2))
    assert "cluster is unreachable" in str(failed.value)

    stack = run(engine, namespace, lambda: shop.deployment(namespace, replicas=2))
    assert available(live(cluster, namespace)) == 2
    assert len(stack.resources()) == 1
    stack.destroy()
    assert live(cluster, namespace) is None
