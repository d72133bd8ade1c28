"""What Pulumi's own files say of a stack."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from oamdsl.kubernetes.tree import as_map

_CONTEXT: Final = "kubernetes:context"


def context_of(root: Path, stack: str) -> str:
    """The context of the kubeconfig that *stack* deploys to; empty for the current one.

    Args:
        root: Folder of the project.
        stack: Name of the stack.

    Source: Pulumi, Kubernetes provider, Configuration, ``context``; Pulumi project file, ``config``.
    """
    project = _read(root / "Pulumi.yaml")
    settings = _read(root / str(project.get("stackConfigDir") or ".") / f"Pulumi.{stack}.yaml")
    for file in (settings, project):
        said = as_map(file.get("config")).get(_CONTEXT)
        value = as_map(said).get("value", said)
        if isinstance(value, str) and value:
            return value
    return ""


def project_name(root: Path) -> str:
    """The name of the Pulumi project in *root*; empty where there is none."""
    name = _read(root / "Pulumi.yaml").get("name")
    return name if isinstance(name, str) else ""


def _read(file: Path) -> Mapping[str, Any]:
    """A file of Pulumi's; nothing where it is not, or is no YAML, which `oamdsl doctor` tells."""
    try:
        return as_map(yaml.load(file.read_bytes(), yaml.CSafeLoader))
    except (OSError, yaml.YAMLError):
        return {}
