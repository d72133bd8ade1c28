"""Which APIs a live cluster serves, and by which names and verbs."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from oamdsl.cluster.client import Client
from oamdsl.cluster.error import ClusterError
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.tree import as_map, maps_in

_DISCOVERY: Final = ",".join(
    f"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList"
    for version in ("v2", "v2beta1")
)


@attrs.frozen
class Served:
    """How a cluster serves one API.

    Attributes:
        api: The API.
        plural: Its name in URLs: ``deployments``.
        namespaced: Whether its objects live in namespaces.
        verbs: What can be done with its objects: ``get``, ``list`` and so on.
    """

    api: Api
    plural: str
    namespaced: bool
    verbs: frozenset[str] = frozenset()

    def path(self, namespace: str, name: str = "") -> str:
        """The URL path of an object, or of all when *name* is empty.

        Args:
            namespace: Where; of no account for an API whose objects live in none.
            name: The object's.
        """
        root = "/apis" if self.api.group else "/api"
        inside = f"/namespaces/{namespace}" if self.namespaced else ""
        one = f"/{name}" if name else ""
        return f"{root}/{self.api.api_version}{inside}/{self.plural}{one}"


@attrs.frozen
class Discovery:
    """What a cluster says that it serves.

    Attributes:
        served: Each API, the preferred version of a group first.
        stale: Groups and versions whose server is not available now: ``metrics.k8s.io/v1beta1``.
    """

    served: Mapping[Api, Served]
    stale: tuple[str, ...]


def discovered(client: Client) -> Discovery:
    """What the cluster of *client* serves.

    Raises:
        ClusterError: It cannot be read, or is older than Kubernetes 1.27.

    Source: Kubernetes, "Aggregated Discovery".
    """
    served: dict[Api, Served] = {}
    stale: list[str] = []
    for root in ("/api", "/apis"):
        answer = client.get(root, _DISCOVERY)
        if answer.get("kind") != "APIGroupDiscoveryList":
            message = "the API server has no aggregated discovery"
            raise ClusterError(message, "use a cluster with Kubernetes 1.27 or later")
        for api_version, version in _versions(answer):
            if version.get("freshness") == "Stale":
                stale.append(api_version)
            for one in _resources(api_version, version):
                served.setdefault(one.api, one)
    return Discovery(served, tuple(stale))


def _versions(answer: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for group in maps_in(answer.get("items")):
        name = as_map(group.get("metadata")).get("name") or ""
        for version in maps_in(group.get("versions")):
            yield f"{name}/{version['version']}" if name else str(version["version"]), version


def _resources(api_version: str, version: Mapping[str, Any]) -> Iterator[Served]:
    for resource in maps_in(version.get("resources")):
        kind = as_map(resource.get("responseKind")).get("kind")
        if kind:
            yield Served(
                api=Api(api_version, str(kind)),
                plural=str(resource["resource"]),
                namespaced=resource.get("scope") == "Namespaced",
                verbs=frozenset(resource.get("verbs") or ()),
            )
