"""Objects by their names: what a program left out, and what an ID stands for."""

import hashlib
from collections.abc import Mapping
from typing import Any

from pulumi.runtime.proto import provider_pb2

from tests.e2e.kubernetes_api import Manifest
from tests.e2e.provider.annotations import AUTONAMED, is_true, metadata_of
from tests.e2e.provider.checkpoint import SERVER_METADATA
from tests.e2e.provider.properties import UNKNOWN


def unsupported(token: str) -> str:
    """Say why the stand-in does not do a type of resource, nothing when it does."""
    if token.startswith(("kubernetes:helm", "kubernetes:yaml", "kubernetes:kustomize")):
        return f"The stand-in provider does not do {token}."
    if token.endswith("Patch"):
        return "The stand-in provider does not do Patch resources."
    if token.endswith("List"):
        return "Lists are there for compatibility; create their items."
    return ""


def checked(inputs: Manifest, before: Mapping[str, Any], request: provider_pb2.CheckRequest) -> Manifest:
    """Return *inputs* without what only the server sets, and with a name.

    Args:
        inputs: What the program says.
        before: What it said last time, empty for a new object; a name given then is kept.
        request: Where a new name comes from.
    """
    if inputs.get("metadata") is UNKNOWN:
        return inputs
    said = metadata_of(inputs)
    metadata = {name: value for name, value in said.items() if name not in SERVER_METADATA}
    if not metadata.get("name"):
        annotations = metadata.get("annotations") or {}
        metadata["annotations"] = {**annotations, AUTONAMED: "true"}
        metadata["name"] = _name(before, request)
    return {**inputs, "metadata": metadata}


def _name(before: Mapping[str, Any], request: provider_pb2.CheckRequest) -> str:
    if is_true(before, AUTONAMED):
        return str(before["metadata"]["name"])
    if request.autonaming.proposed_name:
        return request.autonaming.proposed_name
    seed = request.randomSeed or request.urn.encode()
    return f"{request.name}-{hashlib.sha256(seed).hexdigest()[:8]}"


def placed(manifest: Manifest, namespace: str | None) -> Manifest:
    """Return *manifest* with the namespace that it is in, said or not.

    Args:
        manifest: The object.
        namespace: The one of objects that name none; None for kinds that live in none.
    """
    if manifest.get("metadata") is UNKNOWN:
        return manifest
    metadata = dict(metadata_of(manifest))
    said = metadata.pop("namespace", None)
    place = {"namespace": said or namespace} if namespace else {}
    return {**manifest, "metadata": {**metadata, **place}}


def identity(live: Manifest) -> str:
    """Return the ID of an object: `namespace/name`, or its name where it is in no namespace."""
    metadata = live["metadata"]
    namespace = metadata.get("namespace")
    return f"{namespace}/{metadata['name']}" if namespace else str(metadata["name"])


def named_by(resource_id: str, manifest: Manifest) -> Manifest:
    """Return *manifest* with the name and the namespace in an ID."""
    namespace, _, name = resource_id.rpartition("/")
    place = {"namespace": namespace} if namespace else {}
    return {**manifest, "metadata": {**metadata_of(manifest), "name": name, **place}}


def of_type(token: str) -> Manifest:
    """Return the kind that a type, such as `kubernetes:apps/v1:Deployment`, stands for."""
    _, api_version, kind = token.split(":")
    return {"apiVersion": api_version.removeprefix("core/"), "kind": kind}
