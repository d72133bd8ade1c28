"""A snapshot of a live cluster: what its discovery and its OpenAPI say, by reading alone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

import attrs

from oamdsl.cluster.client import Client, ForbiddenError, MissingError, UnavailableError
from oamdsl.cluster.discovery import discovered
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.snapshot import Resource, Snapshot, deprecation_warning
from oamdsl.kubernetes.tree import as_map, maps_in

_DEFINITIONS: Final = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
_PAGE: Final = 50

Progress = Callable[[int, int, str], None]
"""Told of each step: how many are done, of how many, and what is read now."""


@attrs.frozen
class Recording:
    """A snapshot, and what could not be recorded.

    Attributes:
        snapshot: What was.
        gaps: What was not, each a sentence without a full stop.
    """

    snapshot: Snapshot
    gaps: tuple[str, ...] = ()


def record(client: Client, progress: Progress) -> Recording:
    """What the cluster of *client* serves.

    Raises:
        ClusterError: It cannot be read.
    """
    progress(0, 1, "version")
    version = str(client.get("/version").get("gitVersion", "")).removeprefix("v")
    discovery = discovered(client)
    resources = {api: Resource(served.plural, served.namespaced) for api, served in discovery.served.items()}
    gaps = [
        f"`{one}` is not available on the cluster now: what it serves is not recorded, or may be out of date"
        for one in discovery.stale
    ]
    unread = set(discovery.stale)
    listed = as_map(client.get("/openapi/v3").get("paths"))
    wanted = sorted({_document(api.api_version): api.api_version for api in resources}.items())
    documents: list[Mapping[str, Any]] = []
    for number, (path, api_version) in enumerate(wanted):
        progress(number, len(wanted) + 1, path)
        url = as_map(listed.get(path)).get("serverRelativeURL")
        if url is None:
            gaps.append(f"`{path}` has no schema on the cluster; its objects are not compared with one")
            continue
        try:
            documents.append(client.get(str(url)))
        except (ForbiddenError, MissingError, UnavailableError) as error:
            gaps.append(f"{error.message}: objects of `{api_version}` are not compared with a schema")
            unread.add(api_version)
    progress(len(wanted), len(wanted) + 1, "custom resource definitions")
    warned: dict[Api, str] | None = None
    try:
        warned = dict(_deprecated(client))
    except ForbiddenError:
        gaps.append(
            "the user may not list customresourcedefinitions,"
            " so which versions of custom resources are deprecated is not recorded"
        )
    progress(len(wanted) + 1, len(wanted) + 1, "")
    resources = {
        api: attrs.evolve(resource, warning=(warned or {}).get(api, ""))
        for api, resource in resources.items()
    }
    snapshot = Snapshot.of_documents(version, resources, documents)
    snapshot = attrs.evolve(snapshot, unread=frozenset(unread), warned=warned is not None)
    return Recording(snapshot, tuple(gaps))


def _document(api_version: str) -> str:
    """The name of an API's document in the list of ``/openapi/v3``."""
    return f"apis/{api_version}" if "/" in api_version else f"api/{api_version}"


def _deprecated(client: Client) -> Iterator[tuple[Api, str]]:
    """What the cluster says of deprecated versions of custom resources."""
    following: str | None = ""
    while following is not None:
        page = client.get(f"{_DEFINITIONS}?limit={_PAGE}&continue={quote(following)}")
        for definition in maps_in(page.get("items")):
            spec = as_map(definition.get("spec"))
            for version in maps_in(spec.get("versions")):
                api = Api(
                    f"{spec.get('group')}/{version.get('name')}", str(as_map(spec.get("names")).get("kind"))
                )
                warning = deprecation_warning(api, version)
                if warning:
                    yield api, warning
        following = as_map(page.get("metadata")).get("continue") or None
