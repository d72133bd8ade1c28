"""Reading objects whose shape nobody has checked: what is not of the expected kind counts as absent."""

from collections.abc import Sequence

from oamdsl.kubernetes import entry as entries
from oamdsl.kubernetes.path import EACH, Each, Entry
from oamdsl.kubernetes.tree import is_list, is_map


def items_in(value: object) -> Sequence[object]:
    """The entries of a list; none when *value* is no list."""
    return value if is_list(value) else ()


def is_complete(value: object) -> bool:
    """Whether `maps_in` tells all of the list *value*: nothing in it is known only later."""
    return value is None or (is_list(value) and all(is_map(entry) for entry in value))


def integer(value: object) -> int | None:
    """*value* when it is an integer, and no truth value."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def address(keys: tuple[str, ...], entry: object) -> Entry | Each:
    """The address of *entry* in its list; ``[*]`` when a key field is missing or known only later."""
    return entries.address(keys, entry) or EACH
