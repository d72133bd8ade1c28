"""The API server behind an access: reading and dry runs, and nothing else."""

import base64
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.request
import warnings
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import attrs
import urllib3

from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Access, Login
from oamdsl.kubernetes.tree import as_map

JSON: Final = "application/json"
_LOGIN_VERSIONS: Final = ("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
_TIMEOUT: Final = urllib3.Timeout(connect=10, read=60)
_TO_LOG_IN: Final = 4
"""How much longer a command that logs in may take than a server that answers."""
_PATIENT: Final = urllib3.Retry(
    total=None,
    connect=0,
    read=0,
    redirect=False,
    other=0,
    status=5,
    status_forcelist=(429,),
    raise_on_status=False,
)
"""Come again when the server says when: it has much to do, or serves a new API in a moment.

Source: Kubernetes, API Priority and Fairness.
"""
_VERBS: Final = {"GET": "read", "PATCH": "change", "POST": "ask"}
_GOOD: Final = range(200, 300)


class ForbiddenError(ClusterError):
    """The user may not read something."""


class MissingError(ClusterError):
    """The server does not have what was asked for."""


@attrs.frozen
class _Credentials:
    """What proves who asks."""

    token: str = ""
    certificate: bytes = b""
    key: bytes = b""


@attrs.frozen(slots=False)
class Client:
    """Reads from the API server of an access; logs in when it first has to.

    Attributes:
        access: The cluster and the way in.
        patience: Seconds to wait for an answer, and four times as long for a command that logs in, which is
            then not asked to ask the user; None for the time that people wait.
    """

    access: Access
    patience: float | None = None

    def get(self, path: str, accept: str = JSON) -> Mapping[str, Any]:
        """What the server answers to *path*, a JSON object.

        Raises:
            ForbiddenError: The user may not read it.
            MissingError: The server does not have it.
            ClusterError: There is no answer, or none that is understood.
        """
        return self._understood("GET", path, {"Accept": accept})

    def dry_run(self, path: str, patch: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the object at *path* would be with *patch*, a JSON merge patch; it is not changed.

        Raises:
            ForbiddenError: The user may not change it.
            ClusterError: The server would refuse it, or there is no answer.

        Source: Kubernetes API Concepts, Dry-run.
        """
        headers = {"Accept": JSON, "Content-Type": "application/merge-patch+json"}
        content = json.dumps(patch).encode()
        return self._understood("PATCH", f"{path}?dryRun=All&fieldManager=oamdsl", headers, content)

    def review(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the server answers to a question in the form of an object, which is not kept.

        Raises:
            ClusterError: There is no answer, or none that is understood.

        Source: Kubernetes, Authorization, "Checking API access".
        """
        headers = {"Accept": JSON, "Content-Type": JSON}
        return self._understood("POST", path, headers, json.dumps(body).encode())

    def _understood(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes | None = None
    ) -> Mapping[str, Any]:
        server = self.access.server
        try:
            answer = self._pool.request(
                method, f"{server}{path}", headers={**self._headers, **headers}, body=content
            )
        except urllib3.exceptions.HTTPError as error:
            message = f"the API server {server} cannot be reached: {_reason(error)}"
            raise ClusterError(message, "check the address, the network and the proxy") from error
        if answer.status not in _GOOD:
            raise self._refused(method, path, answer)
        try:
            understood = json.loads(answer.data)
        except ValueError as error:
            message = f"{server} answered to {path} with something that is no JSON"
            raise ClusterError(
                message, "check that this is the address of a Kubernetes API server"
            ) from error
        return as_map(understood)

    def _refused(self, method: str, path: str, answer: urllib3.BaseHTTPResponse) -> ClusterError:
        context = f" of context `{self.access.context}`" if self.access.context else ""
        place = path.partition("?")[0]
        match answer.status:
            case 401:
                message = f"the API server does not know the user{context}"
                return ClusterError(message, "log in again, or choose another context with --kube-context")
            case 403:
                message = f"the user{context} may not {_VERBS[method]} {place}"
                return ForbiddenError(message, _role(place))
            case 404:
                message = f"the API server has no {place}"
                return MissingError(message, "check that this is a Kubernetes API server, 1.27 or later")
            case status:
                message = f"the API server answered to {place} with {status} {answer.reason or ''}".rstrip()
                return ClusterError(message, "try again; if that does not help, look into the server's log")

    @cached_property
    def _credentials(self) -> _Credentials:
        access = self.access
        if access.login is not None and not access.token:
            return _logged_in(access, access.login, self.patience)
        return _Credentials(access.token, access.certificate, access.key)

    @cached_property
    def _headers(self) -> Mapping[str, str]:
        if self._credentials.token:
            return {"Authorization": f"Bearer {self._credentials.token}"}
        if self.access.basic is not None:
            pair = ":".join(self.access.basic).encode()
            return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
        return {}

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        access = self.access
        timeout = _TIMEOUT if self.patience is None else urllib3.Timeout(self.patience)
        retries = _PATIENT if self.patience is None else False
        options: dict[str, Any] = {"timeout": timeout, "retries": retries, "maxsize": 8}
        if access.server.startswith("https:"):
            if not access.verifies:  # whoever wrote "insecure-skip-tls-verify" knows
                warnings.filterwarnings("ignore", category=urllib3.exceptions.InsecureRequestWarning)
            options["ssl_context"] = _tls(access, self._credentials)
            if access.server_name:
                options["server_hostname"] = access.server_name
        proxy = access.proxy or _proxy_of_environment(access.server)
        if not proxy:
            return urllib3.PoolManager(**options)
        try:
            return urllib3.ProxyManager(proxy, **options)
        except urllib3.exceptions.ProxySchemeUnknown:
            message = f"the proxy {_without_password(proxy)} is neither http nor https"
            raise ClusterError(message, "name an http or https proxy") from None


def _role(place: str) -> str:
    """Which role lets a user read *place*."""
    _, _, inside = place.partition("/namespaces/")
    namespace, _, kind = inside.partition("/")
    if not namespace:
        return "ask for the cluster role `system:discovery`"
    if kind.startswith("secrets"):
        return f"ask for a role in namespace `{namespace}` that may read secrets"
    return f"ask for a role in namespace `{namespace}`, such as `view`"


def _reason(error: BaseException) -> str:
    """What lies at the bottom of *error*, in as few words as it has."""
    while below := [
        one
        for one in (getattr(error, "reason", None), error.__cause__, *error.args)
        if isinstance(one, BaseException)
    ]:
        error = below[0]
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is refused, {error.verify_message}"
    return getattr(error, "strerror", None) or str(error)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}"


def _proxy_of_environment(server: str) -> str:
    """The proxy that HTTPS_PROXY and NO_PROXY name for *server*; empty for none."""
    parts = urlsplit(server)
    host = parts.hostname or ""
    if urllib.request.proxy_bypass(host):
        return ""
    return urllib.request.getproxies().get(parts.scheme, "")


def _tls(access: Access, credentials: _Credentials) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cadata=access.authority.decode() or None)
        if not access.verifies:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if credentials.certificate:
            _present(context, credentials.certificate + b"\n" + credentials.key)
    except (ssl.SSLError, ValueError) as error:
        message = f"a certificate of context `{access.context}` cannot be used: {_reason(error)}"
        raise ClusterError(message, "mend the kubeconfig, or log in again") from error
    return context


