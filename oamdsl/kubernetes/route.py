"""Which requests an object routes and where to, be it an Ingress, an HTTPRoute or Istio's VirtualService."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, at, is_list, is_map, maps_in

MESH: Final = "the mesh"
"""What takes the requests that workloads send each other by the name of a Service."""
_MESH: Final = "mesh"
_CLASS: Final = "kubernetes.io/ingress.class"
_BY_ELEMENT: Final = frozenset({"Prefix", "PathPrefix"})
"""How a path matches whether or not it ends with a slash."""

_PARENT: Final = ("kind", "namespace", "name", "sectionName", "port")

Match = Mapping[str, Any]
"""What requests must have: ``{"path": {"type", "value"}}``, and perhaps more."""


@attrs.frozen
class Route:
    """Requests that an object routes.

    Attributes:
        gateway: What takes them: ``IngressClass nginx``, ``Gateway infrastructure/public``, `MESH`.
        listener: The part of it that does; empty for all of it.
        text: Host and path, as people say them: ``shop.example.com/api``.
        requests: All that tells them from other requests, to compare.
    """

    gateway: str
    listener: str
    text: str
    requests: Hashable


@attrs.frozen
class Backend:
    """A port of a Service that an object routes requests to.

    Attributes:
        service: Name of the Service.
        namespace: Its namespace.
        port: Number or name of the port; None when the object does not say.
        in_mesh: Whether the requests are those that workloads send each other.
    """

    service: str
    namespace: str
    port: int | str | None
    in_mesh: bool


def routes(body: Object) -> Iterator[Route]:
    """What *body* routes, as far as it is known; nothing when it is no route."""
    read = _ROUTES.get(str(body.get("kind")))
    return iter(()) if read is None else read(body, as_map(body.get("spec")))


def backends(body: Object) -> Iterator[Backend]:
    """Where *body* routes to; nothing when it is no route."""
    read = _BACKENDS.get(str(body.get("kind")))
    return iter(()) if read is None else read(body, as_map(body.get("spec")))


def _of_ingress(body: Object, spec: Mapping[str, Any]) -> Iterator[Route]:
    annotations = as_map(as_map(body.get("metadata")).get("annotations"))
    if any(str(key).endswith("/canary") and value == "true" for key, value in annotations.items()):
        return  # takes the requests of another one by intent
    name = spec.get("ingressClassName", annotations.get(_CLASS, ""))
    if not isinstance(name, str):
        return
    gateway = f"IngressClass {name}" if name else "the default IngressClass"
    for rule in maps_in(spec.get("rules")):
        for path in maps_in(as_map(rule.get("http")).get("paths")):
            match = _match(path.get("pathType"), path.get("path", "/"))
            yield from _routes([(gateway, "")], [rule.get("host", "*")], [match])


def _of_gateway_api(body: Object, spec: Mapping[str, Any]) -> Iterator[Route]:
    parents = maps_in(spec.get("parentRefs"))
    gateways = [parent for one in parents for parent in _parent(one, _namespace(body))]
    if not parents:
        gateways = [("no Gateway", "")]
    every = _match("PathPrefix", "/")
    for rule in maps_in(spec.get("rules")):
        matches = [
            {**one, "path": {**every["path"], **as_map(one.get("path"))}}
            for one in maps_in(rule.get("matches")) or ({},)
        ]
        yield from _routes(gateways, spec.get("hostnames") or ["*"], matches)


def _parent(parent: Mapping[str, Any], namespace: str) -> Iterator[tuple[str, str]]:
    """The gateway and the listener that *parent* is; nothing while they are not known."""
    said = {"kind": "Gateway", "namespace": namespace, "name": "", "sectionName": "", "port": "", **parent}
    kind, place, name, section, port = (said[field] for field in _PARENT)
    if all(isinstance(one, (str, int)) for one in (kind, place, name, section, port)):
        yield f"{kind} {place}/{name}", f"{section}{port}"


def _of_istio(body: Object, spec: Mapping[str, Any]) -> Iterator[Route]:
    matches = [
        {
            **{name: condition for name, condition in one.items() if name != "uri"},
            **_match(*next(iter((as_map(one.get("uri")) or {"prefix": "/"}).items()))),
        }
        for rule in maps_in(spec.get("http"))
        for one in maps_in(rule.get("match")) or ({},)
    ]
    gateways = [one for one in _gateways(spec) if one != _MESH]
    outside = [(f"Gateway {one if '/' in one else f'{_namespace(body)}/{one}'}", "") for one in gateways]
    yield from _routes(outside, spec.get("hosts"), matches)
    if _MESH in _gateways(spec):
        # Istio merges no two objects about one host of the mesh, whatever their paths: IST0109.
        for route in _routes([(MESH, "")], spec.get("hosts"), matches):
            yield attrs.evolve(route, requests=_inside(route.text.partition("/")[0], _namespace(body)))


def _match(type: object, value: object) -> dict[str, Any]:
    return {"path": {"type": type, "value": value}}


def _routes(gateways: Sequence[tuple[str, str]], hosts: object, matches: Sequence[Match]) -> Iterator[Route]:
    """Each of *hosts* and *matches* at each of *gateways*; hosts and paths known only later are left out."""
    for host in hosts if is_list(hosts) else ():
        for match in matches:
            path = as_map(match.get("path"))
            value = path.get("value", "/")
            if isinstance(host, str) and isinstance(value, str):
                same = value.rstrip("/") if path.get("type") in _BY_ELEMENT else value
                others = {name: one for name, one in match.items() if name != "path"}
                requests = (host, _compared(path.get("type")), same, _compared(others))
                for gateway, listener in gateways:
                    yield Route(gateway, listener, host + value, requests)


def _compared(value: object) -> Hashable:
    """*value* to compare; what is not known yet is equal to itself alone."""
    if is_map(value):
        return tuple((name, _compared(value[name])) for name in sorted(value, key=str))
    if is_list(value):
        return tuple(map(_compared, value))
    return str(value) if isinstance(value, (str, int, float)) else str(id(value))


def _behind_ingress(body: Object, spec: Mapping[str, Any]) -> Iterator[Backend]:
    paths = (
        path for rule in maps_in(spec.get("rules")) for path in maps_in(as_map(rule.get("http")).get("paths"))
    )
    for backend in (as_map(spec.get("defaultBackend")), *(as_map(path.get("backend")) for path in paths)):
        service = as_map(backend.get("service"))
        port = as_map(service.get("port"))
        yield from _backend(service.get("name"), _namespace(body), port.get("number", port.get("name")))


def _behind_gateway_api(body: Object, spec: Mapping[str, Any]) -> Iterator[Backend]:
    in_mesh = any(one.get("kind") == "Service" for one in maps_in(spec.get("parentRefs")))
    for rule in maps_in(spec.get("rules")):
        filters = (as_map(one.get("requestMirror")) for one in maps_in(rule.get("filters")))
        mirrors = (as_map(one.get("backendRef")) for one in filters)
        for one in (*maps_in(rule.get("backendRefs")), *mirrors):
            if one.get("kind", "Service") == "Service" and not one.get("group"):
                namespace = one.get("namespace", _namespace(body))
                yield from _backend(one.get("name"), namespace, one.get("port"), in_mesh=in_mesh)


def _behind_istio(body: Object, spec: Mapping[str, Any]) -> Iterator[Backend]:
    in_mesh = _MESH in _gateways(spec)
    for rule in maps_in(spec.get("http")):
        weighed = [*maps_in(rule.get("route")), *maps_in(rule.get("mirrors"))]
        for one in (*(as_map(one.get("destination")) for one in weighed), as_map(rule.get("mirror"))):
            service, _, namespace = _inside(str(one.get("host", "")), _namespace(body)).partition(".")
            if "." not in namespace:
                number = at(one, Path(("port", "number")))
                yield from _backend(service, namespace, number, in_mesh=in_mesh)


def _backend(name: object, namespace: object, port: object, *, in_mesh: bool = False) -> Iterator[Backend]:
    """What is known of a backend; nothing when its name is not."""
    if isinstance(name, str) and name and isinstance(namespace, str):
        yield Backend(name, namespace, port if isinstance(port, (int, str)) else None, in_mesh)


def _gateways(spec: Mapping[str, Any]) -> Sequence[str]:
    gateways = spec.get("gateways")
    return [str(one) for one in gateways] if gateways and is_list(gateways) else (_MESH,)


def _inside(host: str, namespace: str) -> str:
    """``name.namespace`` for *host* of a Service, however long it is written; other hosts as they are."""
    short = host.removesuffix(".cluster.local").removesuffix(".svc")
    return short if "." in short else f"{short}.{namespace}"


def _namespace(body: Object) -> str:
    return str(as_map(body.get("metadata")).get("namespace", ""))


_ROUTES: Final[Mapping[str, Callable[[Object, Mapping[str, Any]], Iterator[Route]]]] = {
    "Ingress": _of_ingress,
    "HTTPRoute": _of_gateway_api,
    "GRPCRoute": _of_gateway_api,
    "VirtualService": _of_istio,
}
_BACKENDS: Final[Mapping[str, Callable[[Object, Mapping[str, Any]], Iterator[Backend]]]] = {
    "Ingress": _behind_ingress,
    "HTTPRoute": _behind_gateway_api,
    "GRPCRoute": _behind_gateway_api,
    "VirtualService": _behind_istio,
}
