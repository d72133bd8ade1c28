"""The command of a kubeconfig that makes credentials.

Source: Kubernetes, "client-go credential plugins".
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final

import attrs

from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Access, Login
from oamdsl.kubernetes.tree import as_map

_VERSIONS: Final = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
_LONGER: Final = 4
"""How much longer a command that logs in may take than a server that answers."""


@attrs.frozen
class Credentials:
    """What proves who asks.

    Attributes:
        token: A bearer token.
        certificate: The client's certificate, as PEM.
        key: The key of that, as PEM.
    """

    token: str = attrs.field(default="", repr=False)
    certificate: bytes = attrs.field(default=b"", repr=False)
    key: bytes = attrs.field(default=b"", repr=False)


def logged_in(access: Access, login: Login, patience: float | None) -> Credentials:
    """The credentials that the command of *login* makes.

    It may ask the user when there is a terminal, *patience* is None and it does not say that it never asks.

    Args:
        access: The cluster.
        login: The command.
        patience: Seconds that a server may take for an answer, and the command four times as long; None for
            the time that people wait.

    Raises:
        ClusterError: It cannot be run, takes too long, fails or makes none.
    """
    program = _program(access, login)
    may_ask = patience is None and login.interactive != "Never" and sys.stdin.isatty()
    if login.interactive == "Always" and not may_ask:
        raise _failed(access, login, "asks the user, and there is no terminal", "log in by hand first")
    try:
        done = subprocess.run(  # noqa: S603 - the command that the user's own kubeconfig names
            [program, *login.arguments],
            env={
                **os.environ,
                **login.environment,
                "KUBERNETES_EXEC_INFO": json.dumps(_told(access, login, interactive=may_ask)),
            },
            stdin=sys.stdin if may_ask else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=None if patience is None else _LONGER * patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed(access, login, "takes too long", "run it by hand, and log in") from None
    except OSError as error:
        help_ = "mend its `command` in the kubeconfig"
        raise _failed(access, login, f"cannot be run: {error.strerror}", help_) from error
    made = _credentials(done.stdout) if done.returncode == 0 else Credentials()
    if made == Credentials():
        ending = f"ended with {done.returncode}" if done.returncode else "gave no credentials"
        raise _failed(access, login, ending, "run it by hand to see why")
    return made


def _program(access: Access, login: Login) -> str:
    if login.api_version not in _VERSIONS:
        message = f"the login command of context `{access.context}` speaks `{login.api_version}`"
        raise ClusterError(message, f"update it to one that speaks {_VERSIONS[0]}")
    name = login.command
    if os.sep in name:
        name = str(login.folder / name)
    program = shutil.which(name)
    if program is None:
        help_ = login.hint or "install it, or choose another context with --kube-context"
        raise _failed(access, login, "is not installed", help_)
    return program


def _failed(access: Access, login: Login, ending: str, help: str) -> ClusterError:
    return ClusterError(f"the login command `{login.command}` of context `{access.context}` {ending}", help)


def _credentials(answer: bytes) -> Credentials:
    """What a command answered; nothing where it is not understood."""
    try:
        status = as_map(as_map(json.loads(answer)).get("status"))
    except ValueError:
        return Credentials()
    return Credentials(
        str(status.get("token") or ""),
        str(status.get("clientCertificateData") or "").encode(),
        str(status.get("clientKeyData") or "").encode(),
    )


def _told(access: Access, login: Login, *, interactive: bool) -> Mapping[str, Any]:
    """What the command is told: whether it may ask the user, and of the cluster."""
    spec: dict[str, Any] = {"interactive": interactive}
    if login.provides_cluster:
        spec["cluster"] = {
            "server": access.server,
            "certificate-authority-data": base64.b64encode(access.authority).decode(),
            "insecure-skip-tls-verify": not access.verifies,
            **({"tls-server-name": access.server_name} if access.server_name else {}),
            **({"proxy-url": access.proxy} if access.proxy else {}),
        }
    return {"apiVersion": login.api_version, "kind": "ExecCredential", "spec": spec}
