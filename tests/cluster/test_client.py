"""Reading from an API server: what is sent, and what is said when it does not go well."""

import base64
import socket
import ssl
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import attrs
import pytest

from oamdsl.cluster.client import Client, ForbiddenError, MissingError, UnavailableError
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Access, Login

HERE = Path(__file__).parent
CERTIFICATE, KEY = HERE / "localhost.pem", HERE / "key.pem"
"""Of nobody, for `localhost` and `kubernetes`, for a hundred years: openssl req -x509 -nodes -days 36500."""
STRANGER = HERE / "stranger.pem"
"""Of nobody either, and trusted by no server."""
TOKEN = "t"  # noqa: S105 - of a server in this file


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@contextmanager
def serving(status=200, content=b'{"a": 1}', *, tls=False):
    """A server that answers everything alike; gives its port and the requests that it gets."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            requests.append((self.path, dict(self.headers), self.headers.get_all("Impersonate-Group")))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PATCH = do_POST = _answer  # noqa: N815 - as the library looks for them

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, KEY)
        context.load_verify_locations(CERTIFICATE)
        context.verify_mode = ssl.CERT_OPTIONAL
        context.maximum_version = ssl.TLSVersion.TLSv1_2  # it tells of a wrong certificate before the request
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port, requests
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def plain(port, **more):
    return Client(Access(context="prod", server=f"http://127.0.0.1:{port}", **more))


def secured(port, **more):
    said = {"authority": CERTIFICATE.read_bytes(), **more}
    return Client(Access(context="prod", server=f"https://localhost:{port}", **said))


def failure(client, path="/version", kind=ClusterError):
    with pytest.raises(ClusterError) as caught:
        client.get(path)
    assert type(caught.value) is kind
    return (caught.value.message, caught.value.help)


class TestRequest:
    def test_asks_for_json_with_the_token(self):
        with serving() as (port, requests):
            assert plain(port, token=TOKEN).get("/version") == {"a": 1}
        ((path, headers, _),) = requests
        assert path == "/version"
        assert headers["Accept"] == "application/json"
        assert headers["Authorization"] == f"Bearer {TOKEN}"

    def test_asks_for_what_it_is_told_to(self):
        with serving() as (port, requests):
            plain(port).get("/apis", "application/json;as=X")
        assert requests[0][1]["Accept"] == "application/json;as=X"
        assert "Authorization" not in requests[0][1]

    def test_may_have_a_name_and_a_password(self):
        with serving() as (port, requests):
            plain(port, basic=("a", "b")).get("/version")
        assert requests[0][1]["Authorization"] == f"Basic {base64.b64encode(b'a:b').decode()}"

    def test_goes_through_the_proxy_of_the_kubeconfig(self):
        with serving() as (port, requests):
            access = Access(
                context="prod", server="http://cluster.example.com", proxy=f"http://127.0.0.1:{port}"
            )
            assert Client(access).get("/version") == {"a": 1}
        assert requests[0][0] == "http://cluster.example.com/version"

    def test_logs_in_to_a_proxy_and_never_shows_how(self):
        with serving() as (port, requests):
            access = Access(
                context="prod", server="http://cluster.example.com", proxy=f"http://a:p%40ss@127.0.0.1:{port}"
            )
            Client(access).get("/version")
        assert requests[0][1]["proxy-authorization"] == f"Basic {base64.b64encode(b'a:p@ss').decode()}"
        message, _ = failure(Client(access))
        assert message == (
            "the API server http://cluster.example.com cannot be reached"
            f" through the proxy http://127.0.0.1:{port}: Connection refused"
        )

    def test_may_be_as_somebody_else(self):
        acting = (("Impersonate-User", "ann"), ("Impersonate-Group", "a"), ("Impersonate-Group", "b"))
        with serving() as (port, requests):
            plain(port, acting=acting).get("/version")
        assert requests[0][1]["Impersonate-User"] == "ann"
        assert requests[0][2] == ["a", "b"]

    def test_goes_through_the_proxy_of_the_environment(self, monkeypatch):
        with serving() as (port, requests):
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
            Client(Access(context="prod", server="http://cluster.example.com")).get("/version")
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            plain(port).get("/direct")
        assert [path for path, *_ in requests] == ["http://cluster.example.com/version", "/direct"]


class TestTls:
    def test_trusts_the_authority_of_the_kubeconfig(self):
        with serving(tls=True) as (port, _):
            assert secured(port).get("/version") == {"a": 1}

    def test_trusts_nobody_else(self):
        with serving(tls=True) as (port, _):
            message, help_ = failure(secured(port, authority=b""))
        assert message.startswith(f"the API server https://localhost:{port} cannot be reached: ")
        assert "its certificate is refused, " in message
        assert help_ == (
            "mend `server` or `certificate-authority` of the cluster of context `prod` in the kubeconfig, or"
            " whatever else answers at that address"
        )

    def test_may_trust_anybody(self):
        with serving(tls=True) as (port, _):
            assert secured(port, authority=b"", verifies=False).get("/version") == {"a": 1}

    def test_may_expect_another_name(self):
        with serving(tls=True) as (port, _):
            assert secured(port, server_name="kubernetes").get("/version") == {"a": 1}
            assert "certificate is refused, " in failure(secured(port, server_name="other"))[0]

    def test_says_when_the_server_refuses_the_users_certificate(self):
        with serving(tls=True) as (port, _):
            pair = {"certificate": STRANGER.read_bytes(), "key": KEY.read_bytes()}
            assert failure(secured(port, **pair)) == (
                f"the API server https://localhost:{port} refuses the certificate"
                " of the user of context `prod`",
                "log in again, or mend `client-certificate` of the user in the kubeconfig",
            )

    def test_says_when_the_server_speaks_no_tls(self):
        with serving() as (port, _):
            message, help_ = failure(secured(port))
        assert message.startswith(f"the API server https://localhost:{port} cannot be reached: ")
        assert help_ == "check the address, the network and the proxy"

    def test_shows_the_users_certificate(self):
        with serving(tls=True) as (port, _):
            pair = {"certificate": CERTIFICATE.read_bytes(), "key": KEY.read_bytes()}
            assert secured(port, **pair).get("/version") == {"a": 1}

    @pytest.mark.parametrize("more", [{"authority": b"no PEM"}, {"certificate": b"no PEM"}])
    def test_with_a_broken_certificate_is_an_error(self, more):
        message, help_ = failure(secured(1, **more))
        assert message.startswith("a certificate of context `prod` cannot be used: ")
        assert help_ == "mend the kubeconfig, or log in again"


class TestAnswer:
    @pytest.mark.parametrize(
        ("status", "kind", "message", "help"),
        [
            (
                401,
                ClusterError,
                "the API server does not know the user of context `prod`",
                "its token or certificate may have expired: log in again, or name another --kube-context",
            ),
            (
                403,
                ForbiddenError,
                "the user of context `prod` may not read /version",
                "ask for the cluster role `system:discovery`",
            ),
            (
                404,
                MissingError,
                "the API server has no /version",
                "check that this is a Kubernetes API server, 1.27 or later",
            ),
            (
                503,
                UnavailableError,
                "the API server answered to /version with 503 Service Unavailable",
                "try again; if that does not help, look into the server's log",
            ),
        ],
    )
    def test_that_refuses_is_an_error(self, status, kind, message, help):
        with serving(status) as (port, _):
            assert failure(plain(port), kind=kind) == (message, help)

    def test_in_a_pod_names_no_context(self):
        with serving(401) as (port, _):
            client = plain(port)
            message, _ = failure(Client(attrs.evolve(client.access, context="")))
        assert message == "the API server does not know the user"

    def test_that_is_no_json_is_an_error(self):
        with serving(content=b"<html>") as (port, _):
            message, _ = failure(plain(port))
        assert message == f"http://127.0.0.1:{port} answered to /version with something that is no JSON"

    def test_that_is_no_object_is_empty(self):
        with serving(content=b"[1]") as (port, _):
            assert plain(port).get("/version") == {}

    def test_that_does_not_come_is_an_error(self):
        with serving() as (port, _):
            pass
        message, help_ = failure(plain(port))
        assert message == f"the API server http://127.0.0.1:{port} cannot be reached: Connection refused"
        assert help_ == "check the address, the network and the proxy"

    def test_cannot_come_through_a_proxy_of_another_kind(self):
        message, help_ = failure(plain(1, proxy="socks5://name:password@proxy.example.com:1080"))
        assert message == "the proxy socks5://proxy.example.com:1080 is neither http nor https"
        assert help_ == "name an http or https proxy"


class TestImpatientClient:
    def test_does_not_wait_for_a_server_that_says_nothing(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            client = plain(silent.getsockname()[1])
            message, _ = failure(attrs.evolve(client, patience=0.05), kind=UnavailableError)
        assert "cannot be reached: timed out" in message

    def test_does_not_come_again(self):
        with serving(429) as (port, requests):
            failure(attrs.evolve(plain(port), patience=5))
        assert len(requests) == 1


class TestLogin:
    @pytest.fixture
    def login(self, tmp_path):
        program = tmp_path / "login"
        program.write_text(
            f"#!{sys.executable}\n"
            "import os, sys\n"
            "with open(os.environ['COUNT'], 'a') as file: file.write('.')\n"
            'sys.stdout.write(\'{"status": {"token": "made"}}\')\n'
        )
        program.chmod(0o755)
        return Login(
            command=str(program),
            arguments=(),
            environment={"COUNT": str(tmp_path / "count")},
            api_version="client.authentication.k8s.io/v1",
            provides_cluster=False,
            folder=tmp_path,
            hint="",
        )

    def test_is_once_and_may_be_before_anything_is_asked(self, login, tmp_path):
        with serving() as (port, requests):
            client = plain(port, login=login)
            client.log_in()
            assert requests == []
            client.get("/a")
            client.get("/b")
        assert {headers["Authorization"] for _, headers, _ in requests} == {"Bearer made"}
        assert (tmp_path / "count").read_text() == "."

    def test_is_not_needed_when_there_is_a_token(self, login, tmp_path):
        with serving() as (port, requests):
            plain(port, token=TOKEN, login=login).get("/a")
        assert requests[0][1]["Authorization"] == f"Bearer {TOKEN}"
        assert not (tmp_path / "count").exists()


def test_a_review_is_sent_as_json():
    with serving() as (port, requests):
        assert plain(port).review("/reviews", {"kind": "Review"}) == {"a": 1}
    assert requests[0][1]["Content-Type"] == "application/json"


class TestDryRun:
    def test_sends_a_merge_patch_and_says_that_it_is_no_change(self):
        with serving() as (port, requests):
            assert plain(port, token=TOKEN).dry_run("/a", {"spec": {"b": 1}}) == {"a": 1}
        ((path, headers, _),) = requests
        assert path == "/a?dryRun=All&fieldManager=oamdsl"
        assert headers["Content-Type"] == "application/merge-patch+json"
        assert headers["Authorization"] == f"Bearer {TOKEN}"

    def test_that_is_forbidden_says_so(self):
        with serving(403) as (port, _), pytest.raises(ForbiddenError) as caught:
            plain(port).dry_run("/api/v1/namespaces/prod/secrets/s", {})
        assert caught.value.message == (
            "the user of context `prod` may not change /api/v1/namespaces/prod/secrets/s"
        )
        assert caught.value.help == "ask for a role in namespace `prod` that may read secrets"


def test_a_server_that_is_busy_is_asked_again():
    with serving(429) as (port, requests):
        message, _ = failure(plain(port))
    assert message == "the API server answered to /version with 429 Too Many Requests"
    assert len(requests) == 6
