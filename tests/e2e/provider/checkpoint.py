"""The state that Pulumi keeps of an object: as it is live, and what the program said.

It is laid out as the official provider does it, so that the two can follow each other on one stack.
"""

import base64
from collections.abc import Mapping
from typing import Any, Final

import attrs

from tests.e2e.kubernetes_api import Manifest
from tests.e2e.provider.properties import Secret, mark_secrets, reveal

INPUTS: Final = "__inputs"
FIELD_MANAGER: Final = "__fieldManager"
INITIAL_API_VERSION: Final = "__initialApiVersion"

SERVER_METADATA: Final = (
    *("creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation"),
    *("managedFields", "resourceVersion", "selfLink", "uid"),
)


@attrs.frozen(kw_only=True)
class Checkpoint:
    """What is known of an object from the last operation.

    Attributes:
        inputs: What the program said.
        said: The same, its secrets still wrapped.
        live: What the API server answered.
        manager: The field manager that applies this object, empty before its creation.
    """

    inputs: Manifest
    said: Manifest
    live: Manifest
    manager: str = ""


def read(state: Mapping[str, Any]) -> Checkpoint:
    """Return the checkpoint in the outputs of a resource; secrets are revealed."""
    live = reveal(dict(state))
    inputs = live.pop(INPUTS, None) or {}
    said = state.get(INPUTS) or {}
    manager = live.pop(FIELD_MANAGER, "")
    live.pop(INITIAL_API_VERSION, None)
    return Checkpoint(inputs=inputs, said=said, live=live, manager=manager)


def write(inputs: Mapping[str, Any], live: Manifest, manager: str) -> dict[str, Any]:
    """Return the outputs of a resource; what is secret in *inputs* is secret in *live* too."""
    said = reveal(dict(inputs))
    state = mark_secrets(live, inputs)
    state[INPUTS] = mark_secrets(said, inputs)
    state[FIELD_MANAGER] = manager
    state[INITIAL_API_VERSION] = said.get("apiVersion", live.get("apiVersion", ""))
    return state


def normalized(manifest: Manifest) -> Manifest:
    """Return *manifest* without what only the server sets, a Secret's text folded into its data."""
    metadata = {
        name: value for name, value in (manifest.get("metadata") or {}).items() if name not in SERVER_METADATA
    }
    result = {**manifest, "metadata": metadata}
    is_secret = (result.get("apiVersion"), result.get("kind")) == ("v1", "Secret")
    text = result.get("stringData")
    if is_secret and isinstance(text, dict):
        data = {name: _base64(value) for name, value in text.items()}
        result["data"] = {**(result.get("data") or {}), **data}
        del result["stringData"]
    return result


def _base64(value: Any) -> Any:
    if isinstance(value, Secret):
        return Secret(_base64(value.value))
    return base64.b64encode(value.encode()).decode() if isinstance(value, str) else value


def imported_inputs(live: Manifest) -> Manifest:
    """Return what a program would have said of an object that it did not create."""
    return {name: value for name, value in normalized(live).items() if name != "status"}
