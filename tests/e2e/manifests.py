"""Compares what was said of an object with the object as it is live."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.quantity import quantity
from tests.e2e.kubernetes_api import Manifest

OURS: Final = "pulumi-kubernetes"
"""How the names of the provider's field managers begin."""

AMOUNTS: Final = frozenset({"requests", "limits", "sizeLimit"})

IDENTITY: Final = ("apiVersion", "kind", "metadata.name", "metadata.namespace")
"""Fields that no manager owns."""


def unlike(said: Any, live: Any, path: str = "") -> Iterator[str]:
    """Yield each field of *said* that *live* lacks, or has with another value.

    What only *live* has is the server's.
    """
    if isinstance(said, Mapping) and isinstance(live, Mapping):
        for name, value in said.items():
            yield from unlike(value, live.get(name), f"{path}.{name}")
    elif isinstance(said, list) and isinstance(live, list) and len(said) == len(live):
        for index, (one, other) in enumerate(zip(said, live, strict=True)):
            yield from unlike(one, other, f"{path}[{index}]")
    elif said != live and not (_is_amount(path) and quantity(said) == quantity(live)):
        yield f"{path}: {said!r} was said, {live!r} is live"


def _is_amount(path: str) -> bool:
    return not AMOUNTS.isdisjoint(path.split("."))


def managers(live: Manifest, path: Path) -> Sequence[str]:
    """Return who manages a field of a live object."""
    return [
        each["manager"]
        for each in live["metadata"].get("managedFields", [])
        if _covers(each["fieldsV1"], path)
    ]


def is_ours(live: Manifest, path: Path) -> bool:
    """Say whether the provider manages a field of a live object."""
    return any(each.startswith(OURS) for each in managers(live, path))


def _covers(fields: Mapping[str, Any], path: Path) -> bool:
    for segment in path.segments:
        if fields.keys() <= {"."}:  # what is below is owned as a whole
            return True
        found = next((below for name, below in fields.items() if _names(name, segment)), None)
        if found is None:
            return False
        fields = found
    return True


def _names(name: str, segment: object) -> bool:
    """Say whether *name*, of `managedFields`, means *segment*."""
    if isinstance(segment, Entry):
        return name.startswith("k:") and dict(segment.keys).items() <= json.loads(name[2:]).items()
    return name == f"f:{segment}"