def _present(context: ssl.SSLContext, pair: bytes) -> None:
    """Load a certificate and its key, which Python takes from a file only."""
    handle, name = tempfile.mkstemp()  # readable to its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pair)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()


def _logged_in(access: Access, login: Login, patience: float | None) -> _Credentials:
    """The credentials that the command of *login* makes.

    Source: Kubernetes, "client-go credential plugins", Input and output formats.
    """
    if login.api_version not in _LOGIN_VERSIONS:
        message = f"the login command of context `{access.context}` speaks `{login.api_version}`"
        raise ClusterError(message, f"update it to one that speaks {_LOGIN_VERSIONS[0]}")
    name = login.command
    if os.sep in name:
        name = str(login.folder / name)
    program = shutil.which(name)
    if program is None:
        message = f"the login command `{login.command}` of context `{access.context}` is not installed"
        raise ClusterError(message, login.hint or "install it, or choose another context with --kube-context")
    told = json.dumps(_told(access, login, interactive=patience is None and sys.stdin.isatty()))
    try:
        done = subprocess.run(  # noqa: S603 - the command that the user's own kubeconfig names
            [program, *login.arguments],
            env={**os.environ, **login.environment, "KUBERNETES_EXEC_INFO": told},
            stdin=None if patience is None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=None if patience is None else _TO_LOG_IN * patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"the login command `{login.command}` of context `{access.context}` takes too long"
        raise ClusterError(message, "run it by hand, and log in") from None
    try:
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except ValueError:
        answer = None
    status = as_map(as_map(answer).get("status"))
    made = _Credentials(
        str(status.get("token") or ""),
        str(status.get("clientCertificateData") or "").encode(),
        str(status.get("clientKeyData") or "").encode(),
    )
    if made == _Credentials():
        ending = f"ended with {done.returncode}" if done.returncode else "gave no credentials"
        message = f"the login command `{login.command}` of context `{access.context}` {ending}"
        raise ClusterError(message, "run it by hand to see why")
    return made


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
