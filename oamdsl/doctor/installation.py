"""Whether what oamdsl needs is installed: Python, Pulumi's packages, its command line and its plugins."""

import importlib.metadata
import json
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from typing import Any, Final

from oamdsl.doctor.program import output_of
from oamdsl.doctor.symptom import Health, Symptom
from oamdsl.kubernetes.tree import maps_in

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
    found = f"{said.strip()}, {command_line}"
    package = importlib.metadata.version("pulumi")
    if _minor(said) < _minor(package):
        help_ = f"update it to {package} or later: https://www.pulumi.com/docs/iac/download-install/"
        return Symptom(
            "Pulumi's command line", Health.UNSURE, f"{found}; older than package pulumi {package}", help_
        )
    return Symptom("Pulumi's command line", Health.WELL, found)


def _minor(version: str) -> tuple[int, int]:
    """Major and minor version; beyond all others for what is no version, such as a build of one's own."""
    match = re.match(r"v?(\d+)\.(\d+)", version.strip())
    return (int(match[1]), int(match[2])) if match else (sys.maxsize, 0)


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
