"""Strategic merge patches: maps are merged, lists with keys by key, null takes away.

Source: Kubernetes, community/contributors/devel/sig-api-machinery/strategic-merge-patch.md.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from oamdsl.kubernetes.list_keys import list_keys
from oamdsl.kubernetes.merge import address
from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import at, is_list, is_map


@attrs.frozen
class Merge:
    """One field that a patch writes, or takes away.

    Attributes:
        path: The field.
        value: Its value; None when the patch takes it away.
        is_entry: Whether it is a new entry of a list with keys.
    """

    path: Path
    value: Any
    is_entry: bool = False


def merges(body: Object, patch: Mapping[str, Any]) -> Iterator[Merge]:
    """The fields that *patch* writes in *body*, in the order that it names them.

    Args:
        body: The object, as far as it is known; ``apiVersion`` and ``kind`` say how its lists merge.
        patch: What to merge.

    Raises:
        ValueError: An entry of a list with keys lacks its key; the message names the list.
    """
    yield from _maps(body, patch, Path())


def _maps(body: Object, patch: Mapping[str, Any], path: Path) -> Iterator[Merge]:
    for name, value in patch.items():
        field = path / name
        if value is None:
            yield Merge(field, None)
        elif is_map(value):
            yield from _maps(body, value, field)
        elif is_list(value) and list_keys(body, field) is not None:
            for entry in value:
                yield from _entries(body, entry, field)
        else:
            yield Merge(field, value)


def _entries(body: Object, entry: Any, path: Path) -> Iterator[Merge]:
    keys = list_keys(body, path) or ()
    key = address(keys, entry)
    if key is None:
        message = f"an entry of {path} lacks its {' and '.join(keys)}"
        raise ValueError(message)
    place = path / key
    if entry.get("$patch") == "delete":
        yield Merge(place, None)
    elif at(body, place) is None:
        yield Merge(path, entry, is_entry=True)
    else:
        rest = {name: value for name, value in entry.items() if name not in keys}
        yield from _maps(body, rest, place)
