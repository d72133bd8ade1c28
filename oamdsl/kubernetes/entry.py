"""The entries of lists: how each is addressed.

Source: Kubernetes, Server-Side Apply, "Merge strategy"; structured-merge-diff v6, ``PathElement``.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from oamdsl.kubernetes.path import VALUE, Entry, KeyValue

ITSELF: Final = (VALUE,)
"""The key fields of a list whose entries are told apart by the whole of what they are."""

_KEY_DEFAULTS: Final[Mapping[str, KeyValue]] = {
    "protocol": "TCP",
    # of a toleration
    "key": "",
    "operator": "Equal",
    "value": "",
    "effect": "",
}
"""What Kubernetes takes for a key field that is left out."""


def address(keys: tuple[str, ...], entry: object) -> Entry | None:
    """The address of *entry* in a list with the key fields *keys*.

    A key field that is left out has Kubernetes' default, if there is one: ``protocol: TCP``. None when one is
    missing, or is neither text nor an integer, such as a value that is known only later.
    """
    found: list[tuple[str, KeyValue]] = []
    for key in keys:
        value = _found(key, entry)
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            return None
        found.append((key, value))
    return Entry(tuple(found))


def matches(entry: object, address: Entry) -> bool:
    """Whether *entry* of a list is the one at *address*."""
    return all(_found(key, entry) == value for key, value in address.keys)


def _found(key: str, entry: object) -> Any:
    if key == VALUE:
        return entry if isinstance(entry, (str, int)) else _text(entry)
    if type(entry) is dict or isinstance(entry, Mapping):  # the type alone, where it will do, is faster
        return cast("Mapping[str, Any]", entry).get(key, _KEY_DEFAULTS.get(key))
    return None


def _text(entry: object) -> object:
    """What tells a whole map from others, whatever the order of its fields; itself where it is opaque."""
    try:
        return json.dumps(entry, sort_keys=True, separators=(",", ":"))
    except TypeError:
        return entry
