"""Annotations by which a program tells the provider how to treat one object."""

import math
from collections.abc import Mapping
from typing import Any, Final

AUTONAMED: Final = "pulumi.com/autonamed"
DELETION_PROPAGATION: Final = "pulumi.com/deletionPropagationPolicy"
PATCH_FIELD_MANAGER: Final = "pulumi.com/patchFieldManager"
PATCH_FORCE: Final = "pulumi.com/patchForce"
SKIP_AWAIT: Final = "pulumi.com/skipAwait"
TIMEOUT_SECONDS: Final = "pulumi.com/timeoutSeconds"
WAIT_FOR: Final = "pulumi.com/waitFor"

DEFAULT_TIMEOUT: Final = 600.0


def metadata_of(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the metadata of *manifest*, empty when it has none or it is not known yet."""
    metadata = manifest.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def annotation(manifest: Mapping[str, Any], name: str) -> str:
    """Return an annotation of *manifest*, empty when it has none of that name."""
    annotations = metadata_of(manifest).get("annotations")
    return str(annotations.get(name, "")) if isinstance(annotations, dict) else ""


def is_true(manifest: Mapping[str, Any], name: str) -> bool:
    """Say whether an annotation of *manifest* is `true`."""
    return annotation(manifest, name) == "true"


def timeout(manifest: Mapping[str, Any], custom: float) -> float:
    """Return how many seconds to wait: the resource option, else the annotation, else ten minutes.

    Args:
        manifest: The inputs.
        custom: The option `customTimeouts`, 0 when it is not set.
    """
    said = annotation(manifest, TIMEOUT_SECONDS)
    if custom and math.isfinite(custom):
        return custom
    return float(said) if said.isdigit() else DEFAULT_TIMEOUT


def propagation(manifest: Mapping[str, Any]) -> str:
    """Return how the deletion of the object reaches what it owns."""
    said = annotation(manifest, DELETION_PROPAGATION).capitalize()
    return said if said in {"Background", "Orphan"} else "Foreground"
