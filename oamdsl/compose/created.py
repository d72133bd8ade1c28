"""An object that a trait makes."""

from collections.abc import Mapping
from typing import Any

from oamdsl.kubernetes.object import ObjectRef
from oamdsl.kubernetes.tree import as_map, copied
from oamdsl.model.effect import Create
from oamdsl.model.workload import RenderedWorkload


def created_object(effect: Create, workload: RenderedWorkload) -> dict[str, Any]:
    """The object that *effect* makes for *workload*: its body with name, namespace and labels."""
    body = copied(effect.body)
    own: Mapping[str, Any] = body.pop("metadata", None) or {}
    usual = workload.context.metadata(effect.name)
    labels = {**usual["labels"], **as_map(own.get("labels"))}
    metadata: dict[str, Any] = {**usual, **own, "name": effect.name, "labels": labels}
    made: dict[str, Any] = {
        "apiVersion": effect.api_version,
        "kind": effect.kind,
        "metadata": metadata,
        **body,
    }
    if not workload.context.is_namespaced(ObjectRef.of(made).api):
        del metadata["namespace"]
    return made
