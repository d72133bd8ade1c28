"""`pulumi` on the project itself, as its users type it into a shell; needs the official language host."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs
import pytest

from tests.e2e.cluster import Cluster
from tests.e2e.conftest import LANGUAGE_PLUGIN
from tests.e2e.engine import Engine
from tests.e2e.toolbox import official_plugin

ROOT: Final = Path(__file__).parents[2]
FILES: Final = ("Pulumi.yaml", "pyproject.toml", "examples", "stacks")
STACK: Final = "dev"


@attrs.frozen(kw_only=True)
class Shell:
    """A terminal in a checkout of the project.

    Attributes:
        folder: The checkout.
        variables: Of the environment.
        pulumi: The engine's command.
    """

    folder: Path
    variables: Mapping[str, str]
    pulumi: str

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Type `pulumi` and *arguments*."""
        command = [self.pulumi, *arguments, "--non-interactive", "--color=never"]
        return subprocess.run(
            command, cwd=self.folder, env=dict(self.variables), capture_output=True, text=True, check=False
        )

    def succeed(self, *arguments: str) -> str:
        """Type `pulumi` and *arguments*, which must succeed, and return what was printed."""
        done = self.run(*arguments)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def shell(engine: Engine, tmp_path: Path) -> Shell:
    """A terminal in a copy of the project: Pulumi writes the key of a stack into its file."""
    host = official_plugin(LANGUAGE_PLUGIN)
    if host is None:
        pytest.skip(f"there is no {LANGUAGE_PLUGIN}; programs run inline instead")
    for name in FILES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    path = [
        str(Path(sys.executable).parent),
        str(host.parent),
        engine.variables.get("PATH", os.environ["PATH"]),
    ]
    state = tmp_path / "state"
    state.mkdir()
    own = {"PATH": os.pathsep.join(path), "PULUMI_BACKEND_URL": f"file://{state}"}
    return Shell(
        folder=tmp_path, variables={**os.environ, **engine.variables, **own}, pulumi=engine.command.command
    )


def namespaces(cluster: Cluster) -> Sequence[str]:
    """The names of all namespaces."""
    return [each["metadata"]["name"] for each in cluster.api.list("v1", "Namespace")]


def test_the_project_comes_stays_and_goes(shell: Shell, cluster: Cluster) -> None:
    shell.succeed("stack", "init", STACK)

    preview = shell.succeed("preview", f"--stack={STACK}")
    assert STACK not in namespaces(cluster)
    assert "Deployment" in preview
    shell.succeed("up", f"--stack={STACK}", "--yes")
    assert STACK in namespaces(cluster)
    shell.succeed("up", f"--stack={STACK}", "--yes", "--expect-no-changes")

    shell.succeed("destroy", f"--stack={STACK}", "--yes")
    claims = cluster.api.list("v1", "PersistentVolumeClaim", namespace=STACK)
    assert [each["metadata"]["name"] for each in claims] == ["data-database-0"]
    cluster.api.delete({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": STACK}})


def test_a_finding_stops_it_without_a_traceback(shell: Shell) -> None:
    project = (shell.folder / "pyproject.toml").read_text(encoding="utf-8")
    refused = project.replace(
        "examples.my_awesome_app.application:my_awesome_app", "examples.failed_example:failed_example"
    )
    assert refused != project
    (shell.folder / "pyproject.toml").write_text(refused, encoding="utf-8")
    shell.succeed("stack", "init", STACK)

    done = shell.run("up", f"--stack={STACK}", "--yes")

    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "error[OAM202]: `AutoScaler` and `CronScaler` both decide `spec.replicas`" in said
    assert "examples/failed_example.py:16:13" in said
    assert "Traceback" not in said
    assert "1 errored" in said
