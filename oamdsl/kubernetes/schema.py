"""Objects against the schemas of a snapshot: every breach, as a strict API server would refuse it.

What schemas cannot say is left to the API server: rules in CEL, admission, and the text of formats that are
not named in `limits`.

Source: Kubernetes, OpenAPI v3; CustomResourceDefinition, "Specifying a structural schema"; API concepts,
"Field validation", Strict.
"""

import enum
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.entry import address
from oamdsl.kubernetes.limits import Limit, limits
from oamdsl.kubernetes.path import Entry, Path, Segment
from oamdsl.kubernetes.snapshot import METADATA, REFERENCE, RawSchema, Snapshot
from oamdsl.kubernetes.tree import as_map, is_list, is_map, maps_in

IsOpaque = Callable[[object], bool]
"""Whether nothing may be said of a value, because it is not known yet or not to be shown."""


class BreachKind(enum.Enum):
    """In which way an object breaks its schema."""

    UNKNOWN_FIELD = "unknown field"
    MISSING_FIELD = "missing field"
    WRONG_TYPE = "wrong type"
    WRONG_VALUE = "wrong value"
    DUPLICATE_ENTRY = "duplicate entry"


@attrs.frozen(kw_only=True)
class Breach:
    """One breach of a schema.

    Attributes:
        kind: In which way.
        path: The field, as far as server-side apply can address it: entries of atomic lists are the list.
        text: The field as people write it, entries of atomic lists by number: ``spec.rules[0].host``.
        name: The name of the field that is unknown or missing; empty for other breaches.
        seen: The value; None for a field that is missing; of an entry that occurs twice, its first key.
        allowed: What is accepted, a phrase: ``an integer``, ``at most 63 characters``.
        known: For an unknown field, those that are known beside it; for a value that is none of some, these.
    """

    kind: BreachKind
    path: Path
    text: str
    name: str = ""
    seen: object = None
    allowed: str = ""
    known: tuple[str, ...] = ()


_TYPES: Final[Mapping[type, str]] = {
    dict: "object",
    list: "array",
    tuple: "array",
    str: "string",
    int: "integer",
    bool: "boolean",
    float: "number",
    type(None): "null",
}
_ARTICLES: Final[Mapping[str, str]] = {
    "object": "a map",
    "array": "a list",
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}
_INTEGER: Final = frozenset({"integer"})
_INT_OR_STRING: Final = frozenset({"integer", "string"})
_BUILT_IN: Final = re.compile(r"io\.k8s\.(api|apimachinery|apiextensions-apiserver|kube-aggregator)\.")
"""The definitions that come from Go types, whose lists may hold null."""

_JUNCTIONS: Final = ("allOf", "anyOf", "oneOf", "not")

_Place = tuple[Any, ...]
"""Where the walk is: ``(place above, field)``, or ``(place above, key fields of the list, index, entry)``.

Empty at the root. A tuple costs least.
"""


class _Node:
    """One schema, prepared for being compared with many values; what is below is prepared when needed.

    Args:
        schema: The schema.
        built_in: Whether it describes a Go type.
        partial: Whether it is one of several that a value is compared with, so that it need not name every
            field.
    """

    __slots__ = (
        "built_in",
        "defaulted",
        "free",
        "items",
        "junctions",
        "keys",
        "limits",
        "nullable",
        "open",
        "partial",
        "properties",
        "required",
        "types",
        "unique",
        "values",
    )

    def __init__(self, schema: RawSchema, *, built_in: bool, partial: bool) -> None:
        embedded = schema.get("x-kubernetes-embedded-resource") is True
        self.built_in = built_in
        self.partial = partial
        self.types = _types(schema)
        self.nullable = schema.get("nullable") is True
        self.defaulted = "default" in schema and not built_in  # Go types' defaults are their zero values
        self.properties: dict[str, Any] = {
            **as_map(schema.get("properties")),
            **(_EMBEDDED if embedded else {}),
        }
        self.required = (*schema.get("required", ()), *(("apiVersion", "kind") if embedded else ()))
        additional = schema.get("additionalProperties")
        self.values: Any = additional if is_map(additional) else None
        self.open = (
            partial
            or additional is True
            or schema.get("x-kubernetes-preserve-unknown-fields") is True
            or (not self.properties and self.values is None and additional is not False)
        )
        self.items: Any = schema.get("items")
        list_type = schema.get("x-kubernetes-list-type")
        self.keys = tuple(schema.get("x-kubernetes-list-map-keys", ())) if list_type == "map" else None
        self.unique = list_type in ("map", "set")
        self.limits: tuple[Limit, ...] = tuple(limits(schema, built_in=built_in))
        self.junctions: tuple[tuple[str, tuple[_Node, ...]], ...] = ()
        self.free: frozenset[type] = frozenset()  # the scalars that it admits whatever their value


