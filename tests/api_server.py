"""A small API server over HTTP: discovery, objects, lists by label, dry runs; and what may go wrong."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import attrs
import yaml

from oamdsl.kubernetes.api import Api

VERBS = ["create", "get", "list", "patch"]
SERVED = {
    Api("v1", "Namespace"): ("namespaces", "Cluster", VERBS),
    Api("v1", "Service"): ("services", "Namespaced", VERBS),
    Api("v1", "Secret"): ("secrets", "Namespaced", VERBS),
    Api("v1", "Endpoints"): ("endpoints", "Namespaced", VERBS),
    Api("apps/v1", "Deployment"): ("deployments", "Namespaced", VERBS),
    Api("autoscaling/v2", "HorizontalPodAutoscaler"): ("horizontalpodautoscalers", "Namespaced", VERBS),
    Api("autoscaling/v1", "HorizontalPodAutoscaler"): ("horizontalpodautoscalers", "Namespaced", VERBS),
    Api("authentication.k8s.io/v1", "TokenReview"): ("tokenreviews", "Cluster", ["create"]),
}
PART_OF = "app.kubernetes.io/part-of"


@attrs.define
class ApiServer:
    """A cluster.

    Attributes:
        objects: What is there.
        refused: Status of the answers to requests, `{(method, beginning of the path): status}`.
        allowed: What the user may do, as SelfSubjectAccessReviews tell.
        version: Of Kubernetes.
        requests: What was asked, `(method, path)`.
        port: Where it listens.
    """

    objects: list = attrs.field(factory=list)
    refused: dict = attrs.field(factory=dict)
    allowed: bool = True
    version: str = "v1.37.2"
    requests: list = attrs.field(factory=list)
    port: int = 0

    @property
    def kubeconfig(self) -> str:
        """A kubeconfig with the context `prod`."""
        return yaml.safe_dump(
            {
                "clusters": [{"name": "c", "cluster": {"server": f"http://127.0.0.1:{self.port}"}}],
                "contexts": [{"name": "prod", "context": {"cluster": "c"}}],
                "current-context": "prod",
            }
        )

    def answer(self, method: str, url: str, content: bytes) -> tuple[int, object]:
        """Status and body."""
        parts = urlsplit(url)
        path, query = parts.path, {name: value for name, (value,) in parse_qs(parts.query).items()}
        self.requests.append((method, path))
        for (verb, beginning), status in self.refused.items():
            if verb == method and path.startswith(beginning):
                return status, {}
        status, body = self._good(method, path, query, content)
        return (404, {}) if body is None else (status, body)

    def _good(self, method: str, path: str, query: dict, content: bytes) -> tuple[int, object]:
        by_path = {_path(body): body for body in self.objects}
        if method == "POST":
            return 201, {**json.loads(content), "status": {"allowed": self.allowed}}
        if path == "/version":
            found = {"gitVersion": self.version}
        elif path in ("/api", "/apis"):
            found = {"kind": "APIGroupDiscoveryList", "items": [*_groups(core=path == "/api")]}
        elif query.get("labelSelector"):
            below = [body for place, body in by_path.items() if place.rpartition("/")[0] == path]
            found = _page([one for one in below if PART_OF in one["metadata"].get("labels", {})], query)
        else:
            found = by_path.get(path)
        if method == "PATCH" and found is not None:
            assert query["dryRun"] == "All"
            found = patched(found, json.loads(content))
        return 200, found


def _page(bodies: list, query: dict) -> dict:
    """One object a page, without its kind, as lists have them."""
    assert query["labelSelector"] == f"{PART_OF} in (shop)"
    first = int(query.get("continue") or 0)
    items = [{"metadata": one["metadata"]} for one in bodies[first : first + 1]]
    more = {"continue": str(first + 1)} if first + 1 < len(bodies) else {}
    return {"items": items, "metadata": more}


def _groups(*, core: bool) -> Iterator[dict]:
    for api, (plural, scope, verbs) in SERVED.items():
        if (api.group == "") is core:
            resource = {
                "resource": plural,
                "responseKind": {"kind": api.kind},
                "scope": scope,
                "verbs": verbs,
            }
            version = {"version": api.version, "resources": [resource]}
            yield {"metadata": {"name": api.group} if api.group else {}, "versions": [version]}


def _path(body: dict) -> str:
    plural, scope, _ = SERVED[Api.of(body)]
    inside = f"/namespaces/{body['metadata']['namespace']}" if scope == "Namespaced" else ""
    root = "/apis" if "/" in body["apiVersion"] else "/api"
    return f"{root}/{body['apiVersion']}{inside}/{plural}/{body['metadata']['name']}"


def patched(value: object, patch: object) -> object:
    """*value* with a JSON merge patch."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(value) if isinstance(value, dict) else {}
    for name, one in patch.items():
        if one is None:
            merged.pop(name, None)
        else:
            merged[name] = patched(merged.get(name), one)
    return merged


@contextmanager
def serving(server: ApiServer) -> Iterator[ApiServer]:
    """Serve on loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self):
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = server.answer(self.command, self.path, content)
            encoded = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        do_GET = do_PATCH = do_POST = _answer  # noqa: N815 - as the library looks for them

        def log_message(self, *_):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.port = http.server_port
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
