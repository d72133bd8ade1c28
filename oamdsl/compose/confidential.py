"""What of a plan no report may show: secrets, and whatever a Kubernetes Secret keeps, however it came there.

`oamdsl render` alone follows another rule: it writes what is deployed.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from oamdsl.compose.plan import ComposedComponent
from oamdsl.kubernetes.confidential import (
    CONTENT,
    content_in,
    content_of,
    decoded,
    is_confidential,
    is_secret,
)
from oamdsl.kubernetes.object import FieldRef, Object
from oamdsl.kubernetes.tree import is_list, is_map
from oamdsl.model.element import Element, fields_of, parts_of
from oamdsl.model.value import REDACTED, is_known_secret, is_opaque, revealed, shown

Seal = Callable[[object], str]
"""What is shown in place of a secret: a word, made of its value."""

_LEAST: Final = 4
"""Characters that a text must have, so that finding it elsewhere tells something."""


def redacting(value: object) -> str:
    """The same word for every secret."""
    del value
    return REDACTED


def sealed(body: Object, seal: Seal = redacting) -> Object:
    """*body* of plain values: a word in place of each secret, and of each value that is not known yet."""
    kept = CONTENT if is_secret(body) else ()
    return {
        name: _kept(name, value, seal) if name in kept else _sealed(value, seal)
        for name, value in body.items()
    }


def shown_field(field: FieldRef, value: object) -> str:
    """The *value* of a field as JSON; a word in its place when it is a secret, or known later."""
    if is_confidential(field.object.api, field.path):
        return REDACTED
    return shown(value) if is_opaque(value) else json.dumps(value, default=shown, ensure_ascii=False)


def secrets_of(composed: ComposedComponent) -> frozenset[str]:
    """The texts that Secrets of a component keep, to look for them in what was declared.

    Those of a patch that was refused are among them. A text of less than four characters is left out: it
    stands in many that have nothing to do with it.
    """
    found = (*(value for one in composed.objects for value in content_of(one.body)), *_declared(composed))
    return frozenset(_spelt(str(one) for one in found if not is_opaque(one)))


def _declared(composed: ComposedComponent) -> Iterator[object]:
    """What Secrets keep by what was declared."""
    has_secret = any(is_secret(one.body) for one in composed.objects)
    for root in (composed.component, composed.declared):
        for element in parts_of(root):
            of_secret = has_secret or getattr(element, "kind", "") == "Secret"
            for name in fields_of(type(element)):
                if name in element.given:
                    yield from content_in(getattr(element, name), of_secret=of_secret)


def gives_away(text: str, secrets: Iterable[str]) -> bool:
    """Whether one of *secrets*, as of `secrets_of`, stands in *text*."""
    return any(one in text for one in secrets)


def is_given_away(element: Element, name: str, secrets: Iterable[str]) -> bool:
    """Whether what was given to *element* as *name* spells one of *secrets* out."""
    return gives_away(shown(getattr(element, name)), secrets)


def _spelt(texts: Iterable[str]) -> Iterable[str]:
    """Each text as it is, and as it is written in Python."""
    for text in texts:
        if len(text) >= _LEAST:
            yield text
            yield repr(text)[1:-1]


def _kept(name: str, value: Any, seal: Seal) -> Any:
    if is_map(value):
        return {key: _kept(name, one, seal) for key, one in value.items()}
    if is_opaque(value):
        return _sealed(value, seal)
    if value is None or value == REDACTED:
        return value
    return seal(decoded(value) if name == CONTENT[0] else value)


def _sealed(value: Any, seal: Seal) -> Any:
    if is_map(value):
        return {key: _sealed(one, seal) for key, one in value.items()}
    if is_list(value):
        return [_sealed(one, seal) for one in value]
    if is_known_secret(value):
        return seal(revealed(value))
    return shown(value) if is_opaque(value) else value
