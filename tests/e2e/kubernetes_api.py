"""A small client of the Kubernetes API: requests, errors, and which path a kind is served at."""

import base64
import json
import os
import ssl
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import attrs
import urllib3
import yaml

Manifest = dict[str, Any]
"""A Kubernetes object as JSON."""

JSON: Final = "application/json"
JSON_PATCH: Final = "application/json-patch+json"
MERGE_PATCH: Final = "application/merge-patch+json"
APPLY_PATCH: Final = "application/apply-patch+yaml"

NOT_FOUND: Final = 404


class ApiError(Exception):
    """What the API server refused, in its own words.

    Attributes:
        code: The HTTP status, such as 409.
        reason: Its reason, such as `AlreadyExists`.
        details: Kind, name and causes, as the server gave them.
    """

    def __init__(self, status: Mapping[str, Any]) -> None:
        """Take the Status object that the server answered."""
        super().__init__(status.get("message") or status.get("reason") or "unknown error")
        self.code = int(status.get("code") or 500)
        self.reason = str(status.get("reason") or "")
        self.details: Mapping[str, Any] = status.get("details") or {}


class UnreachableError(Exception):
    """The API server did not answer."""


class UnservedKindError(Exception):
    """The API server has no such kind; its custom resource definition may be missing."""

    def __init__(self, api_version: str, kind: str) -> None:
        """Name the kind."""
        super().__init__(f'no matches for kind "{kind}" in version "{api_version}"')


@attrs.frozen
class Access:
    """Where an API server is and how to be let in.

    Attributes:
        server: Its URL.
        tls: What verifies the server and, with a client certificate, presents one.
        token: A bearer token, empty for none.
        namespace: The context's namespace, empty for none.
    """

    server: str
    tls: ssl.SSLContext | None = None
    token: str = attrs.field(default="", repr=False)
    namespace: str = ""


@attrs.frozen
class ServedKind:
    """How the API server serves a kind.

    Attributes:
        prefix: The path of its group and version, such as `/apis/apps/v1`.
        plural: Its name in paths, such as `deployments`.
        namespaced: Whether its objects live in namespaces.
    """

    prefix: str
    plural: str
    namespaced: bool

    def path(self, namespace: str | None, name: str | None = None) -> str:
        """Return the path of the object, or of all of them where *name* is left out."""
        place = f"/namespaces/{namespace or 'default'}" if self.namespaced else ""
        return "/".join([f"{self.prefix}{place}", self.plural, *([name] if name else [])])


class KubernetesApi:
    """The API server behind an access; safe to share between threads."""

    def __init__(self, access: Access) -> None:
        """Connect lazily to the server of *access*."""
        self.access = access
        self._pool = urllib3.PoolManager(
            maxsize=64,
            retries=False,
            timeout=urllib3.Timeout(connect=5, read=60),
            ssl_context=access.tls,
        )
        self._served: dict[str, dict[str, ServedKind]] = {}
        self._discovering = threading.Lock()

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
        content_type: str = JSON,
    ) -> Manifest:
        """Send one request and return the JSON that came back.

        Raises:
            ApiError: The server refused it.
            UnreachableError: There was no answer.
        """
        headers = {"Accept": JSON, "Content-Type": content_type}
        if self.access.token:
            headers["Authorization"] = f"Bearer {self.access.token}"
        url = f"{self.access.server}{path}"
        try:
            response = self._pool.request(
                method,
                f"{url}?{_encoded(query)}" if query else url,
                body=None if body is None else json.dumps(body),
                headers=headers,
            )
        except urllib3.exceptions.HTTPError as error:
            message = f"{method} {url}: {error}"
            raise UnreachableError(message) from error
        answer = _parsed(response.data)
        if response.status >= 400:
            raise ApiError({"code": response.status, **answer})
        return answer

    def served(self, api_version: str, kind: str) -> ServedKind:
        """Return how *kind* is served; what is unknown is asked for again.

        Raises:
            UnservedKindError: It is not served.
        """
        prefix = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
        with self._discovering:
            if kind not in self._served.get(api_version, {}):
                self._served[api_version] = self._discover(prefix)
            found = self._served[api_version].get(kind)
        if found is None:
            raise UnservedKindError(api_version, kind)
        return found

    def _discover(self, prefix: str) -> dict[str, ServedKind]:
        try:
            resources = self.request("GET", prefix)["resources"]
        except ApiError as error:
            if error.code == NOT_FOUND:
                return {}
            raise
        return {
            each["kind"]: ServedKind(prefix, each["name"], each["namespaced"])
            for each in resources
            if "/" not in each["name"]
        }

    def path(self, manifest: Manifest, *, of_all: bool = False) -> str:
        """Return the path of the object that *manifest* describes, or of all of its kind."""
        metadata = manifest.get("metadata") or {}
        served = self.served(manifest["apiVersion"], manifest["kind"])
        return served.path(metadata.get("namespace"), None if of_all else metadata["name"])

    def get(self, manifest: Manifest) -> Manifest:
        """Return the live object."""
        return self.request("GET", self.path(manifest))

    def find(self, manifest: Manifest) -> Manifest | None:
        """Return the live object, None when there is none."""
        try:
            return self.get(manifest)
        except ApiError as error:
            if error.code == NOT_FOUND:
                return None
            raise

    def list(
        self, api_version: str, kind: str, *, namespace: str | None = None, labels: str = ""
    ) -> Sequence[Manifest]:
        """Return the objects of a kind, in one namespace or in all."""
        served = self.served(api_version, kind)
        path = served.path(namespace) if namespace else f"{served.prefix}/{served.plural}"
        query = {"labelSelector": labels} if labels else None
        return [
            {"apiVersion": api_version, "kind": kind, **item}
            for item in self.request("GET", path, query=query)["items"]
        ]

    def history(self, before: Manifest) -> Sequence[Manifest]:
        """Return every state of a live object from *before*, which was read then, up to now."""
        metadata = before["metadata"]
        last = self.get(before)["metadata"]["resourceVersion"]
        states = [before]
        query = {
            "watch": "true",
            "fieldSelector": f"metadata.name={metadata['name']}",
            "resourceVersion": metadata["resourceVersion"],
        }
        url = f"{self.access.server}{self.path(before, of_all=True)}?{_encoded(query)}"
        headers = {"Accept": JSON, "Authorization": f"Bearer {self.access.token}"}
        answer = self._pool.request("GET", url, headers=headers, preload_content=False)
        try:
            lines = _lines(answer)
            while states[-1]["metadata"]["resourceVersion"] != last:
                event = json.loads(next(lines))
                if event["type"] == "ERROR":
                    raise ApiError(event["object"])
                states.append(event["object"])
        finally:
            answer.close()
        return states

    def create(self, manifest: Manifest, **query: str) -> Manifest:
        """Create the object."""
        path = self.path(manifest, of_all=True)
        return self.request("POST", path, query=query, body=manifest)

    def replace(self, manifest: Manifest, **query: str) -> Manifest:
        """Put the object in the place of the live one."""
        return self.request("PUT", self.path(manifest), query=query, body=manifest)

    def apply(self, manifest: Manifest, **query: str) -> Manifest:
        """Apply the object on the server side."""
        return self.patch(manifest, manifest, content_type=APPLY_PATCH, **query)

    def patch(
        self, manifest: Manifest, patch: object, *, content_type: str = MERGE_PATCH, **query: str
    ) -> Manifest:
        """Patch the live object that *manifest* names."""
        path = self.path(manifest)
        return self.request("PATCH", path, query=query, body=patch, content_type=content_type)

    def delete(self, manifest: Manifest, *, propagation: str = "Background") -> Manifest:
        """Delete the live object that *manifest* names."""
        return self.request("DELETE", self.path(manifest), body={"propagationPolicy": propagation})


