"""Who reads which cluster, and how: what a kubeconfig says, as kubectl understands it.

Source: Kubernetes, "Organizing Cluster Access Using kubeconfig Files", "client-go credential plugins",
"Accessing the Kubernetes API from a Pod".
"""

import base64
import binascii
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import attrs
import yaml

from oamdsl.cluster.error import ClusterError
from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.kubernetes.tree import as_map, is_map, maps_in

SERVICE_ACCOUNT: Final = Path("/var/run/secrets/kubernetes.io/serviceaccount")
_KINDS: Final = {"contexts": "context", "clusters": "cluster", "users": "user"}
_NOBODY: Final[tuple[Mapping[str, Any], Path]] = ({}, Path())


@attrs.frozen
class Login:
    """A command that makes credentials.

    Attributes:
        command: The program.
        arguments: Its arguments.
        environment: Variables that it gets besides.
        api_version: What it speaks: ``client.authentication.k8s.io/v1``.
        provides_cluster: Whether it is told of the cluster.
        folder: What a relative path of the program is relative to.
        hint: What its kubeconfig says of installing it.
        interactive: Whether it asks the user: ``Never``, ``IfAvailable`` or ``Always``.
    """

    command: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    api_version: str
    provides_cluster: bool
    folder: Path
    hint: str
    interactive: str = "IfAvailable"


@attrs.frozen(kw_only=True)
class Access:
    """A cluster and somebody's way in.

    Attributes:
        context: The context's name; empty in a pod.
        server: The API server's URL.
        authority: The certificates that vouch for it, as PEM; empty for those that the system trusts.
        server_name: The name on its certificate, where not the URL's; empty otherwise.
        verifies: Whether its certificate is checked.
        proxy: The URL of a proxy; empty for what the environment says.
        certificate: The client's certificate, as PEM.
        key: The key of that, as PEM.
        token: A bearer token.
        basic: User name and password.
        acting: Headers that say as whom the user acts: pairs of name and value.
        login: A command that makes credentials.
    """

    context: str
    server: str
    authority: bytes = b""
    server_name: str = ""
    verifies: bool = True
    proxy: str = ""
    certificate: bytes = attrs.field(default=b"", repr=False)
    key: bytes = attrs.field(default=b"", repr=False)
    token: str = attrs.field(default="", repr=False)
    basic: tuple[str, str] | None = attrs.field(default=None, repr=False)
    acting: tuple[tuple[str, str], ...] = ()
    login: Login | None = attrs.field(default=None, repr=False)


def access(file: Path | None = None, context: str | None = None) -> Access:
    """The way into the cluster of *context*.

    Args:
        file: A kubeconfig; by default those of KUBECONFIG, else ``~/.kube/config``, else the service account
            of the pod that this runs in.
        context: One of its contexts; by default its current one.

    Raises:
        ClusterError: There is no such context, or what is said of it is not understood.
    """
    files = _files(file)
    if file is None and not any(one.is_file() for one in files) and (SERVICE_ACCOUNT / "token").is_file():
        return _of_pod()
    config = _merged([_read(one) for one in files if file is not None or one.is_file()])
    name = context or config.current
    if not name:
        known = ", ".join(f"`{one}`" for one in config.named["contexts"])
        where = " and ".join(map(str, files))
        if known:
            message = f"no context is chosen in {where}"
            raise ClusterError(message, f"name one with --kube-context: {known}")
        what = f"context in {where}" if any(one.is_file() for one in files) else f"kubeconfig {where}"
        message = f"there is no {what}"
        raise ClusterError(message, "name a file with --kubeconfig")
    chosen, _ = config.one("contexts", name)
    cluster, beside_cluster = config.one("clusters", str(chosen.get("cluster", "")))
    user, beside_user = config.one("users", str(chosen["user"])) if chosen.get("user") else _NOBODY
    server = cluster.get("server")
    if not isinstance(server, str) or not server:
        message = f"the cluster of context `{name}` has no server"
        raise ClusterError(message, "give it a `server` in the kubeconfig")
    if not _is_url(server):
        message = f"the server of context `{name}` is `{server}`, which is no http or https URL"
        raise ClusterError(message, "write it like `https://HOST:6443` in the kubeconfig")
    if "auth-provider" in user:
        message = f"the user of context `{name}` has an auth-provider, which Kubernetes 1.26 removed"
        raise ClusterError(message, "log in with an exec plugin, as your cluster's provider describes")
    password = user.get("password")
    return Access(
        context=name,
        server=server.rstrip("/"),
        authority=_material(cluster, "certificate-authority", beside_cluster),
        server_name=str(cluster.get("tls-server-name", "")),
        verifies=cluster.get("insecure-skip-tls-verify") is not True,
        proxy=str(cluster.get("proxy-url", "")),
        certificate=_material(user, "client-certificate", beside_user),
        key=_material(user, "client-key", beside_user),
        token=_token(user, beside_user),
        basic=(str(user.get("username", "")), str(password)) if password else None,
        acting=tuple(_acting(user)),
        login=_login(as_map(user.get("exec")), beside_user) if user.get("exec") else None,
    )


