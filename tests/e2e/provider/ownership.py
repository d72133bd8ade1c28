"""Who owns which field of a live object, by its `managedFields`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tests.e2e.kubernetes_api import Manifest
from tests.e2e.provider.field_paths import Path, parse

CREATOR: Final = "pulumi-kubernetes"
"""The field manager of creations, which are plain requests and not applies."""

TAKEN_OVER: Final = (
    ("kubectl", "Apply"),
    ("kubectl", "Update"),
    ("before-first-apply", "Update"),
    (CREATOR, "Update"),
    ("pulumi-resource-kubernetes", "Update"),
)
"""Managers, by how their names begin and by operation, whose fields the first update takes over."""


def managed_fields(live: Manifest) -> Sequence[Mapping[str, Any]]:
    """Return the entries of the object's managers."""
    entries: Sequence[Mapping[str, Any]] = live["metadata"].get("managedFields") or []
    return entries


def taken_over(live: Manifest, manager: str) -> Sequence[Mapping[str, Any]] | None:
    """Return the entries after *manager* took over those of creations, None when nothing changes.

    What came through a subresource, such as the counts of `kubectl scale` and of autoscalers, is
    not taken over.
    """
    entries = managed_fields(live)
    ours = [each for each in entries if _is_taken_over(each)]
    if not ours:
        return None
    applied = [each for each in entries if _is(each, manager, "Apply")]
    fields: dict[str, Any] = {}
    for each in (*applied, *ours):
        fields = _union(fields, each.get("fieldsV1") or {})
    entry = {**(*applied, *ours)[0], "manager": manager, "operation": "Apply", "fieldsV1": fields}
    others = [each for each in entries if each not in ours and each not in applied]
    return [entry, *others]


def _is_taken_over(entry: Mapping[str, Any]) -> bool:
    return not entry.get("subresource") and any(
        entry["manager"].startswith(prefix) and entry["operation"] == operation
        for prefix, operation in TAKEN_OVER
    )


def _is(entry: Mapping[str, Any], manager: str, operation: str) -> bool:
    return entry["manager"] == manager and entry["operation"] == operation and not entry.get("subresource")


def _union(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for name, fields in other.items():
        merged[name] = _union(merged.get(name) or {}, fields or {})
    return merged


def apply_ignored(wanted: Manifest, live: Manifest, ignored: Iterable[str], manager: str) -> Manifest:
    """Return what to apply so that the *ignored* fields keep their live values.

    A field that only others own is left out of what is applied, and so stays theirs. One that
    *manager* owns too, or nobody, is applied with its live value. Paths into lists and names with
    dots are left as they are: the official provider does not follow them here either.
    """
    result = wanted
    for text in ignored:
        path = parse(text)
        names = tuple(step for step in path if isinstance(step, str) and "." not in step)
        if len(names) != len(path):
            continue
        if _owns(live, names, manager=manager, others=True) and not _owns(
            live, names, manager=manager, others=False
        ):
            result = _without(result, names)
        else:
            found, value = _look_up(live, names)
            result = _with(result, names, value) if found else result
    return result


def _owns(live: Manifest, path: Path, *, manager: str, others: bool) -> bool:
    return any(
        _covers(each.get("fieldsV1") or {}, path)
        for each in managed_fields(live)
        if (each["manager"] != manager) == others
    )


def _covers(fields: Mapping[str, Any], path: Path) -> bool:
    for step in path:
        if f"f:{step}" not in fields:
            return False
        fields = fields[f"f:{step}"]
    return True


def _look_up(manifest: Mapping[str, Any], path: Sequence[str]) -> tuple[bool, Any]:
    value: Any = manifest
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return False, None
        value = value[name]
    return True, value


def _with(manifest: Manifest, path: Sequence[str], value: Any) -> Manifest:
    first, *rest = path
    inner = manifest.get(first) or {}
    return {**manifest, first: _with(inner, rest, value) if rest else value}


def _without(manifest: Manifest, path: Sequence[str]) -> Manifest:
    first, *rest = path
    if first not in manifest:
        return manifest
    if rest:
        return {**manifest, first: _without(manifest[first], rest)}
    return {name: value for name, value in manifest.items() if name != first}
