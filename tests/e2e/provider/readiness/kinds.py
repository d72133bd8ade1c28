"""Which kinds are waited for, and what they lack."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from tests.e2e.kubernetes_api import KubernetesApi, Manifest
from tests.e2e.provider.annotations import SKIP_AWAIT, WAIT_FOR, annotation, is_true
from tests.e2e.provider.readiness import network, storage, wait_for, workloads

Lacks = Callable[[KubernetesApi, Manifest], Iterable[str]]

KINDS: Final[Mapping[tuple[str, str], Lacks]] = {
    ("apps/v1", "DaemonSet"): workloads.daemon_set,
    ("apps/v1", "Deployment"): workloads.deployment,
    ("apps/v1", "StatefulSet"): workloads.stateful_set,
    ("batch/v1", "Job"): workloads.job,
    ("networking.k8s.io/v1", "Ingress"): network.ingress,
    ("v1", "PersistentVolume"): storage.volume,
    ("v1", "PersistentVolumeClaim"): storage.claim,
    ("v1", "Pod"): workloads.pod,
    ("v1", "ResourceQuota"): storage.quota,
    ("v1", "Secret"): storage.secret,
    ("v1", "Service"): network.service,
}
"""By API version and kind; any other kind, custom resources too, is ready once it exists."""

SKIPPED_ON_DELETION: Final = frozenset(
    {
        ("apps/v1", "DaemonSet"),
        ("apps/v1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("batch/v1", "Job"),
        ("v1", "Namespace"),
        ("v1", "Pod"),
    }
)
"""Kinds for which `pulumi.com/skipAwait` skips waiting for their deletion too."""


def lacks(api: KubernetesApi, inputs: Mapping[str, Any], live: Manifest) -> Sequence[str]:
    """Return what the object still lacks to be ready, nothing when it is.

    Args:
        api: To look at what the object owns.
        inputs: What the program said; its annotations count.
        live: The object as it is.
    """
    if is_true(inputs, SKIP_AWAIT):
        return ()
    if said := annotation(inputs, WAIT_FOR):
        return tuple(wait_for.missing(live, said))
    of_kind = KINDS.get(_kind(live))
    return tuple(of_kind(api, live)) if of_kind else ()


def waits_for_deletion(inputs: Mapping[str, Any]) -> bool:
    """Say whether a deletion is over only once the object is gone."""
    return not (is_true(inputs, SKIP_AWAIT) and _kind(inputs) in SKIPPED_ON_DELETION)


def _kind(manifest: Mapping[str, Any]) -> tuple[str, str]:
    return str(manifest.get("apiVersion")), str(manifest.get("kind"))
