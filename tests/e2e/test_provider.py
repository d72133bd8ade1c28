"""What programs rely on in a provider, whichever it is: kinds, waiting, and recovery."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pulumi.automation import CommandError, ConfigValue
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.core.v1 import (
    ConfigMap,
    PersistentVolumeClaim,
    PersistentVolumeClaimSpecArgs,
    Secret,
    Service,
    ServicePortArgs,
    ServiceSpecArgs,
    VolumeResourceRequirementsArgs,
)
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from tests.e2e import shop
from tests.e2e.cluster import Cluster
from tests.e2e.engine import Engine, Stack
from tests.e2e.gates import OPEN, opened
from tests.e2e.images import IMAGE, OTHER_IMAGE
from tests.e2e.kubernetes_api import Manifest
from tests.e2e.polling import until
from tests.e2e.processes import kill_children


def live(cluster: Cluster, namespace: str, version: str, kind: str, name: str = shop.NAME) -> Any:
    """The live object, None when there is none."""
    metadata = {"name": name, "namespace": namespace}
    return cluster.api.find({"apiVersion": version, "kind": kind, "metadata": metadata})


def manifest(version: str, kind: str, namespace: str, spec: dict[str, Any]) -> CustomResource:
    """A resource of any kind, named shop."""
    metadata = ObjectMetaArgs(name=shop.NAME, namespace=namespace)
    return CustomResource(kind.lower(), api_version=version, kind=kind, metadata=metadata, spec=spec)


def pods(*, restart: str) -> dict[str, Any]:
    """A pod template."""
    containers = [{"name": shop.NAME, "image": IMAGE}]
    return {
        "metadata": {"labels": shop.LABELS},
        "spec": {"containers": containers, "restartPolicy": restart},
    }


def claim(namespace: str, storage_class: str) -> PersistentVolumeClaim:
    """A claim named like its class."""
    return PersistentVolumeClaim(
        storage_class,
        metadata=ObjectMetaArgs(name=storage_class, namespace=namespace),
        spec=PersistentVolumeClaimSpecArgs(
            access_modes=["ReadWriteOnce"],
            storage_class_name=storage_class,
            resources=VolumeResourceRequirementsArgs(requests={"storage": "1Gi"}),
        ),
    )


def test_a_job_is_complete_and_a_daemon_set_available(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    def program() -> None:
        manifest("batch/v1", "Job", namespace, {"template": pods(restart="Never")})
        selector = {"matchLabels": shop.LABELS}
        daemons = {"selector": selector, "template": pods(restart="Always")}
        manifest("apps/v1", "DaemonSet", namespace, daemons)

    stack = engine.stack(namespace)
    stack.up(program)

    assert live(cluster, namespace, "batch/v1", "Job")["status"]["succeeded"] == 1
    assert live(cluster, namespace, "apps/v1", "DaemonSet")["status"]["numberAvailable"] == 1
    assert stack.up(program) == {"same": 3}
    stack.destroy()
    assert cluster.api.list("v1", "Pod", namespace=namespace) == []


def test_a_claim_is_bound_unless_its_class_waits_for_a_pod(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    if cluster.control_plane is None:
        pytest.skip("the classes of storage are somebody's")
    classes = ("standard", "immediate")

    engine.stack(namespace).up(lambda: [claim(namespace, each) for each in classes])

    phases = [
        live(cluster, namespace, "v1", "PersistentVolumeClaim", each)["status"]["phase"] for each in classes
    ]
    assert phases == ["Pending", "Bound"]


def test_load_balancers_and_ingresses_have_an_address(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    if cluster.control_plane is None:
        pytest.skip("the load balancers are somebody's")
    backend = {"service": {"name": shop.NAME, "port": {"number": 80}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]

    def program() -> None:
        Service(
            shop.NAME,
            metadata=ObjectMetaArgs(name=shop.NAME, namespace=namespace),
            spec=ServiceSpecArgs(type="LoadBalancer", selector=shop.LABELS, ports=[ServicePortArgs(port=80)]),
        )
        manifest("networking.k8s.io/v1", "Ingress", namespace, {"rules": [{"http": {"paths": paths}}]})

    stack = engine.stack(namespace)
    stack.up(program)

    service = live(cluster, namespace, "v1", "Service")
    ingress = live(cluster, namespace, "networking.k8s.io/v1", "Ingress")
    assert service["status"]["loadBalancer"]["ingress"][0]["ip"]
    assert ingress["status"]["loadBalancer"]["ingress"][0]["ip"]
    assert stack.up(program) == {"same": 3}


def test_an_autoscaler_decides_the_count_and_an_image_change_keeps_it(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": shop.NAME}
    bounds = {"scaleTargetRef": target, "minReplicas": 3, "maxReplicas": 5}

    def program(image: str) -> None:
        shop.deployment(namespace, image=image, ignore=("spec.replicas",))
        manifest("autoscaling/v2", "HorizontalPodAutoscaler", namespace, bounds)

    stack = engine.stack(namespace)
    stack.up(lambda: program(IMAGE))
    until(
        lambda: live(cluster, namespace, "apps/v1", "Deployment")["spec"]["replicas"] == 3,
        what="the autoscaler to raise the count",
    )
    stack.up(lambda: program(OTHER_IMAGE))

    assert live(cluster, namespace, "apps/v1", "Deployment")["spec"]["replicas"] == 3


def test_a_custom_resource_waits_for_its_definition_and_for_what_it_says(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    group = f"{namespace}.example"

    def program(size: int) -> None:
        name = f"shops.{group}"
        schema = {
            "type": "object",
            "properties": {
                "spec": {"type": "object", "properties": {"size": {"type": "integer"}}},
            },
        }
        version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
        names = {"kind": "Shop", "plural": "shops", "singular": "shop", "listKind": "ShopList"}
        CustomResource(
            "definition",
            api_version="apiextensions.k8s.io/v1",
            kind="CustomResourceDefinition",
            metadata=ObjectMetaArgs(name=name),
            spec={"group": group, "scope": "Namespaced", "names": names, "versions": [version]},
        )
        annotations = {
            "pulumi.com/waitFor": f"jsonpath={{.spec.size}}={size}",
            # in the foreground, it waits up to 30 s until the garbage collector knows the kind
            "pulumi.com/deletionPropagationPolicy": "background",
        }
        CustomResource(
            shop.NAME,
            api_version=f"{group}/v1",
            kind="Shop",
            metadata=ObjectMetaArgs(name=shop.NAME, namespace=namespace, annotations=annotations),
            spec={"size": size},
        )

    stack = engine.stack(namespace)
    assert stack.preview(lambda: program(1)) == {"create": 3}
    stack.up(lambda: program(1))
    assert stack.up(lambda: program(1)) == {"same": 3}

    assert stack.up(lambda: program(2)) == {"same": 2, "update": 1}
    assert live(cluster, namespace, f"{group}/v1", "Shop")["spec"] == {"size": 2}
    stack.destroy()


def test_text_of_a_secret_is_kept_secret_and_is_no_change(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    def program() -> Secret:
        metadata = ObjectMetaArgs(name=shop.NAME, namespace=namespace)
        return Secret(shop.NAME, metadata=metadata, string_data={"password": "open sesame"})

    stack = engine.stack(namespace)
    stack.up(program)

    assert live(cluster, namespace, "v1", "Secret")["data"] == {"password": "b3BlbiBzZXNhbWU="}
    (kept,) = stack.resources()
    assert not any(text in json.dumps(kept) for text in ("open sesame", "b3BlbiBzZXNhbWU="))
    assert stack.up(program) == {"same": 2}


def test_an_object_without_a_name_is_named_once(engine: Engine, cluster: Cluster, namespace: str) -> None:
    def program(value: str) -> ConfigMap:
        return ConfigMap(
            shop.NAME, metadata=ObjectMetaArgs(namespace=namespace, labels={"value": value}), data={"a": "b"}
        )

    stack = engine.stack(namespace)
    stack.up(lambda: program("1"))
    stack.up(lambda: program("2"))

    found = cluster.api.list("v1", "ConfigMap", namespace=namespace, labels="value=2")
    assert [each["metadata"]["name"].startswith("shop-") for each in found] == [True]


def waiting(found: Manifest | None) -> Manifest | None:
    """The Deployment once it asks for the label."""
    asks = found and found["spec"]["template"]["spec"].get("nodeSelector") == OPEN
    return found if asks else None


def killed_while_waiting(stack: Stack, cluster: Cluster, namespace: str) -> str:
    """Kill the engine while it waits for a Deployment; return the uid of what it created."""
    with ThreadPoolExecutor(1) as beside:
        updating = beside.submit(stack.up, lambda: shop.deployment(namespace, node_selector=OPEN))
        found = until(
            lambda: waiting(live(cluster, namespace, "apps/v1", "Deployment")),
            what="the Deployment to wait for a node",
        )
        kill_children("pulumi")
        with pytest.raises(CommandError):
            updating.result()
    stack.automation.cancel()  # the killed engine left its lock
    return str(found["metadata"]["uid"])


def test_a_creation_that_was_killed_is_in_the_way_until_it_is_taken_over(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    def program() -> Deployment:
        return shop.deployment(namespace, node_selector=OPEN)

    stack = engine.stack(namespace)
    uid = killed_while_waiting(stack, cluster, namespace)
    with pytest.raises(CommandError, match='"shop" already exists'):
        stack.up(program)

    stack.automation.set_config("kubernetes:upsertExistingObjects", ConfigValue("true"))
    stack.automation.set_config("kubernetes:enablePatchForce", ConfigValue("true"))
    with opened(cluster):
        stack.up(program)

    found = live(cluster, namespace, "apps/v1", "Deployment")
    assert (found["metadata"]["uid"], found["status"]["availableReplicas"]) == (uid, 1)
    assert len(stack.resources()) == 1


def test_an_object_of_somebody_else_can_be_read(engine: Engine, cluster: Cluster, namespace: str) -> None:
    cluster.kubectl("create", "configmap", "theirs", "--from-literal=a=b", f"-n={namespace}")

    def program() -> None:
        theirs = ConfigMap.get("theirs", f"{namespace}/theirs")
        shop.config_map(namespace, {"copied": theirs.data.apply(lambda data: data["a"])})

    stack = engine.stack(namespace)
    stack.up(program)

    assert live(cluster, namespace, "v1", "ConfigMap")["data"] == {"copied": "b"}
    stack.destroy()
    assert live(cluster, namespace, "v1", "ConfigMap", "theirs")["data"] == {"a": "b"}


def test_an_update_that_was_killed_is_finished_by_the_next_run(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    stack = engine.stack(namespace)
    stack.up(lambda: shop.deployment(namespace))
    uid = killed_while_waiting(stack, cluster, namespace)

    with opened(cluster):
        assert stack.up(lambda: shop.deployment(namespace, node_selector=OPEN)) == {"same": 1, "update": 1}

    found = live(cluster, namespace, "apps/v1", "Deployment")
    assert (found["metadata"]["uid"], found["status"]["availableReplicas"]) == (uid, 1)


def test_an_update_that_was_killed_is_taken_back_after_a_refresh(
    engine: Engine, cluster: Cluster, namespace: str
) -> None:
    def program() -> Deployment:
        return shop.deployment(namespace)

    stack = engine.stack(namespace)
    stack.up(program)
    killed_while_waiting(stack, cluster, namespace)

    assert stack.up(program) == {"same": 2}, "the state knows nothing of the killed update"
    stack.refresh()
    assert stack.up(program) == {"same": 1, "update": 1}
    found = live(cluster, namespace, "apps/v1", "Deployment")
    assert "nodeSelector" not in found["spec"]["template"]["spec"]
