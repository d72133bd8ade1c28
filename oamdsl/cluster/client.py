"""The API server behind an access: reading and dry runs, and nothing else."""

import base64
import json
import os
import re
import ssl
import tempfile
import warnings
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import attrs
import urllib3

from oamdsl.cluster.error import ClusterError
from oamdsl.cluster.kubeconfig import Access
from oamdsl.cluster.login import Credentials, logged_in
from oamdsl.cluster.proxy import Proxy, proxy_of
from oamdsl.kubernetes.tree import as_map

JSON: Final = "application/json"
_TIMEOUT: Final = urllib3.Timeout(connect=10, read=60)
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
_FAILING: Final = 500


class ForbiddenError(ClusterError):
    """The user may not read something."""


class MissingError(ClusterError):
    """The server does not have what was asked for."""


class UnavailableError(ClusterError):
    """The server cannot answer now: it fails, or takes too long."""


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
            UnavailableError: The server cannot answer now.
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
        sent = urllib3.HTTPHeaderDict({"Accept-Encoding": "gzip", **self._headers, **headers})
        for name, value in self.access.acting:
            sent.add(name, value)
        try:
            answer = self._pool.request(method, f"{server}{path}", headers=sent, body=content)
        except urllib3.exceptions.HTTPError as error:
            raise self._unreachable(error) from error
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
                help_ = (
                    "its token or certificate may have expired: log in again, or name another --kube-context"
                )
                return ClusterError(message, help_)
            case 403:
                message = f"the user{context} may not {_VERBS[method]} {place}"
                return ForbiddenError(message, _role(place))
            case 404:
                message = f"the API server has no {place}"
                return MissingError(message, "check that this is a Kubernetes API server, 1.27 or later")
            case status:
                message = f"the API server answered to {place} with {status} {answer.reason or ''}".rstrip()
                kind = UnavailableError if status >= _FAILING else ClusterError
                return kind(message, "try again; if that does not help, look into the server's log")

    def log_in(self) -> None:
        """Log in now, for a command that may ask the user, who is not to be disturbed by anything else.

        Raises:
            ClusterError: It fails.
        """
        _ = self._credentials

    @cached_property
    def _credentials(self) -> Credentials:
        access = self.access
        if access.login is not None and not access.token:
            return logged_in(access, access.login, self.patience)
        return Credentials(access.token, access.certificate, access.key)

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
        if self._proxy is None:
            return urllib3.PoolManager(**options)
        if self._proxy.login:
            options["proxy_headers"] = urllib3.make_headers(proxy_basic_auth=self._proxy.login)
        return urllib3.ProxyManager(self._proxy.url, **options)

    @cached_property
    def _proxy(self) -> Proxy | None:
        return proxy_of(self.access.server, self.access.proxy)

    def _unreachable(self, error: urllib3.exceptions.HTTPError) -> ClusterError:
        """What *error* means to who asked."""
        context = f" of context `{self.access.context}`" if self.access.context else ""
        through = f" through the proxy {self._proxy.url}" if self._proxy else ""
        message = f"the API server {self.access.server} cannot be reached{through}"
        below = _bottom(error)
        if isinstance(below, ssl.SSLCertVerificationError):
            return ClusterError(
                f"{message}: its certificate is refused, {below.verify_message.rstrip('.')}",
                f"mend `server` or `certificate-authority` of the cluster{context} in the kubeconfig, or"
                " whatever else answers at that address",
            )
        if isinstance(below, ssl.SSLError) and _BLAMES_THE_CLIENT.search(below.reason or ""):
            return ClusterError(
                f"the API server {self.access.server} refuses the certificate of the user{context}",
                "log in again, or mend `client-certificate` of the user in the kubeconfig",
            )
        if isinstance(getattr(error, "reason", error), urllib3.exceptions.ReadTimeoutError):
            return UnavailableError(
                f"{message}: timed out", "try again; if that does not help, ask who runs it"
            )
        return ClusterError(f"{message}: {_reason(below)}", "check the address, the network and the proxy")


_BLAMES_THE_CLIENT: Final = re.compile("ALERT.*(CERTIFICATE|UNKNOWN_CA)")
"""Source: RFC 8446, section 6.2, alerts of a server, by the names that OpenSSL gives them."""


def _role(place: str) -> str:
    """Which role lets a user read *place*."""
    _, _, inside = place.partition("/namespaces/")
    namespace, _, kind = inside.partition("/")
    if not namespace:
        return "ask for the cluster role `system:discovery`"
    if kind.startswith("secrets"):
        return f"ask for a role in namespace `{namespace}` that may read secrets"
    return f"ask for a role in namespace `{namespace}`, such as `view`"


def _bottom(error: BaseException) -> BaseException:
    """What lies at the bottom of *error*."""
    while below := [
        one
        for one in (getattr(error, "reason", None), error.__cause__, *error.args)
        if isinstance(one, BaseException)
    ]:
        error = below[0]
    return error


def _reason(error: BaseException) -> str:
    """*error* in as few words as it has."""
    return getattr(error, "strerror", None) or str(error)


def _tls(access: Access, credentials: Credentials) -> ssl.SSLContext:
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
