"""What all tests share."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import hypothesis
import pytest
from click.testing import CliRunner, Result

from oamdsl.cli import _oamdsl

hypothesis.settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("untimed")

COMPONENTS = """\
from oamdsl import Component, Container, ContainerizedWorkload, Port, Resources, component, parameter


@component
class Nginx(Component):
    \"""A web server.\"""

    connections: int = parameter(default=1024, ge=1, le=65535)
    color: str = "blue"

    def workload(self):
        nginx = Container(
            "nginx",
            image="nginx:1.29.3",
            ports=[Port(80)],
            env={"WORKER_CONNECTIONS": self.connections},
            resources=Resources(cpu="100m", memory="64Mi"),
        )
        return ContainerizedWorkload([nginx])
"""
APPLICATION = """\
from components import Nginx
from oamdsl import Application, Environment


def shop(environment: Environment) -> Application:
    return Application("shop", [Nginx("web")])
"""
ENVIRONMENTS = """\
from oamdsl import Environment
from oamdsl.platforms.kubernetes import KUBERNETES

ENVIRONMENTS = [Environment("dev", platform=KUBERNETES), Environment("prod", platform=KUBERNETES)]
"""
SETTINGS = """\
[tool.oamdsl]
applications = ["application:shop"]
environments = "environments:ENVIRONMENTS"
"""


@attrs.frozen
class UserProject:
    """A user's project on disk, with one application in two environments, and the command run in it.

    Attributes:
        root: Its folder, which is the current one.
    """

    root: Path

    def write(self, **files: str) -> None:
        """Write Python files, by their names without ``.py``."""
        for name, text in files.items():
            (self.root / f"{name}.py").write_text(text, encoding="utf-8")

    def settings(self, text: str) -> None:
        """Write pyproject.toml."""
        (self.root / "pyproject.toml").write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> Result:
        """Run ``oamdsl`` with *arguments*."""
        result = CliRunner().invoke(_oamdsl, arguments, prog_name="oamdsl")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[UserProject]:
    """A user's project; what Python imports from it is forgotten afterwards."""
    for name in (
        "OAMDSL_STACK",
        "OAMDSL_OUTPUT",
        "OAMDSL_DEBUG",
        "FORCE_COLOR",
        "NO_COLOR",
        "CLICOLOR_FORCE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", sys.path[:])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    project = UserProject(tmp_path)
    project.write(components=COMPONENTS, application=APPLICATION, environments=ENVIRONMENTS)
    project.settings(SETTINGS)
    yield project
    for name in set(sys.modules) - before:
        module = sys.modules[name]
        places = [getattr(module, "__file__", None), *getattr(module, "__path__", ())]
        if any(str(place).startswith(str(tmp_path)) for place in places):
            del sys.modules[name]
