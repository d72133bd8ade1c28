"""The proxy between a user and an API server, chosen as kubectl chooses it."""

import ipaddress
import urllib.request
from typing import Final
from urllib.parse import unquote, urlsplit

import attrs

from oamdsl.cluster.error import ClusterError

_SCHEMES: Final = ("http", "https")


@attrs.frozen
class Proxy:
    """A proxy.

    Attributes:
        url: Where it is, without a name and a password.
        login: ``name:password`` for it; empty for none.
    """

    url: str
    login: str = attrs.field(default="", repr=False)


def proxy_of(server: str, said: str) -> Proxy | None:
    """The proxy for *server*; None for none.

    Args:
        server: The URL of an API server.
        said: The URL that a kubeconfig names; empty for what HTTPS_PROXY and NO_PROXY say.

    Raises:
        ClusterError: It is no proxy that is understood.
    """
    url = said or _of_environment(server)
    if not url:
        return None
    if "://" not in url:
        url = f"http://{url}"
    parts = urlsplit(url)
    credentials, _, place = parts.netloc.rpartition("@")
    if parts.scheme not in _SCHEMES:
        message = f"the proxy {parts.scheme}://{place} is neither http nor https"
        raise ClusterError(message, "name an http or https proxy")
    return Proxy(f"{parts.scheme}://{place}", unquote(credentials))


def _of_environment(server: str) -> str:
    parts = urlsplit(server)
    host = parts.hostname or ""
    proxies = urllib.request.getproxies()
    if urllib.request.proxy_bypass(host) or _is_excepted(host, proxies.get("no", "")):
        return ""
    return proxies.get(parts.scheme, "")


def _is_excepted(host: str, excepted: str) -> bool:
    """Whether *host* is this machine, or in one of the ranges of addresses that are reached without a proxy.

    Source: golang.org/x/net/http/httpproxy, ``Config.NoProxy``, which kubectl reads.
    """
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or any(address in one for one in map(_network, excepted.split(",")) if one)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
