"""What nobody may read of an object, whoever wrote it: the content of a Secret.

Source: Kubernetes, Secrets, ``data`` and ``stringData``.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, Final

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import is_list, is_map

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
            for value in _leaves(body.get(field)):
                yield value
                if field == CONTENT[0]:
                    yield decoded(value)


def decoded(value: object) -> object:
    """The text that *value* is in base64; *value* itself when it is no such text."""
    try:
        return base64.b64decode(value, validate=True).decode() if isinstance(value, str) else value
    except (binascii.Error, UnicodeDecodeError):
        return value


def _leaves(value: object) -> Iterator[object]:
    if is_map(value):
        for one in value.values():
            yield from _leaves(one)
    elif is_list(value):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield value
