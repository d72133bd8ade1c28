"""What differs between two snapshots: versions, APIs, and the fields of their schemas."""

import enum
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.path import EACH, Path, Segment
from oamdsl.kubernetes.snapshot import RawSchema, Snapshot
from oamdsl.kubernetes.tree import as_map, is_list


class Difference(enum.Enum):
    """In which way something differs; the value is the sign that reports show."""

    ADDED = "+"
    REMOVED = "-"
    CHANGED = "~"


@attrs.frozen
class Change:
    """One thing that differs.

    Attributes:
        difference: In which way.
        what: What it is: ``Kubernetes``, ``API apps/v1 Deployment``, ``schema of apps/v1 Deployment``.
        detail: What is different about it; empty when *what* says it all.
    """

    difference: Difference
    what: str
    detail: str = ""

    def __str__(self) -> str:
        """``~ schema of apps/v1 Deployment: + spec.paused``."""
        return f"{self.difference.value} {self.what}" + (f": {self.detail}" if self.detail else "")


def drift(recorded: Snapshot, live: Snapshot) -> tuple[Change, ...]:
    """What has changed from what a cluster was, *recorded*, to what it is, *live*.

    Nothing when both are the same; what one lacks because it could not be read is no change.
    """
    warned = recorded.warned and live.warned
    fields = ("plural", "namespaced", "warning") if warned else ("plural", "namespaced")
    return (*_versions(recorded, live), *_apis(recorded, live, fields), *_schemas(recorded, live))


def _versions(recorded: Snapshot, live: Snapshot) -> Iterator[Change]:
    if recorded.kubernetes != live.kubernetes:
        yield Change(Difference.CHANGED, "Kubernetes", f"{recorded.kubernetes} -> {live.kubernetes}")


def _apis(recorded: Snapshot, live: Snapshot, fields: Iterable[str]) -> Iterator[Change]:
    for api in sorted(recorded.apis | live.apis, key=_order):
        before, after = recorded.resources.get(api), live.resources.get(api)
        if before is None:
            if api.api_version not in recorded.unread:
                yield Change(Difference.ADDED, f"API {api}")
        elif after is None:
            if api.api_version not in live.unread:
                yield Change(Difference.REMOVED, f"API {api}")
        else:
            for field in fields:
                old, new = getattr(before, field), getattr(after, field)
                if old != new:
                    detail = f"{field} {_shown(old)} -> {_shown(new)}"
                    yield Change(Difference.CHANGED, f"API {api}", detail)


def _order(api: Api) -> tuple[str, str]:
    return (api.api_version, api.kind)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _schemas(recorded: Snapshot, live: Snapshot) -> Iterator[Change]:
    """The definitions that both have and that differ; a shared one is named once, by its own name."""
    names = {
        resource.definition: f"{api}"
        for snapshot in (recorded, live)
        for api, resource in sorted(snapshot.resources.items(), key=lambda item: _order(item[0]))
    }
    both = {(name, name) for name in recorded.encoded.keys() & live.encoded.keys()}
    both |= {
        (recorded.resources[api].definition, live.resources[api].definition)
        for api in recorded.apis & live.apis
        if api.api_version not in recorded.unread | live.unread
    }
    for old, new in sorted(both):
        if recorded.encoded.get(old) == live.encoded.get(new):
            continue
        before = dict(_fields(recorded.definition(old), Path()))
        after = dict(_fields(live.definition(new), Path()))
        what = f"schema of {names.get(new) or names.get(old) or new}"
        for path in sorted(before.keys() | after.keys(), key=str):
            if path not in before:
                yield Change(Difference.ADDED, what, str(path))
            elif path not in after:
                yield Change(Difference.REMOVED, what, str(path))
            elif before[path] != after[path]:
                yield Change(Difference.CHANGED, what, _changed(path, before[path], after[path]))


def _changed(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    keywords = [
        _keyword(keyword, before.get(keyword), after.get(keyword))
        for keyword in sorted(before.keys() | after.keys())
        if before.get(keyword) != after.get(keyword)
    ]
    return f"{path} {', '.join(keywords)}".lstrip()


_LONGEST = 40
"""Of a value that is shown, in characters."""


def _keyword(keyword: str, before: Any, after: Any) -> str:
    """``maxLength 5 -> 9``, ``enum + "Slow"``, or the keyword alone where its value is long."""
    if is_list(before or ()) and is_list(after or ()):
        old, new = (list(map(_shown, value or ())) for value in (before, after))
        signed = [
            *(f"+ {one}" for one in new if one not in old),
            *(f"- {one}" for one in old if one not in new),
        ]
        text = " ".join([keyword, *signed])
    else:
        old_text, new_text = ("none" if value is None else _shown(value) for value in (before, after))
        text = f"{keyword} {old_text} -> {new_text}"
    return text if len(text) <= len(keyword) + _LONGEST else keyword


_STRUCTURE = frozenset({"properties", "items", "additionalProperties"})


def _fields(schema: RawSchema, at: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each field of *schema* with what is said of it, what is below aside."""
    yield at, {word: value for word, value in schema.items() if word not in _STRUCTURE}
    for name, inner in as_map(schema.get("properties")).items():
        yield from _fields(as_map(inner), at / name)
    below: tuple[tuple[str, Segment], ...] = (("items", EACH), ("additionalProperties", "*"))
    for word, segment in below:
        if word in schema:
            yield from _fields(as_map(schema[word]), at / segment)
