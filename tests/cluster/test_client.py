"""Reading from an API server: what is sent, and what is said when it does not go well."""

import base64
import json
import socket
import ssl
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import attrs
import pytest

from oamdsl.cluster.client import Client, ForbiddenError, MissingError
from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Access, Login

HERE = Path(__file__).parent
CERTIFICATE, KEY = HERE / "localhost.pem", HERE / "key.pem"
"""Of nobody, for `localhost` and `kubernetes`, for a hundred years: openssl req -x509 -nodes -days 36500."""
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
            requests.append((self.path, dict(self.headers)))
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
        ((path, headers),) = requests
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

    def test_goes_through_the_proxy_of_the_environment(self, monkeypatch):
        with serving() as (port, requests):
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
            Client(Access(context="prod", server="http://cluster.example.com")).get("/version")
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            plain(port).get("/direct")
        assert [path for path, _ in requests] == ["http://cluster.example.com/version", "/direct"]


class TestTls:
    def test_trusts_the_authority_of_the_kubeconfig(self):
        with serving(tls=True) as (port, _):
            assert secured(port).get("/version") == {"a": 1}

    def test_trusts_nobody_else(self):
        with serving(tls=True) as (port, _):
            message, _ = failure(secured(port, authority=b""))
        assert message.startswith(f"the API server https://localhost:{port} cannot be reached: ")
        assert "its certificate is refused, " in message

    def test_may_trust_anybody(self):
        with serving(tls=True) as (port, _):
            assert secured(port, authority=b"", verifies=False).get("/version") == {"a": 1}

    def test_may_expect_another_name(self):
        with serving(tls=True) as (port, _):
            assert secured(port, server_name="kubernetes").get("/version") == {"a": 1}
            assert "certificate is refused, " in failure(secured(port, server_name="other"))[0]

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
                "log in again, or choose another context with --kube-context",
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
                ClusterError,
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
        assert message == "the proxy socks5://proxy.example.com is neither http nor https"
        assert help_ == "name an http or https proxy"


LOGIN = """\
#!{python}
import json, os, sys
told = json.loads(os.environ["KUBERNETES_EXEC_INFO"])
token = " ".join([*sys.argv[1:], os.environ["GIVEN"], json.dumps(told["spec"], sort_keys=True)])
json.dump({{"apiVersion": told["apiVersion"], "kind": "ExecCredential", "status": {status}}}, sys.stdout)
sys.exit({code})
"""


@pytest.fixture
def login(tmp_path):
    """Makes a login command that answers with a status, a Python expression."""

    def made(status='{"token": token}', *, code=0, **more):
        program = tmp_path / "login"
        program.write_text(LOGIN.format(python=sys.executable, status=status, code=code))
        program.chmod(0o755)
        said = {
            "command": "./login",
            "arguments": ("--quick",),
            "environment": {"GIVEN": "b"},
            "api_version": "client.authentication.k8s.io/v1",
            "provides_cluster": False,
            "folder": tmp_path,
            "hint": "",
        }
        return Login(**said | more)

    return made


class TestLogin:
    def test_makes_a_token_once(self, login):
        with serving() as (port, requests):
            client = plain(port, login=login())
            client.get("/a")
            client.get("/b")
        tokens = {headers["Authorization"] for _, headers in requests}
        assert tokens == {'Bearer --quick b {"interactive": false}'}

    def test_is_told_of_the_cluster_when_it_wants_to(self, login):
        with serving() as (port, requests):
            plain(
                port,
                login=login(provides_cluster=True),
                authority=b"ca",
                server_name="n",
                proxy=f"http://127.0.0.1:{port}",
            ).get("/a")
        told = json.loads(requests[0][1]["Authorization"].partition("b ")[2])
        assert told["cluster"] == {
            "server": f"http://127.0.0.1:{port}",
            "certificate-authority-data": base64.b64encode(b"ca").decode(),
            "insecure-skip-tls-verify": False,
            "tls-server-name": "n",
            "proxy-url": f"http://127.0.0.1:{port}",
        }

    def test_may_not_need_a_name_or_a_proxy(self, login):
        with serving() as (port, requests):
            plain(port, login=login(provides_cluster=True)).get("/a")
        told = json.loads(requests[0][1]["Authorization"].partition("b ")[2])
        assert sorted(told["cluster"]) == ["certificate-authority-data", "insecure-skip-tls-verify", "server"]

    def test_makes_a_certificate(self, login):
        status = f"dict(clientCertificateData={CERTIFICATE.read_text()!r}, clientKeyData={KEY.read_text()!r})"
        with serving(tls=True) as (port, requests):
            secured(port, login=login(status)).get("/a")
        assert "Authorization" not in requests[0][1]

    def test_is_not_asked_when_there_is_a_token(self, login):
        with serving() as (port, requests):
            plain(port, token=TOKEN, login=login(code=1)).get("/a")
        assert requests[0][1]["Authorization"] == f"Bearer {TOKEN}"

    @pytest.mark.parametrize(
        ("status", "code", "ending"),
        [
            ("{}", 0, "gave no credentials"),
            ("None", 0, "gave no credentials"),
            ('{"token": "t"}', 3, "ended with 3"),
        ],
    )
    def test_that_fails_is_an_error(self, login, status, code, ending):
        assert failure(plain(1, login=login(status, code=code))) == (
            f"the login command `./login` of context `prod` {ending}",
            "run it by hand to see why",
        )

    def test_that_answers_no_json_is_an_error(self, login):
        said = login()
        (said.folder / "login").write_text("#!/bin/sh\necho hello\n")
        assert "gave no credentials" in failure(plain(1, login=said))[0]

    @pytest.mark.parametrize(
        ("hint", "help"),
        [
            ("", "install it, or choose another context with --kube-context"),
            ("brew install it", "brew install it"),
        ],
    )
    def test_that_is_not_installed_is_an_error(self, login, hint, help):
        assert failure(plain(1, login=login(command="no-such-login", hint=hint))) == (
            "the login command `no-such-login` of context `prod` is not installed",
            help,
        )

    def test_that_speaks_of_old_is_an_error(self, login):
        said = login(api_version="client.authentication.k8s.io/v1alpha1")
        assert failure(plain(1, login=said)) == (
            "the login command of context `prod` speaks `client.authentication.k8s.io/v1alpha1`",
            "update it to one that speaks client.authentication.k8s.io/v1",
        )


class TestImpatientClient:
    def test_does_not_wait_for_a_server_that_says_nothing(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            client = plain(silent.getsockname()[1])
            message, _ = failure(attrs.evolve(client, patience=0.05))
        assert "cannot be reached: timed out" in message

    def test_does_not_come_again(self):
        with serving(429) as (port, requests):
            failure(attrs.evolve(plain(port), patience=5))
        assert len(requests) == 1

    def test_does_not_wait_for_a_login_and_lets_it_ask_nobody(self, login):
        said = login()
        (said.folder / "login").write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
        client = attrs.evolve(plain(1, login=said), patience=0.02)
        assert failure(client) == (
            "the login command `./login` of context `prod` takes too long",
            "run it by hand, and log in",
        )


def test_a_review_is_sent_as_json():
    with serving() as (port, requests):
        assert plain(port).review("/reviews", {"kind": "Review"}) == {"a": 1}
    assert requests[0][1]["Content-Type"] == "application/json"


class TestDryRun:
    def test_sends_a_merge_patch_and_says_that_it_is_no_change(self):
        with serving() as (port, requests):
            assert plain(port, token=TOKEN).dry_run("/a", {"spec": {"b": 1}}) == {"a": 1}
        ((path, headers),) = requests
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
