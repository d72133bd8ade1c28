"""What a change does to requests from outside: routes that go, and what takes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.diff.consequence import Consequence, Impact
from oamdsl.kubernetes.object import Object, ObjectRef
from oamdsl.kubernetes.route import MESH, routes
from oamdsl.kubernetes.tree import as_map, is_list, maps_in

Taken = Mapping[str, frozenset[str]]
"""Host and path of each route, ``shop.example.com/api``, with what takes its requests."""

_NOBODY: Final[frozenset[str]] = frozenset()


def taken(objects: Iterable[Object]) -> Taken:
    """What takes which requests from outside."""
    found: dict[str, set[str]] = {}
    for body in objects:
        for route in routes(body):
            if route.gateway != MESH:
                found.setdefault(route.text, set()).add(route.gateway)
    return {text: frozenset(gateways) for text, gateways in found.items()}


def certificates(objects: Iterable[Object]) -> Mapping[str, str]:
    """The Secret that has the certificate of each host that an Ingress takes by TLS: {host: Secret}."""
    return {
        str(host): str(one.get("secretName") or "the default")
        for body in objects
        if body.get("kind") == "Ingress"
        for one in maps_in(as_map(body.get("spec")).get("tls"))
        for host in _listed_hosts(one)
    }


def _listed_hosts(tls: Mapping[str, Any]) -> Sequence[Any]:
    hosts = tls.get("hosts")
    return hosts if is_list(hosts) else ()


def of_routes(body: Object, before: Taken, after: Taken) -> Iterator[Consequence]:
    """What becomes of the requests that *body*, an object of the state before, routes.

    Args:
        body: Any object.
        before: What took which requests, in the whole environment.
        after: What takes them.
    """
    ref = str(ObjectRef.of(body))
    for text in taken([body]):
        old, new = before.get(text, _NOBODY), after.get(text, _NOBODY)
        if not new:
            yield Consequence(Impact.OUTAGE, ref, f"{text} is no longer routed")
        elif not new & old:
            why = f"{text} is taken by {_listed(new)}, not by {_listed(old)}: its address may be another"
            yield Consequence(Impact.OUTAGE, ref, why)


def of_certificates(body: Object, after: Mapping[str, str], routed: Taken) -> Iterator[Consequence]:
    """What becomes of the certificates that *body*, an object of the state before, has.

    Args:
        body: Any object.
        after: The certificates, in the whole environment.
        routed: What takes which requests, of hosts of which alone anything is said.
    """
    ref = str(ObjectRef.of(body))
    hosts = {text.partition("/")[0] for text in routed}
    for host, secret in certificates([body]).items():
        if host not in hosts:
            continue
        if host not in after:
            yield Consequence(Impact.OUTAGE, ref, f"{host} has no certificate from here any more")
        elif after[host] != secret:
            yield Consequence(
                Impact.CHANGES, ref, f"the certificate of {host} is from {after[host]}, not from {secret}"
            )


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))
