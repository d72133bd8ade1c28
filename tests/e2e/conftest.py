"""Fixtures of the end-to-end tests: the tools, the cluster, the provider, the engine."""

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import attrs
import pytest
from pulumi import automation

from oamdsl import Environment
from tests.e2e.applications import PLATFORM
from tests.e2e.cluster import KUBECONFIG_VARIABLE, Cluster, own_cluster, somebodys_cluster
from tests.e2e.definitions import defined
from tests.e2e.engine import Engine
from tests.e2e.polling import until
from tests.e2e.processes import end_with_parent, first_line, start, termination_as_interrupt
from tests.e2e.run_folder import clear, run_folder
from tests.e2e.site import Site
from tests.e2e.toolbox import (
    CLIENT,
    CLUSTER,
    ENGINE,
    NODES,
    Toolbox,
    official_plugin,
)

HERE = Path(__file__).parent
RUNS = Toolbox().folder.parent / "runs"
MOST_CONTROL_PLANES = 4
PROVIDER_PLUGIN = "pulumi-resource-kubernetes"
LANGUAGE_PLUGIN = "pulumi-language-python"


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", "e2e: needs a Pulumi engine and a Kubernetes API server")


def pytest_unconfigure() -> None:
    """Delete what runs left that were killed, workers of this one among them."""
    clear(RUNS)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop() -> Generator[None, object, object]:
    """End on any request to end as on Ctrl-C, so that all that was started is stopped."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        end_with_parent()
    with termination_as_interrupt():
        return (yield)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark everything in this folder; early enough for `-m` to see it."""
    if HERE in item.path.parents:
        item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Say how many processes `-n auto` means: each has a control plane of its own, and they share yours."""
    return 1 if somebodys_kubeconfig() else min(os.cpu_count() or 1, MOST_CONTROL_PLANES)


def pytest_report_header() -> Sequence[str]:
    """Say which parts are real."""
    tools, cluster = Toolbox(), somebodys_kubeconfig()
    plugin, host = official_plugin(PROVIDER_PLUGIN), official_plugin(LANGUAGE_PLUGIN)
    missing = tools.missing(needed_tools())
    return [
        f"e2e engine: {describe_engine(tools)}; language host: {host or 'none, inline programs'}",
        f"e2e provider: {plugin or 'STAND-IN (tests/e2e/provider)'}",
        f"e2e cluster: the one of {cluster}"
        if cluster
        else f"e2e cluster: real control plane {tools.version('kube-apiserver')}; nodes, volumes "
        "and load balancers are stand-ins",
        *([f"e2e tools that are not built: {', '.join(missing)}; run `make e2e`"] * bool(missing)),
    ]


def somebodys_kubeconfig() -> Path | None:
    """Return the kubeconfig of the cluster to use, None for one of the tests' own."""
    said = os.environ.get(KUBECONFIG_VARIABLE)
    return Path(said).expanduser() if said else None


def official_engine() -> Path | None:
    """Return the user's own `pulumi`, which comes with the language host beside it."""
    found = shutil.which("pulumi")
    return Path(found) if found and shutil.which(LANGUAGE_PLUGIN) else None


def describe_engine(tools: Toolbox) -> str:
    """Say which Pulumi engine runs."""
    return str(official_engine() or f"pulumi {tools.version('pulumi')}, built from its module")


def needed_tools() -> Sequence[str]:
    """Return the tools that are not there already."""
    return [
        *(() if official_engine() else ENGINE),
        *(() if somebodys_kubeconfig() and shutil.which("kubectl") else CLIENT),
        *(() if somebodys_kubeconfig() else (*CLUSTER, *NODES)),
    ]


@pytest.fixture(scope="session")
def tools() -> Toolbox:
    """The binaries; without them, the tests are skipped."""
    toolbox = Toolbox()
    missing = toolbox.missing(needed_tools())
    if missing:
        pytest.skip(f"not built: {', '.join(missing)}; run `make e2e`")
    return toolbox


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Everything that the run writes is in here."""
    with run_folder(RUNS) as folder:
        yield folder


@pytest.fixture(scope="session")
def cluster(tools: Toolbox, folder: Path) -> Iterator[Cluster]:
    """A control plane of our own, or the cluster of OAMDSL_E2E_KUBECONFIG.

    The custom resources that the platforms need are defined first of all: the garbage collector
    takes 30 s to learn of a kind.
    """
    kubeconfig = somebodys_kubeconfig()
    if kubeconfig:
        kubectl = Path(shutil.which("kubectl") or tools.path("kubectl"))
        chosen = somebodys_cluster(kubeconfig, kubectl)
    else:
        chosen = own_cluster(tools, folder)
    with chosen as cluster, defined(cluster.api):
        yield cluster


@contextmanager
def running_provider(cluster: Cluster, folder: Path, name: str = "provider") -> Iterator[Mapping[str, str]]:
    """Give what an engine's environment needs to find the official provider, or else a stand-in."""
    plugin = official_plugin(PROVIDER_PLUGIN)
    if plugin:
        yield {"PATH": os.pathsep.join([str(plugin.parent), os.environ.get("PATH", "")])}
        return
    running = start(
        name,
        (sys.executable, "-m", "tests.e2e.provider"),
        log=folder / f"{name}.log",
        env={**os.environ, "KUBECONFIG": str(cluster.kubeconfig)},
        capture=True,
    )
    try:
        port = until(
            lambda: first_line(running.process.stdout) or not running.is_alive,
            what="the stand-in provider",
            explain=running.tail,
        )
        assert running.is_alive, running.tail()
        yield {"PULUMI_DEBUG_PROVIDERS": f"kubernetes:{port}"}
    finally:
        running.kill()


@pytest.fixture(scope="session")
def provider(cluster: Cluster, folder: Path) -> Iterator[Mapping[str, str]]:
    """What the engine's environment needs to find the official provider, or else the stand-in."""
    with running_provider(cluster, folder) as found:
        yield found


@pytest.fixture(scope="session")
def engine(tools: Toolbox, cluster: Cluster, provider: Mapping[str, str], folder: Path) -> Engine:
    """Pulumi, with the provider and the cluster in its environment."""
    root = None if official_engine() else str(tools.folder.parent)
    return Engine(
        command=automation.PulumiCommand(root=root),
        folder=folder / "pulumi",
        environment={**provider, "KUBECONFIG": str(cluster.kubeconfig)},
    )


@pytest.fixture
def another_engine(engine: Engine, cluster: Cluster, folder: Path) -> Iterator[Callable[[str], Engine]]:
    """Makes engines, by name, that can run beside each other: a stand-in serves one at a time."""
    with ExitStack() as providers:

        def make(name: str) -> Engine:
            own = providers.enter_context(running_provider(cluster, folder, f"provider-{name}"))
            return attrs.evolve(engine, environment={**engine.environment, **own})

        yield make


@pytest.fixture
def namespace(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[str]:
    """A namespace of the test's own, deleted with all that is in it."""
    name = request.node.name.replace("_", "-").removeprefix("test-")[:50].strip("-")
    manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"generateName": f"{name}-"}}
    served = cluster.api.served("v1", "Namespace")
    created = cluster.api.request("POST", served.path(None), body=manifest)
    yield created["metadata"]["name"]
    cluster.api.delete({"apiVersion": "v1", "kind": "Namespace", **created})


@pytest.fixture
def site(engine: Engine, cluster: Cluster, namespace: str) -> Site:
    """The namespace as an environment with a stack of its own."""
    environment = Environment("e2e", platform=PLATFORM, namespace=namespace)
    return Site(cluster=cluster, stack=engine.stack(namespace), environment=environment)
