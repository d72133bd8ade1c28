"""Changes of an object as a JSON merge patch: a map of what is new, and null for what goes.

Source: RFC 7386.
"""

from collections.abc import Mapping
from typing import Any

from oamdsl.kubernetes.tree import is_map


def merge_patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What makes *after* of *before*; empty when they are the same."""
    changed: dict[str, Any] = {name: None for name in before if name not in after}
    for name, value in after.items():
        was = before.get(name)
        if is_map(value) and is_map(was):
            inside = merge_patch(was, value)
            if inside:
                changed[name] = inside
        elif name not in before or was != value:
            changed[name] = value
    return changed
