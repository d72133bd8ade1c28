"""A Kubernetes control plane on loopback: real servers, one node that kwok plays.

Real: etcd, kube-apiserver with its admission, kube-controller-manager, kube-scheduler. Stand-ins:
the node and its pods (kwok), volumes, load balancers; see `stand_ins`.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import attrs
import urllib3
import yaml

from tests.e2e.kubernetes_api import (
    ApiError,
    KubernetesApi,
    Manifest,
    UnreachableError,
    access_from_kubeconfig,
)
from tests.e2e.polling import until
from tests.e2e.processes import Running, free_ports, start, termination_as_interrupt
from tests.e2e.toolbox import Toolbox

LOOPBACK: Final = "127.0.0.1"
TOKEN: Final = "admin-of-a-throw-away-cluster"  # noqa: S105 - on loopback, for one test run
STAND_INS: Final = Path(__file__).with_name("stand_ins")
START_SECONDS: Final = 90.0
NEVER_READY: Final = "never-ready.invalid/"
"""The registry whose images cannot be pulled."""


@attrs.define
class Server:
    """One server, which can be stopped and started again with the same command.

    Attributes:
        name: What it is called in messages and in its log's name.
        command: The program and its arguments.
        health: The URL that answers 200 once it is ready, None when it has none.
        folder: Where its log is.
    """

    name: str
    command: Sequence[str | Path]
    health: str | None
    folder: Path
    _running: Running | None = attrs.field(default=None, init=False)

    def start(self) -> None:
        """Start it, and do not wait."""
        self._running = start(
            self.name,
            self.command,
            log=self.folder / f"{self.name}.log",
            # kwok reads a file of the home folder; nothing else there may matter
            env={**os.environ, "HOME": str(self.folder)},
        )

    def wait(self) -> None:
        """Wait until it says that it is healthy.

        Raises:
            TimeoutError: It was not in time, or it has ended; with the tail of its log.
        """
        running = self._running
        if running is None or self.health is None:
            return
        url = self.health
        until(
            lambda: not running.is_alive or _answers(url, self.folder / "ca.crt"),
            what=f"{self.name} to be healthy",
            seconds=START_SECONDS,
            explain=running.tail,
        )
        if not running.is_alive:
            message = f"{self.name} has ended.\n{running.tail()}"
            raise TimeoutError(message)

    def stop(self) -> None:
        """Kill it, as a crash would."""
        if self._running is not None:
            self._running.kill()
            self._running = None


def _answers(url: str, authority: Path) -> bool:
    with urllib3.PoolManager(ca_certs=str(authority)) as pool:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with suppress(urllib3.exceptions.HTTPError):
            answer = pool.request("GET", url, headers=headers, retries=False, timeout=2)
            return answer.status == 200
    return False


@attrs.frozen
class ControlPlane:
    """A running control plane.

    Attributes:
        kubeconfig: How clients get in, as an administrator.
        api_server: The API server, to be stopped and started by tests of failures.
        version: Of Kubernetes, such as `v1.37.2`.
    """

    kubeconfig: Path
    api_server: Server
    version: str

    @contextmanager
    def without_api_server(self) -> Iterator[None]:
        """Kill the API server, and start it again on the same port at the end."""
        self.api_server.stop()
        try:
            yield
        finally:
            self.api_server.start()
            self.api_server.wait()


@contextmanager
def control_plane(tools: Toolbox, folder: Path) -> Iterator[ControlPlane]:
    """Run a control plane while the context lasts.

    Args:
        tools: The binaries.
        folder: Its keys, data and logs go here; deleted at the end by the caller.

    Raises:
        TimeoutError: A server did not become ready; with the tail of its log.
    """
    subprocess.run([tools.path("keys"), folder], check=True)
    kubeconfig = folder / "kubeconfig"
    ports = dict(zip(PORT_NAMES, free_ports(len(PORT_NAMES)), strict=True))
    _write_configuration(tools, folder, kubeconfig, ports["api"])
    etcd = _etcd(tools, folder, ports["etcd"], ports["peer"])
    api_server = _api_server(tools.path("kube-apiserver"), folder, ports["api"], ports["etcd"])
    others = (
        _controller_manager(tools, folder, kubeconfig, ports["controllers"]),
        _scheduler(tools, folder, kubeconfig, ports["scheduler"]),
        _kwok(tools, folder, kubeconfig, ports["kwok"]),
        Server(
            "volumes",
            (sys.executable, "-m", "tests.e2e.stand_ins.volumes", kubeconfig),
            None,
            folder,
        ),
    )
    with termination_as_interrupt(), _stopped_at_the_end((*others, api_server, etcd)):
        for server in (etcd, api_server):
            server.start()
            server.wait()
        for server in others:
            server.start()
        _populate(kubeconfig)
        for server in others:
            server.wait()
        _wait_for_node(kubeconfig)
        yield ControlPlane(kubeconfig, api_server, tools.version("kube-apiserver"))


@contextmanager
def api_server(tools: Toolbox, folder: Path, program: str = "kube-apiserver") -> Iterator[Path]:
    """Run an API server and what it stores in, and nothing else, while the context lasts.

    Args:
        tools: The binaries.
        folder: Its keys, data and logs go here; deleted at the end by the caller.
        program: Which of the binaries is the API server.

    Yields:
        A kubeconfig for an administrator.

    Raises:
        TimeoutError: A server did not become ready; with the tail of its log.
    """
    subprocess.run([tools.path("keys"), folder], check=True)
    kubeconfig = folder / "kubeconfig"
    etcd_port, peer_port, port = free_ports(3)
    _write_kubeconfig(folder, kubeconfig, port)
    etcd = _etcd(tools, folder, etcd_port, peer_port)
    server = _api_server(tools.path(program), folder, port, etcd_port)
    with termination_as_interrupt(), _stopped_at_the_end((server, etcd)):
        for one in (etcd, server):
            one.start()
            one.wait()
        yield kubeconfig


PORT_NAMES: Final = ("etcd", "peer", "api", "controllers", "scheduler", "kwok")


@contextmanager
def _stopped_at_the_end(servers: Sequence[Server]) -> Iterator[None]:
    try:
        yield
    finally:
        for server in servers:
            server.stop()


def _etcd(tools: Toolbox, folder: Path, port: int, peer_port: int) -> Server:
    client, peer = f"http://{LOOPBACK}:{port}", f"http://{LOOPBACK}:{peer_port}"
    command = (
        tools.path("etcd"),
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        "--unsafe-no-fsync",  # nothing here outlives the run
    )
    return Server("etcd", command, f"{client}/health", folder)


def _api_server(program: Path, folder: Path, port: int, etcd_port: int) -> Server:
    command = (
        program,
        f"--etcd-servers=http://{LOOPBACK}:{etcd_port}",
        f"--bind-address={LOOPBACK}",
        f"--secure-port={port}",
        f"--tls-cert-file={folder / 'apiserver.crt'}",
        f"--tls-private-key-file={folder / 'apiserver.key'}",
        "--authorization-mode=RBAC",
        f"--token-auth-file={folder / 'tokens.csv'}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={folder / 'service-accounts.pub'}",
        f"--service-account-signing-key-file={folder / 'service-accounts.key'}",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--allow-privileged=true",
    )
    return Server("kube-apiserver", command, f"https://{LOOPBACK}:{port}/readyz", folder)


def _controller_manager(tools: Toolbox, folder: Path, kubeconfig: Path, port: int) -> Server:
    command: Sequence[str | Path] = (
        tools.path("kube-controller-manager"),
        f"--kubeconfig={kubeconfig}",
        *_serving(folder, port),
        f"--root-ca-file={folder / 'ca.crt'}",
        f"--service-account-private-key-file={folder / 'service-accounts.key'}",
        "--leader-elect=false",
        # the defaults wait for people; tests wait for these
        "--horizontal-pod-autoscaler-sync-period=1s",
        "--pvclaimbinder-sync-period=1s",
        "--resource-quota-sync-period=2s",
    )
    return Server("kube-controller-manager", command, f"https://{LOOPBACK}:{port}/healthz", folder)


def _scheduler(tools: Toolbox, folder: Path, kubeconfig: Path, port: int) -> Server:
    command: Sequence[str | Path] = (
        tools.path("kube-scheduler"),
        f"--kubeconfig={kubeconfig}",
        *_serving(folder, port),
        "--leader-elect=false",
    )
    return Server("kube-scheduler", command, f"https://{LOOPBACK}:{port}/healthz", folder)


def _serving(folder: Path, port: int) -> tuple[str, ...]:
    return (
        f"--bind-address={LOOPBACK}",
        f"--secure-port={port}",
        f"--tls-cert-file={folder / 'apiserver.crt'}",
        f"--tls-private-key-file={folder / 'apiserver.key'}",
    )


def _kwok(tools: Toolbox, folder: Path, kubeconfig: Path, port: int) -> Server:
    command = (
        tools.path("kwok"),
        f"--kubeconfig={kubeconfig}",
        f"--config={folder / 'stages.yaml'}",
        "--manage-all-nodes=true",
        "--node-lease-duration-seconds=40",
        f"--server-address={LOOPBACK}:{port}",
    )
    return Server("kwok", command, f"http://{LOOPBACK}:{port}/healthz", folder)


def _write_configuration(tools: Toolbox, folder: Path, kubeconfig: Path, port: int) -> None:
    _write_kubeconfig(folder, kubeconfig, port)
    stages = [*_documents(tools.stages), *_stand_in_stages()]
    for stage in stages:
        if stage["metadata"]["name"] == "pod-ready":
            _except_images_that_fail(stage)
    (folder / "stages.yaml").write_text(yaml.safe_dump_all(stages))


def _write_kubeconfig(folder: Path, kubeconfig: Path, port: int) -> None:
    (folder / "tokens.csv").write_text(f"{TOKEN},admin,admin,system:masters\n")
    authority = base64.b64encode((folder / "ca.crt").read_bytes()).decode()
    server = {"server": f"https://{LOOPBACK}:{port}", "certificate-authority-data": authority}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "e2e", "cluster": server}],
        "users": [{"name": "admin", "user": {"token": TOKEN}}],
        "contexts": [{"name": "e2e", "context": {"cluster": "e2e", "user": "admin"}}],
        "current-context": "e2e",
    }
    kubeconfig.write_text(json.dumps(config, indent=2))


def _stand_in_stages() -> Iterator[Manifest]:
    for name in ("image_pull_fails.yaml", "load_balancers.yaml"):
        yield from _documents(STAND_INS / name)


def _except_images_that_fail(stage: Manifest) -> None:
    """Keep kwok from making pods ready whose image is said not to exist."""
    fails = f'[.spec.containers[].image | startswith("{NEVER_READY}")] | any'
    stage["spec"]["selector"]["matchExpressions"].append(
        {"key": fails, "operator": "NotIn", "values": ["true"]}
    )


def _documents(file: Path) -> Sequence[Manifest]:
    return [each for each in yaml.safe_load_all(file.read_text(encoding="utf-8")) if each]


@contextmanager
def _api(kubeconfig: Path) -> Iterator[KubernetesApi]:
    api = KubernetesApi(access_from_kubeconfig(kubeconfig.read_text(encoding="utf-8")))
    try:
        yield api
    finally:
        api.close()


def _populate(kubeconfig: Path) -> None:
    """Create what a cluster has from the start: a node and classes of storage."""
    with _api(kubeconfig) as api:
        for name in ("node.yaml", "storage_classes.yaml"):
            for manifest in _documents(STAND_INS / name):
                api.create(manifest)


def _wait_for_node(kubeconfig: Path) -> None:
    with _api(kubeconfig) as api:
        until(
            lambda: _tolerating(lambda: _is_usable(api)),
            what="the node to be ready and the default service account to be there",
            seconds=START_SECONDS,
        )


def _is_usable(api: KubernetesApi) -> bool:
    node = api.get({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node-1"}})
    conditions = {each["type"]: each["status"] for each in node["status"].get("conditions", [])}
    accounts = api.list("v1", "ServiceAccount", namespace="default")
    return conditions.get("Ready") == "True" and not node["spec"].get("taints") and bool(accounts)


def _tolerating(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except (ApiError, UnreachableError):
        return False
