"""Ingress by a Gateway API HTTPRoute on a Gateway of the infrastructure operators."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.object import ObjectRef
from oamdsl.model.effect import Create, Effect, Offer, Refuse
from oamdsl.model.platform import Implementation, implements
from oamdsl.model.value import Value
from oamdsl.model.workload import RenderedWorkload
from oamdsl.platforms.ingress_route import Target, annotated, own_certificate, targets
from oamdsl.traits.ingress import Ingress

_GROUP: Final = "gateway.networking.k8s.io"
_V1: Final = f"{_GROUP}/v1"
_HTTPS: Final = 443
_MOVED_PERMANENTLY: Final = 301


def http_route(
    *,
    gateway: str,
    namespace: str = "",
    http: str = "",
    https: str = "",
    listener_sets: bool = False,
) -> Implementation[Ingress]:
    """An HTTPRoute.

    Args:
        gateway: Name of the Gateway that takes the requests.
        namespace: Namespace of the Gateway; empty for the component's own.
        http: Name of its listener for plain requests, from which they may be sent to the encrypted address;
            empty for none.
        https: Name of its listener that has certificates of its own for the hosts; empty for none.
        listener_sets: Whether it takes ListenerSets of the components' namespaces (``allowedListeners``), by
            which a route brings the certificate of its Secret; that goes before *https*.
    """
    parent = {"name": gateway, **({"namespace": namespace} if namespace else {})}
    holder = f"listener {https} of Gateway {gateway}"

    @implements(Ingress)
    def gateway_api_http_route(trait: Ingress, workload: RenderedWorkload) -> Iterator[Effect]:
        """An HTTPRoute; one that wants TLS is on the encrypted listener alone.

        Source: Gateway API v1.6, HTTPRoute, ListenerSet.
        """
        routed = targets(trait, workload)
        if isinstance(routed, Refuse):
            yield routed
            return
        name = workload.named(trait.name)
        brings = bool(trait.tls_secret) and listener_sets
        encrypted = bool(trait.tls_secret) or trait.redirect_https
        if encrypted and not brings and not https:
            yield Refuse(
                "tls_secret" if trait.tls_secret else "redirect_https",
                why=f"a route has no certificate, and nobody says which listener of Gateway `{gateway}` has",
                help="have the infrastructure operators give `http_route` its `https` or `listener_sets`,"
                " or leave TLS out",
            )
        if brings:
            yield _listener_set(trait, name, parent)
            taking = {"group": _GROUP, "kind": "ListenerSet", "name": name}
        else:
            taking = {**parent, **({"sectionName": https} if encrypted else {})}
        metadata, refusals = annotated(trait, {} if brings else own_certificate(trait, holder))
        yield from refusals
        rules = [_rule(trait, workload, one) for one in routed]
        yield _http_route(trait, name, taking, rules, metadata)
        made = ObjectRef(Api(_V1, "HTTPRoute"), name, workload.context.namespace)
        yield Offer(made / "spec" / "rules", why="a rollout may shift the traffic of its rules")
        if trait.redirect_https and not http:
            yield Refuse(
                "redirect_https",
                why=f"nobody says which listener of Gateway `{gateway}` takes plain requests",
                help="have the infrastructure operators give `http_route` its `http`, or leave it out",
            )
        elif trait.redirect_https:
            away = {"scheme": "https", "statusCode": _MOVED_PERMANENTLY}
            redirect = [{"type": "RequestRedirect", "requestRedirect": away}]
            sent = [{"matches": [_match(one)], "filters": redirect} for one in routed]
            yield _http_route(trait, f"{name}-redirect", {**parent, "sectionName": http}, sent, {})

    return gateway_api_http_route


def _http_route(
    trait: Ingress,
    name: str,
    parent: Mapping[str, str],
    rules: Sequence[Mapping[str, Any]],
    annotations: Mapping[str, Value[str]],
) -> Create:
    spec = {"parentRefs": [parent], "hostnames": [trait.host], "rules": rules}
    metadata = {"metadata": {"annotations": annotations}} if annotations else {}
    return Create(_V1, "HTTPRoute", name, {**metadata, "spec": spec})


def _listener_set(trait: Ingress, name: str, gateway: Mapping[str, str]) -> Create:
    listener = {
        "name": "https",
        "hostname": trait.host,
        "port": _HTTPS,
        "protocol": "HTTPS",
        "tls": {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": trait.tls_secret}]},
    }
    return Create(_V1, "ListenerSet", name, {"spec": {"parentRef": gateway, "listeners": [listener]}})


def _rule(trait: Ingress, workload: RenderedWorkload, target: Target) -> dict[str, Any]:
    timeout = trait.timeout_seconds
    return {
        "matches": [_match(target)],
        **({"filters": [_rewrite(trait, target)]} if trait.rewrite else {}),
        **({"timeouts": {"request": f"{timeout}s"}} if timeout is not None else {}),
        "backendRefs": [{"name": workload.service_name, "port": target.port}],
    }


def _match(target: Target) -> dict[str, Any]:
    return {"path": {"type": "Exact" if target.exact else "PathPrefix", "value": target.path}}


def _rewrite(trait: Ingress, target: Target) -> dict[str, Any]:
    if target.exact:
        path = {"type": "ReplaceFullPath", "replaceFullPath": trait.rewrite}
    else:
        path = {"type": "ReplacePrefixMatch", "replacePrefixMatch": trait.rewrite}
    return {"type": "URLRewrite", "urlRewrite": {"path": path}}