def _is_url(server: str) -> bool:
    try:
        parts = urlsplit(server)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _files(file: Path | None) -> list[Path]:
    if file is not None:
        return [file]
    said = os.environ.get("KUBECONFIG", "")
    named = [Path(one).expanduser() for one in said.split(os.pathsep) if one]
    return named or [Path.home() / ".kube" / "config"]


def _of_pod() -> Access:
    host, port = os.environ.get("KUBERNETES_SERVICE_HOST", ""), os.environ.get("KUBERNETES_SERVICE_PORT", "")
    return Access(
        context="",
        server=f"https://{f'[{host}]' if ':' in host else host}:{port}",
        authority=_content(SERVICE_ACCOUNT / "ca.crt"),
        token=_content(SERVICE_ACCOUNT / "token").decode().strip(),
    )


@attrs.frozen
class _Config:
    """Kubeconfigs, merged.

    Attributes:
        current: The current context; empty for none.
        named: What each list holds, with the folder that its paths are relative to.
    """

    current: str
    named: Mapping[str, Mapping[str, tuple[Mapping[str, Any], Path]]]

    def one(self, group: str, name: str) -> tuple[Mapping[str, Any], Path]:
        """The entry *name* of one of the lists.

        Raises:
            ClusterError: There is none.
        """
        found = self.named[group].get(name)
        if found is None:
            kind = _KINDS[group]
            known = ", ".join(f"`{one}`" for one in self.named[group]) or "none"
            message = f"the kubeconfig has no {kind} `{name}`"
            raise ClusterError(message, did_you_mean(name, self.named[group]) or f"use one of: {known}")
        return found


def _read(file: Path) -> tuple[Mapping[str, Any], Path]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"the kubeconfig {file} cannot be read: {error.strerror}"
        raise ClusterError(message, "name another file with --kubeconfig") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        message = f"the kubeconfig {file} is no YAML"
        raise ClusterError(message, "mend the file, or name another with --kubeconfig") from error
    return as_map(content), file.resolve().parent


def _merged(configs: Sequence[tuple[Mapping[str, Any], Path]]) -> _Config:
    """The first file that says something is right, as kubectl has it."""
    named: dict[str, dict[str, tuple[Mapping[str, Any], Path]]] = {group: {} for group in _KINDS}
    for config, folder in configs:
        for group, kind in _KINDS.items():
            for entry in maps_in(config.get(group)):
                if is_map(entry.get(kind)):
                    named[group].setdefault(str(entry.get("name", "")), (entry[kind], folder))
    current = next((str(one["current-context"]) for one, _ in configs if one.get("current-context")), "")
    return _Config(current, named)


def _material(holder: Mapping[str, Any], name: str, folder: Path) -> bytes:
    """A certificate or key: in the kubeconfig itself, or in a file that it names."""
    if data := holder.get(f"{name}-data"):
        try:
            return base64.b64decode(str(data), validate=True)
        except (binascii.Error, ValueError):
            message = f"`{name}-data` in the kubeconfig is not base64"
            raise ClusterError(message, "write the file's content in base64, or name it") from None
    if path := holder.get(name):
        return _content(folder / str(path))
    return b""


def _token(user: Mapping[str, Any], folder: Path) -> str:
    if file := user.get("tokenFile"):
        return _content(folder / str(file)).decode().strip()
    return str(user.get("token", ""))


def _acting(user: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Source: Kubernetes, Authenticating, "User impersonation"."""
    if user.get("as"):
        yield "Impersonate-User", str(user["as"])
    if user.get("as-uid"):
        yield "Impersonate-Uid", str(user["as-uid"])
    for group in user.get("as-groups") or ():
        yield "Impersonate-Group", str(group)
    for name, values in as_map(user.get("as-user-extra")).items():
        for value in values:
            yield f"Impersonate-Extra-{quote(name, safe='')}", str(value)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise ClusterError(message, "mend the kubeconfig that names it") from error


def _login(said: Mapping[str, Any], folder: Path) -> Login:
    return Login(
        command=str(said.get("command", "")),
        arguments=tuple(str(one) for one in said.get("args") or ()),
        environment={str(one.get("name")): str(one.get("value", "")) for one in maps_in(said.get("env"))},
        api_version=str(said.get("apiVersion", "")),
        provides_cluster=said.get("provideClusterInfo") is True,
        folder=folder,
        hint=" ".join(str(said.get("installHint") or "").split()),
        interactive=str(said.get("interactiveMode") or "IfAvailable"),
    )
