"""Whether what oamdsl needs is installed: Python, Pulumi's packages, its command line and its plugins."""

import importlib.metadata
import json
import platform
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any, Final

from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.kubernetes.tree import maps_in

_PATIENCE: Final = 20.0
"""Seconds that a program may take to tell its version."""

_PULUMI: Final = "install it: https://www.pulumi.com/docs/iac/download-install/"


def examined_installation() -> Iterator[Symptom]:
    """What is installed, and what is missing."""
    yield Symptom("Python", Health.WELL, platform.python_version())
    for package in ("oamdsl", "pulumi", "pulumi-kubernetes"):
        yield Symptom(f"package {package}", Health.WELL, importlib.metadata.version(package))
    command_line = shutil.which("pulumi")
    if command_line is None:
        yield Symptom("Pulumi's command line", Health.UNSURE, "not on PATH; needed to deploy", _PULUMI)
        return
    yield _pulumi(command_line)
    yield _language_host()
    yield _provider(command_line)


def _pulumi(command_line: str) -> Symptom:
    said = output_of([command_line, "version"])
    if said is None:
        return Symptom("Pulumi's command line", Health.ILL, f"{command_line} does not run", _PULUMI)
    return Symptom("Pulumi's command line", Health.WELL, f"{said.strip()}, {command_line}")


def _language_host() -> Symptom:
    host = shutil.which("pulumi-language-python")
    subject = "Pulumi's host for Python"
    if host is None:
        help_ = "it comes with Pulumi's command line: install that anew"
        return Symptom(subject, Health.ILL, "pulumi-language-python is not on PATH", help_)
    return Symptom(subject, Health.WELL, host)


def _provider(command_line: str) -> Symptom:
    subject = "Pulumi's provider for Kubernetes"
    wanted = importlib.metadata.version("pulumi-kubernetes")
    said = output_of([command_line, "plugin", "ls", "--json"])
    installed = [
        str(plugin.get("version", ""))
        for plugin in maps_in(_parsed(said))
        if plugin.get("name") == "kubernetes"
    ]
    if wanted in installed:
        return Symptom(subject, Health.WELL, wanted)
    found = f"has {', '.join(installed)}" if installed else "not installed"
    help_ = f"pulumi plugin install resource kubernetes {wanted}; or let the first `pulumi up` install it"
    return Symptom(subject, Health.UNSURE, f"{found}; the package asks for {wanted}", help_)


def _parsed(said: str | None) -> Any:
    try:
        return json.loads(said or "")
    except json.JSONDecodeError:
        return None


def output_of(command: Sequence[str]) -> str | None:
    """What *command* writes to standard output; None when it fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE)  # noqa: S603 - programs that are named here
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
