"""Which proxy stands between a user and an API server."""

import pytest

from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.proxy import Proxy, proxy_of

PROXY = Proxy("http://proxy.example.com:3128")


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_there_may_be_none():
    assert proxy_of("https://cluster.example.com", "") is None


def test_that_of_the_kubeconfig_comes_first(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://other.example.com")
    assert proxy_of("https://cluster.example.com", PROXY.url) == PROXY


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize("url", ["http://proxy.example.com:3128", "proxy.example.com:3128"])
def test_that_of_the_environment_may_go_without_a_scheme(monkeypatch, name, url):
    monkeypatch.setenv(name, url)
    assert proxy_of("https://cluster.example.com", "") == PROXY
    assert proxy_of("http://cluster.example.com", "") is None


def test_its_password_is_apart_and_not_shown():
    proxy = proxy_of("https://cluster.example.com", "http://a:p%40ss@proxy.example.com:3128")
    assert proxy == Proxy("http://proxy.example.com:3128", "a:p@ss")
    assert "p@ss" not in repr(proxy)


@pytest.mark.parametrize(
    ("server", "excepted", "is_direct"),
    [
        ("https://10.1.2.3:6443", "10.0.0.0/8", True),
        ("https://10.1.2.3:6443", "192.168.0.0/16, 10.0.0.0/8", True),
        ("https://10.1.2.3:6443", "internal.example.com,10.0.0.0/8", True),
        ("https://11.1.2.3:6443", "10.0.0.0/8", False),
        ("https://10.1.2.3:6443", "10.1.2.3", True),
        ("https://[fd00::1]:6443", "fd00::/8", True),
        ("https://api.internal.example.com", ".internal.example.com", True),
        ("https://api.internal.example.com", "internal.example.com", True),
        ("https://api.example.com", "internal.example.com", False),
        ("https://api.example.com", "*", True),
        ("https://localhost:6443", "", True),
        ("https://127.0.0.1:6443", "", True),
        ("https://[::1]:6443", "", True),
    ],
)
def test_what_is_excepted_is_reached_without_one(monkeypatch, server, excepted, is_direct):
    monkeypatch.setenv("HTTPS_PROXY", PROXY.url)
    monkeypatch.setenv("NO_PROXY", excepted)
    assert (proxy_of(server, "") is None) is is_direct


def test_one_of_another_kind_is_an_error_that_shows_no_password():
    with pytest.raises(ClusterError) as caught:
        proxy_of("https://cluster.example.com", "socks5://name:password@proxy.example.com:1080")
    assert caught.value.message == "the proxy socks5://proxy.example.com:1080 is neither http nor https"
    assert caught.value.help == "name an http or https proxy"
