"""When volumes, claims, quotas and tokens are ready."""

from collections.abc import Iterator

from tests.e2e.kubernetes_api import KubernetesApi, Manifest

TOKEN_SECRET = "kubernetes.io/service-account-token"  # noqa: S105 - a type's name


def claim(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """It is bound, or waits for its first pod because its class says so."""
    phase = live["status"].get("phase")
    if phase == "Bound" or (phase == "Pending" and _waits_for_consumer(api, live)):
        return
    yield f"PersistentVolumeClaim {live['metadata']['name']!r} is not bound: {phase}."


def _waits_for_consumer(api: KubernetesApi, live: Manifest) -> bool:
    name = live["spec"].get("storageClassName")
    if not name:
        return False
    wanted = {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": name}}
    found = api.find(wanted)
    return bool(found and found.get("volumeBindingMode") == "WaitForFirstConsumer")


def volume(_api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """It is available, or bound to a claim."""
    phase = (live.get("status") or {}).get("phase")
    if phase not in {"Available", "Bound"}:
        yield f"PersistentVolume {live['metadata']['name']!r} is not available: {phase}."


def quota(_api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """Its controller has taken up its limits."""
    if (live.get("status") or {}).get("hard", {}) != live["spec"].get("hard", {}):
        yield "The quota is not in force yet."


def secret(_api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """One for a service account has its token; any other is ready at once."""
    if live.get("type") == TOKEN_SECRET and not live.get("data"):
        yield "The token of the service account is not there yet."
