"""The command that makes credentials: what it is told, whether it may ask, and what is said when it fails."""

import base64
import contextlib
import json
import sys
from typing import TextIO

import attrs
import pytest

from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Access, Login
from oamdsl.cluster.login import Credentials, logged_in

CLUSTER = Access(context="prod", server="https://192.0.2.1")
LOGIN = """\
#!{python}
import json, os, sys
told = json.loads(os.environ["KUBERNETES_EXEC_INFO"])
token = json.dumps([sys.argv[1:], os.environ["GIVEN"], told["spec"], sys.stdin.read()])
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


@attrs.frozen
class Typed:
    """Standard input: what the user would type, on what may be a terminal."""

    file: TextIO
    terminal: bool

    def isatty(self):
        return self.terminal

    def fileno(self):
        return self.file.fileno()


@pytest.fixture
def answers(tmp_path, monkeypatch):
    """Makes standard input of what the user would type."""
    with contextlib.ExitStack() as opened:

        def typing(text, *, terminal):
            file = tmp_path / "typed"
            file.write_text(text)
            monkeypatch.setattr(sys, "stdin", Typed(opened.enter_context(file.open()), terminal))

        yield typing


def told(login, access=CLUSTER):
    return json.loads(logged_in(access, login, None).token)


def failure(login, patience=None):
    with pytest.raises(ClusterError) as caught:
        logged_in(CLUSTER, login, patience)
    return (caught.value.message, caught.value.help)


def test_it_gets_its_arguments_and_its_environment(login):
    assert told(login())[:2] == [["--quick"], "b"]


def test_it_is_told_of_the_cluster_when_it_wants_to(login):
    access = Access(
        context="prod",
        server="https://192.0.2.1",
        authority=b"ca",
        server_name="n",
        proxy="http://proxy.example.com",
    )
    assert told(login(provides_cluster=True), access)[2]["cluster"] == {
        "server": "https://192.0.2.1",
        "certificate-authority-data": base64.b64encode(b"ca").decode(),
        "insecure-skip-tls-verify": False,
        "tls-server-name": "n",
        "proxy-url": "http://proxy.example.com",
    }


def test_the_cluster_may_need_no_name_and_no_proxy(login):
    assert sorted(told(login(provides_cluster=True))[2]["cluster"]) == [
        "certificate-authority-data",
        "insecure-skip-tls-verify",
        "server",
    ]


@pytest.mark.parametrize("mode", ["IfAvailable", "Always"])
def test_it_may_ask_the_user_on_a_terminal(login, answers, mode):
    answers("123456", terminal=True)
    assert told(login(interactive=mode))[2:] == [{"interactive": True}, "123456"]


@pytest.mark.parametrize(("mode", "terminal"), [("IfAvailable", False), ("Never", True)])
def test_it_asks_nobody_where_there_is_no_terminal_or_when_it_says_so(login, answers, mode, terminal):
    answers("what the script reads", terminal=terminal)
    assert told(login(interactive=mode))[2:] == [{"interactive": False}, ""]


def test_one_that_must_ask_is_an_error_without_a_terminal(login, answers):
    answers("", terminal=False)
    assert failure(login(interactive="Always")) == (
        "the login command `./login` of context `prod` asks the user, and there is no terminal",
        "log in by hand first",
    )


def test_it_may_make_a_certificate(login):
    made = logged_in(CLUSTER, login('{"clientCertificateData": "c", "clientKeyData": "k"}'), None)
    assert made == Credentials(certificate=b"c", key=b"k")
    assert repr(made) == "Credentials()"


@pytest.mark.parametrize(
    ("status", "code", "ending"),
    [
        ("{}", 0, "gave no credentials"),
        ("None", 0, "gave no credentials"),
        ('{"token": "t"}', 3, "ended with 3"),
    ],
)
def test_one_that_fails_is_an_error(login, status, code, ending):
    assert failure(login(status, code=code)) == (
        f"the login command `./login` of context `prod` {ending}",
        "run it by hand to see why",
    )


def test_one_that_answers_no_json_is_an_error(login):
    said = login()
    (said.folder / "login").write_text("#!/bin/sh\necho hello\n")
    assert "gave no credentials" in failure(said)[0]


def test_one_that_is_no_program_is_an_error(login):
    said = login()
    (said.folder / "login").write_bytes(b"\0")
    assert failure(said) == (
        "the login command `./login` of context `prod` cannot be run: Exec format error",
        "mend its `command` in the kubeconfig",
    )


@pytest.mark.parametrize(
    ("hint", "help"),
    [
        ("", "install it, or choose another context with --kube-context"),
        ("brew install it", "brew install it"),
    ],
)
def test_one_that_is_not_installed_is_an_error(login, hint, help):
    assert failure(login(command="no-such-login", hint=hint)) == (
        "the login command `no-such-login` of context `prod` is not installed",
        help,
    )


def test_one_that_speaks_of_old_is_an_error(login):
    assert failure(login(api_version="client.authentication.k8s.io/v1alpha1")) == (
        "the login command of context `prod` speaks `client.authentication.k8s.io/v1alpha1`",
        "update it to one that speaks client.authentication.k8s.io/v1",
    )


def test_one_that_takes_too_long_is_not_waited_for_by_the_impatient(login):
    said = login()
    (said.folder / "login").write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    assert failure(said, patience=0.02) == (
        "the login command `./login` of context `prod` takes too long",
        "run it by hand, and log in",
    )
