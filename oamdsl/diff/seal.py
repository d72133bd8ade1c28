"""Secrets compared without being told: whether two are the same shows, and nothing else.

In place of a secret stands a mark made of it with a salt that one run has to itself. Before a difference is
shown, marks become words: that a secret is there, and whether it has changed. So no report has a mark, and
reports of the same two states are the same.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, Final, Self

import attrs

from oamdsl.kubernetes.confidential import CONTENT
from oamdsl.kubernetes.tree import is_list, is_map, leaf_values
from oamdsl.model.value import REDACTED

CHANGED: Final = "[secret, changed]"

_SALT: Final = 32
"""Bytes of a salt."""
_MARK: Final = re.compile(r"\[secret [0-9a-f]{32}\]")


@attrs.frozen
class Salted:
    """Makes marks of secrets.

    Attributes:
        salt: Bytes that nobody can guess, for one run; a mark tells nothing to whoever lacks them.
    """

    salt: bytes

    @classmethod
    def fresh(cls) -> Self:
        """One with a salt that nothing else has."""
        return cls(secrets.token_bytes(_SALT))

    def __call__(self, value: object) -> str:
        """The mark of *value*."""
        text = value if isinstance(value, str) else repr(value)
        digest = hmac.digest(self.salt, f"{type(value).__name__} {text}".encode(), hashlib.sha256)
        return f"[secret {digest.hex()[:32]}]"


def may_be_same(one: object, other: object) -> bool:
    """Whether both are secrets that are the same, as far as is known: one may have no mark."""
    return _is_sealed(one) and _is_sealed(other) and (one == other or REDACTED in (one, other))


def filled(body: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """*body* with what a Secret keeps taken from *other*, the same one, where *body* tells nothing of it.

    Pulumi encrypts all of it as one value.
    """
    unknown = [name for name in CONTENT if body.get(name) == REDACTED and is_map(other.get(name))]
    return {**body, **{name: other[name] for name in unknown}} if unknown else body


def told(value: Any, before: Any = None) -> Any:
    """*value*, a tree of plain values, with a word in place of each mark.

    Args:
        value: What is to be shown.
        before: What was in its place; a mark that is not in it, where it has others, has changed.
    """
    if is_map(value):
        return {
            name: told(one, before.get(name) if is_map(before) else before) for name, one in value.items()
        }
    if is_list(value):
        return [told(one, before) for one in value]
    return _word(value, before) if _is_mark(value) else value


def told_text(text: str, before: str = "") -> str:
    """*text* with a word in place of each mark; see `told`."""
    return _MARK.sub(lambda found: str(_word(found[0], before)), text)


def _word(mark: str, before: object) -> str:
    known = set(_marks(before))
    return CHANGED if known and mark not in known else REDACTED


def _marks(value: object) -> Iterator[str]:
    return (mark for one in leaf_values(value) if isinstance(one, str) for mark in _MARK.findall(one))


def _is_mark(value: object) -> bool:
    return isinstance(value, str) and _MARK.fullmatch(value) is not None


def _is_sealed(value: object) -> bool:
    return value == REDACTED or _is_mark(value)