_EMBEDDED: Final[Mapping[str, Any]] = {
    "apiVersion": {"type": "string", "minLength": 1},
    "kind": {"type": "string", "minLength": 1},
    "metadata": {"$ref": REFERENCE + METADATA},
}


def _is_taken_for(node: _Node, type_: str, value: Any) -> bool:
    """Whether the API server takes a value of another type for one of the node's."""
    if type_ == "null":
        return node.nullable or node.built_in
    return type_ == "number" and node.types == _INTEGER and not node.built_in and float(value).is_integer()


def _types(schema: RawSchema) -> frozenset[str] | None:
    """The types that the schema admits; None for any."""
    if schema.get("x-kubernetes-int-or-string") is True:
        return _INT_OR_STRING
    names = {schema["type"]} if "type" in schema else _alternative_types(schema)
    if "number" in names:
        names.add("integer")
    return frozenset(names) or None


def _alternative_types(schema: RawSchema) -> set[str]:
    """The types of a schema that is nothing but a choice between them, such as a quantity's."""
    for word in ("anyOf", "oneOf"):
        branches = schema.get(word)
        if is_list(branches) and branches and all(is_map(one) and set(one) == {"type"} for one in branches):
            return {one["type"] for one in branches}
    return set()


class Validator:
    """Compares objects with the schemas of one snapshot; keeps what it prepared for the next object.

    Args:
        snapshot: The cluster.
        is_opaque: Values to pass over.
    """

    def __init__(self, snapshot: Snapshot, is_opaque: IsOpaque) -> None:
        self._snapshot = snapshot
        self._is_opaque = is_opaque
        self._definitions: dict[str, _Node] = {}
        self._roots: dict[Api, _Node | None] = {}

    def breaches(self, body: Mapping[str, Any]) -> list[Breach]:
        """Every breach of its schema that the object *body* makes; none when the cluster publishes none."""
        root = self._root(Api.of(body))
        return [] if root is None else self._breaches(root, body, ())

    def _root(self, api: Api) -> _Node | None:
        if api not in self._roots:
            resource = self._snapshot.resources.get(api)
            self._roots[api] = (
                self._definition(resource.definition) if resource and resource.definition else None
            )
        return self._roots[api]

    def _definition(self, name: str) -> _Node:
        node = self._definitions.get(name)
        if node is None:
            built_in = _BUILT_IN.match(name) is not None
            node = self._node(self._snapshot.definition(name), built_in=built_in, partial=False)
            self._definitions[name] = node
        return node

    def _node(self, schema: object, *, built_in: bool, partial: bool) -> _Node:
        """The node for *schema*, references followed."""
        own = as_map(schema)
        if isinstance(reference := own.get("$ref"), str):
            return self._definition(reference.removeprefix(REFERENCE))
        junctions = {word: own[word] for word in _JUNCTIONS if own.get(word)}
        referring = any("$ref" in one for one in maps_in(junctions.get("allOf")))
        if ("type" not in own and _alternative_types(own)) or _types(own) is _INT_OR_STRING:
            junctions = {word: inner for word, inner in junctions.items() if word in ("allOf", "not")}
        node = _Node(own, built_in=built_in, partial=partial or referring)
        node.junctions = tuple(
            (
                word,
                tuple(
                    self._node(one, built_in=built_in, partial=True)
                    for one in (inner if is_list(inner) else (inner,))
                ),
            )
            for word, inner in junctions.items()
        )
        if not node.limits and not node.junctions:
            scalars = (str, int, bool, float)
            node.free = frozenset(one for one in scalars if node.types is None or _TYPES[one] in node.types)
        return node

    def _below(self, node: _Node, name: str) -> _Node | None:
        """The node of the field *name*; None when the schema has no such field."""
        inner = node.properties.get(name)
        if inner is None:
            if node.values is None:
                return None
            if type(node.values) is not _Node:
                node.values = self._inner(node, node.values)
            return node.values
        if type(inner) is not _Node:
            inner = node.properties[name] = self._inner(node, inner)
        return inner

    def _inner(self, node: _Node, schema: object) -> _Node:
        return self._node(schema, built_in=node.built_in, partial=node.partial)

    def _compare(self, node: _Node, value: Any, place: _Place, found: list[Breach]) -> None:
        type_ = _TYPES.get(value.__class__) or self._type(value)
        if not type_:
            return
        types = node.types
        if types is not None and type_ not in types:
            if not _is_taken_for(node, type_, value):
                allowed = " or ".join(_ARTICLES.get(one, one) for one in sorted(types))
                found.append(_breach(BreachKind.WRONG_TYPE, place, seen=value, allowed=allowed))
            return
        for limit in node.limits:
            if not limit.admits(value):
                allowed, known = limit.allowed, limit.choices
                found.append(_breach(BreachKind.WRONG_VALUE, place, seen=value, allowed=allowed, known=known))
        if type_ == "object":
            self._compare_map(node, value, place, found)
        elif type_ == "array":
            self._compare_list(node, value, place, found)
        for word, branches in node.junctions:
            self._compare_junction(word, branches, value, place, found)

    def _type(self, value: object) -> str:
        """The type of a value of no plain Python type; empty for one that nothing may be said of."""
        if self._is_opaque(value):
            return ""
        for kind, name in ((str, "string"), (bool, "boolean"), (int, "integer"), (float, "number")):
            if isinstance(value, kind):
                return name
        if is_map(value):
            return "object"
        return "array" if is_list(value) else "something that JSON has no word for"

    def _compare_map(self, node: _Node, value: Mapping[str, Any], place: _Place, found: list[Breach]) -> None:
        properties = node.properties
        for name, inner in value.items():
            below = properties.get(name)
            if type(below) is not _Node:
                below = self._below(node, name)
                if below is None:
                    if not node.open:
                        kind = BreachKind.UNKNOWN_FIELD
                        known = tuple(sorted(properties))
                        found.append(_breach(kind, (place, name), seen=inner, known=known))
                    continue
            if inner.__class__ in below.free:  # most fields: to go into each costs more than to compare it
                continue
            if inner is not None:  # null is dropped, unless the schema makes something of it
                self._compare(below, inner, (place, name), found)
        for name in node.required:
            if value.get(name) is None:
                below = self._below(node, name)
                if below is not None and (below.defaulted or (name in value and below.nullable)):
                    continue
                allowed = _described(below) if below else ""
                found.append(_breach(BreachKind.MISSING_FIELD, (place, name), allowed=allowed))

    def _compare_list(self, node: _Node, value: Sequence[Any], place: _Place, found: list[Breach]) -> None:
        if node.items is not None:
            if type(node.items) is not _Node:
                node.items = self._inner(node, node.items)
            for index, entry in enumerate(value):
                self._compare(node.items, entry, (place, node.keys, index, entry), found)
        if node.unique and len(value) > 1:
            self._compare_entries(node, value, place, found)

    def _compare_entries(self, node: _Node, value: Iterable[Any], place: _Place, found: list[Breach]) -> None:
        """Report entries of a list of type map or set that occur twice."""
        allowed = f"entries that differ in {' or '.join(node.keys)}" if node.keys else "different entries"
        before: set[Entry | tuple[type, object]] = set()
        for index, entry in enumerate(value):
            if node.keys is None:
                identity: Entry | tuple[type, object] | None = (
                    (entry.__class__, entry) if isinstance(entry, (str, int, float)) else None
                )
            else:
                identity = address(node.keys, entry) if is_map(entry) else None
            if identity in before:
                twice = identity.keys[0][1] if isinstance(identity, Entry) else entry
                kind = BreachKind.DUPLICATE_ENTRY
                found.append(_breach(kind, (place, None, index, entry), seen=twice, allowed=allowed))
            elif identity is not None:
                before.add(identity)

    def _compare_junction(
        self, word: str, branches: tuple[_Node, ...], value: Any, place: _Place, found: list[Breach]
    ) -> None:
        if word == "allOf":
            for branch in branches:
                self._compare(branch, value, place, found)
            return
        results = [self._breaches(branch, value, place) for branch in branches]
        passed = sum(not result for result in results)
        if word == "not":
            refused = bool(passed) and not self._holds_opaque(value)
            allowed = f"anything but what the schema rules out: {_described(branches[0])}"
        elif word == "anyOf" or self._holds_opaque(value):
            refused, allowed = not passed, " or ".join(dict.fromkeys(map(_described, branches)))
        else:
            refused = passed != 1
            allowed = f"exactly one of: {', '.join(dict.fromkeys(map(_described, branches)))}"
        if refused:
            found.append(_breach(BreachKind.WRONG_VALUE, place, seen=value, allowed=allowed))

    def _breaches(self, node: _Node, value: Any, place: _Place) -> list[Breach]:
        found: list[Breach] = []
        self._compare(node, value, place, found)
        return found

    def _holds_opaque(self, value: Any) -> bool:
        if is_map(value):
            return any(self._holds_opaque(one) for one in value.values())
        if is_list(value):
            return any(self._holds_opaque(one) for one in value)
        return type(value) not in _TYPES and self._is_opaque(value)


