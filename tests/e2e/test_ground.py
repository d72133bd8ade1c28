"""The ground the end-to-end tests stand on, proven with plain Pulumi programs."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
import pytest
from pulumi import automation
from pulumi_kubernetes.apps.v1 import Deployment, StatefulSet
from pulumi_kubernetes.core.v1 import ConfigMap, Service

from tests.e2e.cluster import Cluster
from tests.e2e.control_plane import NEVER_READY
from tests.e2e.engine import Engine, Program, Stack
from tests.e2e.kubernetes_api import APPLY_PATCH
from tests.e2e.polling import until

LABELS = {"app": "shop"}
IMAGE = "registry.example/shop:1"


def deployment_of(
    namespace: str,
    *,
    image: str = IMAGE,
    replicas: int = 1,
    annotations: dict[str, str] | None = None,
    opts: pulumi.ResourceOptions | None = None,
) -> Deployment:
    """A Deployment named shop."""
    return Deployment(
        "shop",
        metadata={"name": "shop", "namespace": namespace, "annotations": annotations or {}},
        spec={
            "replicas": replicas,
            "selector": {"match_labels": LABELS},
            "template": {
                "metadata": {"labels": LABELS},
                "spec": {
                    "containers": [
                        {
                            "name": "shop",
                            "image": image,
                            "resources": {"requests": {"cpu": "0.5", "memory": "1024Mi"}},
                        }
                    ]
                },
            },
        },
        opts=opts,
    )


def live(cluster: Cluster, namespace: str, kind: str = "Deployment", name: str = "shop") -> Any:
    """The live object, None when there is none."""
    version = {"Deployment": "apps/v1", "StatefulSet": "apps/v1"}.get(kind, "v1")
    metadata = {"name": name, "namespace": namespace}
    return cluster.api.find({"apiVersion": version, "kind": kind, "metadata": metadata})


def test_an_application_comes_stays_and_goes(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    def program() -> None:
        deployment_of(namespace, replicas=2)
        metadata = {"name": "shop", "namespace": namespace}
        Service("shop", metadata=metadata, spec={"selector": LABELS, "ports": [{"port": 80}]})
        pulumi.export("namespace", namespace)

    stack = engine.stack(namespace)
    assert stack.preview(program) == {"create": 3}
    assert live(cluster, namespace) is None, "a preview creates nothing"

    assert stack.up(program) == {"create": 3}
    assert stack.outputs() == {"namespace": namespace}
    assert live(cluster, namespace)["status"]["availableReplicas"] == 2

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
    ignoring = pulumi.ResourceOptions(ignore_changes=["spec.replicas"])
    run(engine, namespace, lambda: deployment_of(namespace, opts=ignoring))
    cluster.kubectl("scale", "deployment/shop", "--replicas=3", f"--namespace={namespace}")

    second = IMAGE.replace(":1", ":2")
    stack = run(engine, namespace, lambda: deployment_of(namespace, image=second, opts=ignoring))

    found = live(cluster, namespace)
    assert found["spec"]["replicas"] == 3
    assert found["spec"]["template"]["spec"]["containers"][0]["image"] == second
    owners = {
        entry["manager"]: entry.get("subresource")
        for entry in found["metadata"]["managedFields"]
        if "f:replicas" in entry["fieldsV1"].get("f:spec", {})
    }
    assert owners == {"kubectl": "scale"}
    stack.destroy()


def test_without_ignoring_the_program_takes_the_count_back(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    run(engine, namespace, lambda: deployment_of(namespace, replicas=1))
    cluster.kubectl("scale", "deployment/shop", "--replicas=3", f"--namespace={namespace}")

    with pytest.raises(automation.CommandError) as failed:
        run(engine, namespace, lambda: deployment_of(namespace, replicas=2))
    assert 'conflict with "kubectl" with subresource "scale"' in str(failed.value)
    assert ".spec.replicas" in str(failed.value)
    assert live(cluster, namespace)["spec"]["replicas"] == 3


def test_an_object_of_somebody_else_is_left_alone(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    cluster.kubectl("create", "configmap", "shop", "--from-literal=a=b", f"-n={namespace}")

    with pytest.raises(automation.CommandError, match='configmaps "shop" already exists'):
        run(engine, namespace, lambda: config_map_of(namespace, {"a": "c"}))

    assert live(cluster, namespace, "ConfigMap")["data"] == {"a": "b"}
    cluster.kubectl("delete", "configmap", "shop", f"--namespace={namespace}")
    run(engine, namespace, lambda: config_map_of(namespace, {"a": "c"}))
    assert live(cluster, namespace, "ConfigMap")["data"] == {"a": "c"}


def test_a_field_of_another_manager_is_a_conflict_that_names_it(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    run(engine, namespace, lambda: deployment_of(namespace, annotations={"note": "ours"}))
    theirs = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "shop", "namespace": namespace, "annotations": {"note": "theirs"}},
    }
    cluster.api.patch(
        theirs, theirs, content_type=APPLY_PATCH, fieldManager="somebody", force="true"
    )

    with pytest.raises(automation.CommandError) as failed:
        run(engine, namespace, lambda: deployment_of(namespace, annotations={"note": "changed"}))
    assert 'conflict with "somebody": .metadata.annotations.note' in str(failed.value)

    run(engine, namespace, lambda: deployment_of(namespace))
    assert live(cluster, namespace)["metadata"]["annotations"]["note"] == "theirs"


def test_secret_data_is_secret_in_the_state(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    def make() -> ConfigMap:
        data = {"password": pulumi.Output.secret("open sesame"), "user": "ali"}
        return config_map_of(namespace, data)

    stack = run(engine, namespace, make)

    (found,) = stack.resources()
    text = json.dumps(found)
    assert "open sesame" not in text
    assert found["inputs"]["data"]["user"] == found["outputs"]["data"]["user"] == "ali"
    assert "ciphertext" in found["outputs"]["data"]["password"]
    assert live(cluster, namespace, "ConfigMap")["data"]["password"] == "open sesame"  # noqa: S105
    assert stack.up(make) == {"same": 2}


def test_an_image_that_never_becomes_ready_fails_the_run_and_the_next_one_recovers(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    soon = {"pulumi.com/timeoutSeconds": "2"}
    missing = f"{NEVER_READY}shop:1"
    with pytest.raises(automation.CommandError) as failed:
        run(engine, namespace, lambda: deployment_of(namespace, image=missing, annotations=soon))
    assert "timed out waiting to be Ready" in str(failed.value)
    assert "ImagePullBackOff" in str(failed.value)

    def make() -> Deployment:
        return deployment_of(namespace, annotations=soon)

    stack = run(engine, namespace, make)
    assert live(cluster, namespace)["status"]["availableReplicas"] == 1
    assert len(stack.resources()) == 1
    assert stack.up(make) == {"same": 2}


def test_an_immutable_field_replaces_the_object(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    run(engine, namespace, lambda: config_map_of(namespace, {"a": "1"}))
    before = live(cluster, namespace, "ConfigMap")["metadata"]["uid"]

    stack = run(engine, namespace, lambda: config_map_of(namespace, {"a": "2"}))

    after = live(cluster, namespace, "ConfigMap")
    assert (after["data"], after["metadata"]["uid"] != before) == ({"a": "2"}, True)
    assert len(stack.resources()) == 1


def test_volumes_of_a_stateful_set_are_bound_and_outlive_it(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    stack = run(engine, namespace, lambda: stateful_set_of(namespace))
    claim = live(cluster, namespace, "PersistentVolumeClaim", "data-shop-0")
    assert claim["status"]["phase"] == "Bound"

    stack.destroy()
    assert live(cluster, namespace, "StatefulSet") is None
    kept = live(cluster, namespace, "PersistentVolumeClaim", "data-shop-0")
    assert kept["spec"]["volumeName"] == claim["spec"]["volumeName"]


def test_what_the_server_refuses_is_said_of_the_resource(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    cluster.kubectl("create", "quota", "few", "--hard=configmaps=1", f"--namespace={namespace}")
    quota = {"kind": "ResourceQuota", "name": "few"}
    until(
        lambda: (live(cluster, namespace, **quota).get("status") or {}).get("used"),
        what="the quota to be in force",
    )

    with pytest.raises(automation.CommandError) as failed:
        run(engine, namespace, lambda: config_map_of(namespace, {}))
    assert "kubernetes:core/v1:ConfigMap::shop" in str(failed.value)
    assert "exceeded quota: few" in str(failed.value)


def test_an_update_outlasts_an_api_server_that_comes_back(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    plane = cluster.control_plane
    if plane is None:
        pytest.skip("the API server is somebody's")
    stack = engine.stack(namespace)
    with ThreadPoolExecutor(1) as beside:
        updating = beside.submit(stack.up, lambda: deployment_of(namespace, replicas=2))
        until(lambda: live(cluster, namespace), what="the Deployment to be created")
        with plane.without_api_server():
            pass
        assert updating.result() == {"create": 2}
    assert live(cluster, namespace)["status"]["availableReplicas"] == 2


def test_an_update_without_an_api_server_fails_and_the_next_one_recovers(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    plane = cluster.control_plane
    if plane is None:
        pytest.skip("the API server is somebody's")
    run(engine, namespace, lambda: deployment_of(namespace, replicas=1))

    with plane.without_api_server(), pytest.raises(automation.CommandError) as failed:
        run(engine, namespace, lambda: deployment_of(namespace, replicas=2))
    assert "cluster is unreachable" in str(failed.value)

    stack = run(engine, namespace, lambda: deployment_of(namespace, replicas=2))
    assert live(cluster, namespace)["status"]["availableReplicas"] == 2
    assert len(stack.resources()) == 1
    stack.destroy()
    assert live(cluster, namespace) is None


def config_map_of(namespace: str, data: dict[str, Any]) -> ConfigMap:
    """A ConfigMap named shop."""
    return ConfigMap("shop", metadata={"name": "shop", "namespace": namespace}, data=data)


def stateful_set_of(namespace: str) -> StatefulSet:
    """A StatefulSet named shop, with a volume."""
    claim = {
        "metadata": {"name": "data"},
        "spec": {
            "access_modes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1Gi"}},
        },
    }
    return StatefulSet(
        "shop",
        metadata={"name": "shop", "namespace": namespace},
        spec={
            "service_name": "shop",
            "selector": {"match_labels": LABELS},
            "template": {
                "metadata": {"labels": LABELS},
                "spec": {"containers": [{"name": "shop", "image": IMAGE}]},
            },
            "volume_claim_templates": [claim],
        },
    )


def run(engine: Engine, name: str, program: Program) -> Stack:
    """Bring the stack to what *program* declares."""
    stack = engine.stack(name)
    stack.up(program)
    return stack
