"""Who manages which field of a live object, as the API server keeps it in ``metadata.managedFields``.

Source: Kubernetes, Server-Side Apply, Field management; structured-merge-diff v6, ``serialize-pe.go``.
"""

import enum
import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from oamdsl.kubernetes.list_keys import list_keys
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Entry, Path
from oamdsl.kubernetes.tree import as_map, maps_in


class Operation(enum.Enum):
    """How a manager wrote its fields."""

    APPLY = "Apply"
    """By server-side apply: exactly what it said."""
    UPDATE = "Update"
    """By any other request: what it said, and what the API server filled in beside it."""


@attrs.frozen
class Managed:
    """What one manager has of an object.

    Attributes:
        manager: Its name.
        subresource: What it wrote them through: ``status``, ``scale``; empty for the object itself.
        operation: How it wrote them.
        fields: Its fields; a list or map that it manages as a whole is one field, and so is an entry of a
            keyed list that it made, which stands before what is in it.
    """

    manager: str
    operation: Operation
    fields: tuple[Path, ...]
    subresource: str = ""


def managed(body: Object) -> tuple[Managed, ...]:
    """The managers of *body*, a live object."""
    metadata = as_map(body.get("metadata"))
    return tuple(
        Managed(
            str(one.get("manager", "")),
            Operation.APPLY if one.get("operation") == Operation.APPLY.value else Operation.UPDATE,
            tuple(dict.fromkeys(_fields(body, as_map(one.get("fieldsV1")), Path()))),
            str(one.get("subresource") or ""),
        )
        for one in maps_in(metadata.get("managedFields"))
    )


def managers_of(body: Object, path: Path) -> frozenset[str]:
    """The names of those who manage the field at *path*."""
    return frozenset(one.manager for one in managed(body) if path in one.fields)


def _fields(body: Object, said: Mapping[str, Any], at: Path) -> Iterator[Path]:
    """The fields in *said*, those further out first."""
    for name, inside in said.items():
        kind, _, value = name.partition(":")
        if kind == "f":
            yield from _below(body, as_map(inside), at / value)
        elif kind == "k":
            yield from _below(body, as_map(inside), at / _entry(body, at, json.loads(value)))
        elif kind in ("v", "i"):  # one value of a list without keys, which is one field here
            yield at


def _below(body: Object, said: Mapping[str, Any], at: Path) -> Iterator[Path]:
    if not said or "." in said:
        yield at
    yield from _fields(body, said, at)


def _entry(body: Object, at: Path, keys: Mapping[str, Any]) -> Entry:
    """The entry that *keys* address, in the order that paths have them."""
    order = list_keys(body, at) or ()
    known = [name for name in order if name in keys]
    return Entry(tuple((name, keys[name]) for name in (*known, *sorted(keys.keys() - set(known)))))