def access_from_kubeconfig(text: str, context: str = "") -> Access:
    """Return the access that a kubeconfig describes.

    Args:
        text: The kubeconfig, not its path.
        context: The context to use; the current one when empty.

    Raises:
        ValueError: It names no such context, or logs in by a command, which is not supported.
    """
    config = yaml.safe_load(text)
    wanted = context or config.get("current-context")
    chosen = _named(config, "contexts", "context", wanted)
    cluster = _named(config, "clusters", "cluster", chosen["cluster"])
    user = _named(config, "users", "user", chosen["user"])
    if "exec" in user or "auth-provider" in user:
        message = f"The user of context {wanted!r} logs in by a command; give it a token."
        raise ValueError(message)
    return Access(
        cluster["server"].rstrip("/"),
        tls=_tls(cluster, user),
        token=user.get("token", ""),
        namespace=chosen.get("namespace", ""),
    )


def _named(config: Mapping[str, Any], group: str, field: str, name: str) -> Mapping[str, Any]:
    for each in config.get(group) or []:
        if each["name"] == name:
            found: Mapping[str, Any] = each[field]
            return found
    message = f"The kubeconfig has no {field} named {name!r}."
    raise ValueError(message)


def _tls(cluster: Mapping[str, Any], user: Mapping[str, Any]) -> ssl.SSLContext | None:
    if not cluster["server"].startswith("https:"):
        return None
    authority = _material(cluster, "certificate-authority")
    context = ssl.create_default_context(cadata=authority.decode() if authority else None)
    if cluster.get("insecure-skip-tls-verify"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    certificate, key = _material(user, "client-certificate"), _material(user, "client-key")
    if certificate and key:
        _present(context, certificate + b"\n" + key)
    return context


def _material(holder: Mapping[str, Any], name: str) -> bytes:
    if data := holder.get(f"{name}-data"):
        return base64.b64decode(data)
    if path := holder.get(name):
        return Path(path).read_bytes()
    return b""


def _present(context: ssl.SSLContext, pair: bytes) -> None:
    """Load a certificate and its key, which Python takes from a file only."""
    handle, name = tempfile.mkstemp()
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pair)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()


def _lines(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    rest = b""
    for chunk in answer.stream():
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines


def _encoded(query: Mapping[str, str]) -> str:
    return urlencode(query)


def _parsed(data: bytes) -> Manifest:
    try:
        answer = json.loads(data) if data else {}
    except ValueError:
        return {"message": data.decode(errors="replace")}
    return answer if isinstance(answer, dict) else {"message": str(answer)}
