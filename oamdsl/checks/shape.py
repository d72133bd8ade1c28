"""Reading objects whose shape nobody has checked: what is not of the expected kind counts as absent."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeGuard

from oamdsl.kubernetes.list_keys import entry_key
from oamdsl.kubernetes.path import EACH, Each, Entry

_NOTHING: Final[Mapping[str, Any]] = {}


def as_mapping(value: object) -> Mapping[str, Any]:
    """*value* when it is a mapping, or an empty one."""
    return value if _is_mapping(value) else _NOTHING


def mappings_in(value: object) -> Sequence[Mapping[str, Any]]:
    """The entries of a list that are mappings; none when *value* is no list."""
    if not value or not _is_list(value):
        return ()
    return [entry for entry in value if _is_mapping(entry)]


def items_in(value: object) -> Sequence[object]:
    """The entries of a list; none when *value* is no list."""
    return value if _is_list(value) else ()


def is_complete(value: object) -> bool:
    """Whether `mappings_in` tells all of the list *value*: nothing in it is known only later."""
    return value is None or (_is_list(value) and all(_is_mapping(entry) for entry in value))


def integer(value: object) -> int | None:
    """*value* when it is an integer, and no truth value."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def address(keys: tuple[str, ...], entry: Mapping[str, Any]) -> Entry | Each:
    """The address of *entry* in its list; ``[*]`` when a key field is missing or known only later."""
    try:
        return entry_key(keys, entry)
    except ValueError:
        return EACH


def _is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    return type(value) is dict or isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, (list, tuple))
