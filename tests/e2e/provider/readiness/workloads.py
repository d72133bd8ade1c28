"""When workloads and their pods are ready."""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.e2e.kubernetes_api import KubernetesApi, Manifest

REVISION = "deployment.kubernetes.io/revision"


def deployment(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """Its newest ReplicaSet is available, as many pods of it are ready as it asks for."""
    if is_stale(live):
        yield "The Deployment controller has not seen the change yet."
        return
    for kind, reason in (("Progressing", "NewReplicaSetAvailable"), ("Available", "")):
        state = condition(live, kind)
        if state.get("status") != "True" or (reason and state.get("reason") != reason):
            yield f"[{state.get('reason', kind)}] {state.get('message', 'no news yet')}"
    revision = _annotation(live, REVISION)
    for each in _owned(api, live, "apps/v1", "ReplicaSet"):
        if _annotation(each, REVISION) == revision:
            ready, wanted = each["status"].get("readyReplicas", 0), each["spec"].get("replicas", 1)
            if ready < wanted:  # there may be more, while an autoscaler lowers their number
                yield f"{ready} out of {wanted} pods are ready."
            yield from _troubles(_owned(api, each, "v1", "Pod"))
    yield from _unbound_claims(api, live)


def stateful_set(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """All its pods are ready and, unless they are replaced on deletion, of the newest revision."""
    if is_stale(live):
        yield "The StatefulSet controller has not seen the change yet."
        return
    wanted, status = live["spec"].get("replicas", 1), live["status"]
    on_delete = live["spec"].get("updateStrategy", {}).get("type") == "OnDelete"
    counters = ["replicas", "readyReplicas"]
    if not on_delete or live["metadata"]["generation"] == 1:
        counters.append("currentReplicas")
        current, update = status.get("currentRevision"), status.get("updateRevision")
        if current != update:
            yield f"The pods are still of revision {current!r}; the newest is {update!r}."
    for counter in counters:
        yield from _counts(wanted, status, counter)
    yield from _troubles(_owned(api, live, "v1", "Pod"))


def daemon_set(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """A pod of the newest revision is available on each node that should have one."""
    if is_stale(live):
        yield "The DaemonSet controller has not seen the change yet."
        return
    wanted, status = live["status"].get("desiredNumberScheduled", 0), live["status"]
    for counter in ("updatedNumberScheduled", "numberAvailable"):
        yield from _counts(wanted, status, counter)
    yield from _troubles(_owned(api, live, "v1", "Pod"))


def job(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """It is complete; one that is suspended is ready as it is."""
    if live["spec"].get("suspend") or condition(live, "Complete").get("status") == "True":
        return
    failed = condition(live, "Failed")
    if failed.get("status") == "True":
        yield f"[{failed.get('reason')}] {failed.get('message')}"
    else:
        yield f"The Job is not complete: {live['status'].get('succeeded', 0)} pods succeeded."
        yield from _troubles(_owned(api, live, "v1", "Pod"))


def pod(_api: KubernetesApi, live: Manifest) -> Iterator[str]:
    """It is ready, or has succeeded."""
    if live["status"].get("phase") == "Succeeded":
        return
    if condition(live, "Ready").get("status") != "True":
        yield f"Pod {live['metadata']['name']!r} is not ready."
        yield from _troubles([live])


def is_stale(live: Manifest) -> bool:
    """Say whether the object's controller has yet to see its newest generation."""
    observed: int = (live.get("status") or {}).get("observedGeneration", 0)
    return bool(observed < live["metadata"]["generation"])


def condition(live: Manifest, kind: str) -> dict[str, Any]:
    """Return a condition of the object's status, empty when it has none of that type."""
    conditions = (live.get("status") or {}).get("conditions") or []
    return next((dict(each) for each in conditions if each["type"] == kind), {})


def _counts(wanted: int, status: Manifest, counter: str) -> Iterator[str]:
    if status.get(counter, 0) != wanted:
        yield f"{status.get(counter, 0)} out of {wanted} pods so far, by status.{counter}."


def _annotation(live: Manifest, name: str) -> str:
    return str((live["metadata"].get("annotations") or {}).get(name, ""))


def _owned(api: KubernetesApi, owner: Manifest, api_version: str, kind: str) -> Sequence[Manifest]:
    uid = owner["metadata"]["uid"]
    return [
        each
        for each in api.list(api_version, kind, namespace=owner["metadata"]["namespace"])
        if any(ref["uid"] == uid for ref in each["metadata"].get("ownerReferences", []))
    ]


def _troubles(pods: Sequence[Manifest]) -> Iterator[str]:
    """Say which containers cannot start and which pods have no place, in the cluster's words."""
    for each in pods:
        name = each["metadata"]["name"]
        scheduled = condition(each, "PodScheduled")
        if scheduled.get("status") == "False":
            yield f"Pod {name!r}: [{scheduled.get('reason')}] {scheduled.get('message')}"
        for container in each["status"].get("containerStatuses") or []:
            waiting = container.get("state", {}).get("waiting")
            if waiting:
                yield (
                    f"Pod {name!r}, container {container['name']!r}: "
                    f"[{waiting.get('reason')}] {waiting.get('message', '')}"
                )


def _unbound_claims(api: KubernetesApi, live: Manifest) -> Iterator[str]:
    volumes = live["spec"]["template"]["spec"].get("volumes") or []
    names = {each.get("persistentVolumeClaim", {}).get("claimName") for each in volumes}
    if not names - {None}:
        return
    for each in api.list("v1", "PersistentVolumeClaim", namespace=live["metadata"]["namespace"]):
        name, phase = each["metadata"]["name"], each["status"].get("phase")
        if name in names and phase != "Bound":
            yield f"PersistentVolumeClaim {name!r} is not bound: its phase is {phase}."