def _breach(
    kind: BreachKind, place: _Place, *, seen: object = None, allowed: str = "", known: tuple[str, ...] = ()
) -> Breach:
    steps: list[tuple[Segment | None, int | None]] = []
    while place:
        place, name, *listed = place
        steps.append(_step(name, *listed) if listed else (name, None))
    steps.reverse()
    segments: list[Segment] = []
    for segment, _ in steps:
        if segment is None:  # an entry of an atomic list, which is one field
            break
        segments.append(segment)
    named = kind in (BreachKind.UNKNOWN_FIELD, BreachKind.MISSING_FIELD)
    return Breach(
        kind=kind,
        path=Path(tuple(segments)),
        text=_text(steps),
        name=str(steps[-1][0]) if named else "",
        seen=seen,
        allowed=allowed,
        known=known,
    )


def _step(keys: tuple[str, ...] | None, index: int, entry: object) -> tuple[Segment | None, int]:
    return (address(keys, entry) if keys and is_map(entry) else None), index


def _text(steps: Iterable[tuple[Segment | None, int | None]]) -> str:
    text = ""
    for segment, index in steps:
        if segment is None:
            text += f"[{index}]"
        elif isinstance(segment, str):
            one = str(Path((segment,)))
            text += one if one.startswith("[") or not text else f".{one}"
        else:
            text += str(segment)
    return text


def _described(node: _Node) -> str:
    """What *node* accepts, in a few words."""
    words: list[str] = []
    if node.types is not None:
        words.append(" or ".join(_ARTICLES.get(one, one) for one in sorted(node.types)))
    if node.required:
        words.append(f"with {' and '.join(f'`{name}`' for name in node.required)}")
    words.extend(limit.allowed for limit in node.limits)
    return " ".join(filter(None, words)) or "another value"
