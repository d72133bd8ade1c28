"""An object that a trait makes."""

from collections.abc import Mapping
from typing import Any

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.tree import as_map
from oamdsl.model.effect import Create
from oamdsl.model.workload import RenderedWorkload


def created_object(effect: Create, workload: RenderedWorkload) -> dict[str, Any]:
    """The object that *effect* makes for *workload*: its body with name, namespace and labels.

    What is in the body is the effect's, and nobody's to change.
    """
    own: Mapping[str, Any] = effect.body.get("metadata") or {}
    usual = workload.context.metadata(effect.name)
    labels = {**usual["labels"], **as_map(own.get("labels"))}
    metadata: dict[str, Any] = {**usual, **own, "name": effect.name, "labels": labels}
    made: dict[str, Any] = {
        "apiVersion": effect.api_version,
        "kind": effect.kind,
        "metadata": {},
        **effect.body,
    }
    made["metadata"] = metadata
    if not workload.context.is_namespaced(Api.of(made)):
        del metadata["namespace"]
    return made
