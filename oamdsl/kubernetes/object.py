"""The identity of a Kubernetes object, and its fields."""

from collections.abc import Mapping
from typing import Any

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.path import Entry, Path, Segment

Object = Mapping[str, Any]
"""A Kubernetes object as a plain mapping, in the API's own field names."""


@attrs.frozen
class ObjectRef:
    """The identity of a Kubernetes object: two objects with one identity are one object.

    Attributes:
        api: API version and kind.
        name: ``metadata.name``.
        namespace: ``metadata.namespace``; empty for objects of the whole cluster.
    """

    api: Api
    name: str
    namespace: str

    @classmethod
    def of(cls, body: Object) -> "ObjectRef":
        """The identity of *body*."""
        metadata = body.get("metadata") or {}
        return cls(Api.of(body), metadata.get("name", ""), metadata.get("namespace", ""))

    def __str__(self) -> str:
        """``Deployment/nginx``."""
        return f"{self.api.kind}/{self.name}"

    def __truediv__(self, segment: Segment | Path) -> "FieldRef":
        """A field of the object."""
        return FieldRef(self, Path() / segment)


@attrs.frozen
class FieldRef:
    """One field of one object, or with ``[*]`` one field of each entry of a list."""

    object: ObjectRef
    path: Path

    def __str__(self) -> str:
        """``Deployment/nginx spec.replicas``."""
        return f"{self.object} {self.path}"

    def __truediv__(self, segment: Segment | Path) -> "FieldRef":
        """A field below this one."""
        return FieldRef(self.object, self.path / segment)


def at(body: object, path: Path) -> Any:  # noqa: ANN401 - a field may hold anything
    """The value at *path* in *body*; None when there is none."""
    for segment in path.segments:
        if isinstance(segment, Entry):
            if not isinstance(body, (list, tuple)):
                return None
            body = next((one for one in body if matches(one, segment)), None)
        elif isinstance(segment, str) and isinstance(body, Mapping):
            body = body.get(segment)
        else:
            return None
    return body


def matches(entry: object, keys: Entry) -> bool:
    """Whether *entry* of a list is the one that *keys* address; an absent protocol is TCP."""
    if not isinstance(entry, Mapping):
        return False
    return all(entry.get(key, "TCP" if key == "protocol" else None) == value for key, value in keys.keys)
