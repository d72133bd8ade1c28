"""When services and ingresses are ready."""

from collections.abc import Iterator

from tests.e2e.kubernetes_api import KubernetesApi, Manifest

NO_PODS = "The Service has no endpoints yet, or one of the pods that it selects is not ready."


def service(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """It has an address where it asks for one, and none of the pods it selects is unready."""
    spec = live["spec"]
    if spec.get("type") == "LoadBalancer" and not _addresses(live):
        yield "The Service has no address in status.loadBalancer yet."
    selects = spec.get("selector") and spec.get("type") != "ExternalName"
    if selects and spec.get("clusterIP") != "None" and not _endpoints_are_ready(api, live):
        yield NO_PODS


def ingress(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """It has an address, and the services of its rules are there."""
    namespace = live["metadata"]["namespace"]
    there = {each["metadata"]["name"] for each in api.list("v1", "Service", namespace=namespace)}
    for name in sorted(_backends(live) - there):
        yield f"The Ingress leads to service {name!r}, which is not there."
    if not _addresses(live):
        yield "The Ingress has no address in status.loadBalancer yet."


def _addresses(live: Manifest) -> bool:
    balancer = (live.get("status") or {}).get("loadBalancer") or {}
    return bool(balancer.get("ingress"))


def _endpoints_are_ready(api: KubernetesApi, live: Manifest) -> bool:
    metadata = live["metadata"]
    slices = api.list(
        "discovery.k8s.io/v1",
        "EndpointSlice",
        namespace=metadata["namespace"],
        labels=f"kubernetes.io/service-name={metadata['name']}",
    )
    endpoints = [endpoint for each in slices for endpoint in each.get("endpoints") or []]
    return bool(slices) and all(endpoint.get("conditions", {}).get("ready", True) for endpoint in endpoints)


def _backends(live: Manifest) -> set[str]:
    return {
        path["backend"]["service"]["name"]
        for rule in live["spec"].get("rules") or []
        for path in (rule.get("http") or {}).get("paths") or []
        if "service" in path["backend"]
    }
