"""What nobody may read of an object, whoever wrote it: the content of a Secret.

Source: Kubernetes, Secrets, ``data`` and ``stringData``.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import is_list, is_map, leaf_values

_SECRET: Final = Api("v1", "Secret")
CONTENT: Final = ("data", "stringData")
"""The fields of a Secret that have its content; the values of the first are in base64."""


def is_secret(body: Mapping[str, Any]) -> bool:
    """Whether *body* is a Secret."""
    return (body.get("apiVersion"), body.get("kind")) == (_SECRET.api_version, _SECRET.kind)


def is_confidential(api: Api, path: Path) -> bool:
    """Whether the field at *path* of an object of *api* is content of a Secret."""
    return api == _SECRET and path.depth > 0 and path.segments[0] in CONTENT


def content_of(body: Mapping[str, Any]) -> Iterator[object]:
    """Every value that a Secret keeps, those in base64 decoded too; nothing of another object."""
    if is_secret(body):
        for field in CONTENT:
            yield from kept_in(field, body.get(field))


def content_in(value: object, *, of_secret: bool) -> Iterator[object]:
    """Every value that a tree of plain values, such as a patch, says that a Secret keeps.

    Args:
        value: An object, a merge patch, operations of a JSON patch, or anything that holds some.
        of_secret: Whether it is about a Secret; ``stringData`` is of nothing else.
    """
    if is_map(value):
        fields = CONTENT if of_secret or is_secret(value) else CONTENT[1:]
        for name, one in value.items():
            if name in fields:
                yield from kept_in(name, one)
            else:
                yield from content_in(one, of_secret=of_secret)
        target = str(value.get("path", "")).split("/")[1:2]
        if target and target[0] in fields:
            yield from kept_in(target[0], value.get("value"))
    elif is_list(value):
        for one in value:
            yield from content_in(one, of_secret=of_secret)


def kept_in(field: str, value: object) -> Iterator[object]:
    """Every value below *value*, which *field* of a Secret is, those in base64 decoded too."""
    for one in leaf_values(value):
        if one is not None:
            yield one
            if field == CONTENT[0]:
                yield decoded(one)


def decoded(value: object) -> object:
    """The text that *value* is in base64; *value* itself when it is no such text."""
    try:
        return base64.b64decode(value, validate=True).decode() if isinstance(value, str) else value
    except (binascii.Error, UnicodeDecodeError):
        return value
