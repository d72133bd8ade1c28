"""The cluster that the tests use: a control plane of their own, or one that somebody has."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from tests.e2e.control_plane import ControlPlane, control_plane
from tests.e2e.kubernetes_api import KubernetesApi, access_from_kubeconfig
from tests.e2e.toolbox import Toolbox

KUBECONFIG_VARIABLE = "OAMDSL_E2E_KUBECONFIG"


@attrs.frozen(kw_only=True)
class Cluster:
    """A cluster to deploy to.

    Attributes:
        kubeconfig: How to get in.
        kubectl_path: The client to get in with.
        api: The API server, for the tests' own looks.
        control_plane: The servers, when they are the tests' own; None for somebody's cluster.
    """

    kubeconfig: Path
    kubectl_path: Path
    api: KubernetesApi
    control_plane: ControlPlane | None = None

    @property
    def runs_containers(self) -> bool:
        """Whether a node is real, so that images must exist; kwok marks the nodes that it plays."""
        nodes = self.api.list("v1", "Node")
        return any("kwok.x-k8s.io/node" not in each["metadata"].get("annotations", {}) for each in nodes)

    def kubectl(self, *arguments: str) -> str:
        """Run kubectl and return what it printed.

        Raises:
            subprocess.CalledProcessError: It failed.
        """
        command = [str(self.kubectl_path), f"--kubeconfig={self.kubeconfig}", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def own_cluster(tools: Toolbox, folder: Path) -> Iterator[Cluster]:
    """Run a control plane in *folder* while the context lasts."""
    with (
        control_plane(tools, folder) as running,
        somebodys_cluster(running.kubeconfig, tools.path("kubectl")) as cluster,
    ):
        yield attrs.evolve(cluster, control_plane=running)


@contextmanager
def somebodys_cluster(kubeconfig: Path, kubectl: Path) -> Iterator[Cluster]:
    """Use the cluster of *kubeconfig*, in its current context."""
    api = KubernetesApi(access_from_kubeconfig(kubeconfig.read_text(encoding="utf-8")))
    try:
        yield Cluster(kubeconfig=kubeconfig, kubectl_path=kubectl, api=api)
    finally:
        api.close()
