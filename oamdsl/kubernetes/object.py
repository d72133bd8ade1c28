"""The identity of a Kubernetes object, and its fields."""

from collections.abc import Mapping
from typing import Any

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.path import Path, Segment

Object = Mapping[str, Any]
"""A Kubernetes object as a plain mapping, in the API's own field names."""

Identity = tuple[str, str, str, str]
"""Kind, group, namespace and name: an object in a cluster is one in all versions of its API."""


@attrs.frozen(cache_hash=True)
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
        metadata: Mapping[str, Any] = body.get("metadata") or {}
        return cls(Api.of(body), metadata.get("name", ""), metadata.get("namespace", ""))

    @property
    def identity(self) -> Identity:
        """What identifies the object in a cluster."""
        return (self.api.kind, self.api.group, self.namespace, self.name)

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
