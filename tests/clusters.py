"""Snapshots for tests: plain Kubernetes with the custom resources of `tests/crds/`, and small ones."""

from functools import cache
from pathlib import Path

import yaml

from oamdsl import Snapshot
from oamdsl.kubernetes.api import DEFAULT_VERSION
from oamdsl.kubernetes.shipped import shipped

FOLDER = Path(__file__).with_name("crds")


@cache
def definitions():
    """Every CustomResourceDefinition of `tests/crds/`, parsed."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return tuple(yaml.load(file.read_bytes(), loader) for file in sorted(FOLDER.glob("*.yaml")))  # noqa: S506 - safe


@cache
def everything():
    """The newest Kubernetes with all of them."""
    return Snapshot.of_definitions(definitions(), kubernetes=shipped(DEFAULT_VERSION))


def definition(schema, *, kind="Thing", group="example.com", version="v1", scope="Namespaced", **more):
    """A CustomResourceDefinition whose one version has *schema*; *more* is said of that version."""
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}s.{group}"},
        "spec": {
            "group": group,
            "scope": scope,
            "names": {"kind": kind, "plural": f"{kind.lower()}s"},
            "versions": [
                {
                    "name": version,
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": schema},
                    **more,
                }
            ],
        },
    }
