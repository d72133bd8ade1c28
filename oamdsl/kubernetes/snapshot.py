"""What one cluster serves, recorded: its version, its APIs and the schemas of its objects.

A snapshot is a file of gzipped lines of JSON. The first line is the index; each further line is one
definition of an OpenAPI schema, read when it is asked for.
"""

import gzip
import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Final, TypeAlias, cast

import attrs

from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.list_keys import Shape, shape
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.tree import as_map, is_list, is_map, maps_in

SCHEMA_VERSION: Final = 1
"""Of the file; raised when an older oamdsl could not read it."""

REFERENCE: Final = "#/components/schemas/"
METADATA: Final = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

RawSchema: TypeAlias = Mapping[str, Any]
"""An OpenAPI v3 schema as the API server publishes it, without prose."""

_PROSE: Final = frozenset({"description", "example", "examples", "externalDocs", "title"})
_NAMED: Final = frozenset({"properties", "patternProperties"})
"""Keywords whose value is a map of schemas by names that anybody may have chosen, ``description`` too."""
_VERBATIM: Final = frozenset({"default", "enum", "x-kubernetes-validations"})


class SnapshotError(ValueError):
    """A file is no snapshot that this version of oamdsl can read; the message is a clause."""


@attrs.frozen
class Resource:
    """How an API is served.

    Attributes:
        plural: Its name in URLs: ``deployments``.
        namespaced: Whether its objects live in namespaces.
        definition: Name of its schema's definition; empty when the cluster publishes none.
        warning: What the cluster says to those who use it, because it is deprecated; empty when it is not.

    Source: Kubernetes, Aggregated Discovery, ``APIResourceDiscovery``; CustomResourceDefinition,
    ``versions[].deprecated`` and ``deprecationWarning``.
    """

    plural: str
    namespaced: bool
    definition: str = ""
    warning: str = ""


@attrs.frozen(slots=False, repr=False)
class Snapshot:
    """What one cluster serves. Build one with `read`, `parse` or `of_definitions`.

    Attributes:
        kubernetes: The API server's version, such as ``1.37.2``.
        resources: How each API is served.
        encoded: Each definition of a schema, as JSON: {name: text}.
        unread: Groups and versions of which not all could be read, ``metrics.k8s.io/v1beta1``: nothing
            follows from what the snapshot lacks of them.
        warned: Whether it was read which versions of custom resources are deprecated.
        file: Where it was read from; None where it was not. Of no account for what it equals.
    """

    kubernetes: str
    resources: Mapping[Api, Resource]
    encoded: Mapping[str, bytes]
    unread: frozenset[str] = frozenset()
    warned: bool = True
    file: FilePath | None = attrs.field(default=None, eq=False)

    @classmethod
    def read(cls, file: FilePath | str) -> "Snapshot":
        """The snapshot in *file*, as ``oamdsl snapshot`` wrote it.

        Raises:
            SnapshotError: It is no snapshot, or of a newer oamdsl.
            OSError: It cannot be read.
        """
        try:
            return attrs.evolve(cls.parse(FilePath(file).read_bytes()), file=FilePath(file))
        except SnapshotError as error:
            message = f"{file} {error}"
            raise SnapshotError(message) from None

    @classmethod
    def parse(cls, content: bytes) -> "Snapshot":
        """The snapshot that `to_bytes` made *content* of.

        Raises:
            SnapshotError: It is no snapshot, or of a newer oamdsl.
        """
        try:
            index, *lines = gzip.decompress(content).splitlines()
            head = cast("dict[str, Any]", json.loads(index))
            version = head["schema_version"]
        except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError):
            message = "is no snapshot of a cluster"
            raise SnapshotError(message) from None
        if version != SCHEMA_VERSION:
            message = f"has schema_version {version}, and this version of oamdsl reads {SCHEMA_VERSION}"
            raise SnapshotError(message)
        try:
            return cls(
                kubernetes=head["kubernetes"],
                resources={
                    Api(api_version, kind): Resource(*resource)
                    for api_version, kinds in head["apis"].items()
                    for kind, resource in kinds.items()
                },
                encoded=dict(zip(head["definitions"], lines, strict=True)),
                unread=frozenset(head.get("unread", ())),
                warned=head.get("warned", True),
            )
        except (ValueError, LookupError, TypeError, AttributeError):
            message = "is a damaged snapshot of a cluster"
            raise SnapshotError(message) from None

    def to_bytes(self) -> bytes:
        """The snapshot as the content of a file: the same bytes for the same cluster."""
        apis: dict[str, dict[str, tuple[object, ...]]] = {}
        for api, resource in sorted(self.resources.items(), key=lambda item: attrs.astuple(item[0])):
            apis.setdefault(api.api_version, {})[api.kind] = attrs.astuple(resource)
        names = sorted(self.encoded)
        head = {
            "schema_version": SCHEMA_VERSION,
            "kubernetes": self.kubernetes,
            "apis": apis,
            "definitions": names,
            **({"unread": sorted(self.unread)} if self.unread else {}),
            **({} if self.warned else {"warned": False}),
        }
        lines = [encode(head), *(self.encoded[name] for name in names)]
        return gzip.compress(b"\n".join(lines) + b"\n", compresslevel=9, mtime=0)

    @classmethod
    def of_documents(
        cls,
        kubernetes: str,
        resources: Mapping[Api, Resource],
        documents: Iterable[Mapping[str, Any]],
    ) -> "Snapshot":
        """The snapshot of a cluster that answers with these OpenAPI v3 *documents*.

        Args:
            kubernetes: The API server's version.
            resources: The APIs of its discovery; the definitions are looked up in the documents.
            documents: One for each group and version, as ``/openapi/v3`` lists them.
        """
        definitions: dict[str, RawSchema] = {}
        found: dict[Api, str] = {}
        for document in documents:
            schemas = as_map(as_map(document.get("components")).get("schemas"))
            renamed = _merged(definitions, {name: without_prose(schema) for name, schema in schemas.items()})
            for name, schema in schemas.items():
                for kind in maps_in(schema.get("x-kubernetes-group-version-kind")):
                    api = Api(_joined(kind.get("group", ""), kind["version"]), kind["kind"])
                    found.setdefault(api, renamed.get(name, name))
        defined = {
            api: attrs.evolve(resource, definition=found.get(api, "")) for api, resource in resources.items()
        }
        needed = _reachable(definitions, (resource.definition for resource in defined.values()))
        return cls(kubernetes, defined, {name: encode(definitions[name]) for name in needed})

    @classmethod
    def of_definitions(
        cls, definitions: Iterable[Mapping[str, Any]], *, kubernetes: "Snapshot | None" = None
    ) -> "Snapshot":
        """The snapshot of a cluster that serves these CustomResourceDefinitions.

        Args:
            definitions: The parsed documents; others than CustomResourceDefinitions are left out.
            kubernetes: What the cluster serves besides; by default no API but the custom ones.
        """
        base = cls("", {}, {}) if kubernetes is None else kubernetes
        return base.with_definitions(definitions)

    def with_definitions(self, definitions: Iterable[Mapping[str, Any]]) -> "Snapshot":
        """This cluster with more CustomResourceDefinitions; they stand in place of what it has of a kind."""
        resources = dict(self.resources)
        encoded = dict(self.encoded)
        for api, resource, schema in _custom_resources(definitions):
            resources[api] = resource
            encoded[resource.definition] = encode(schema)
        return attrs.evolve(self, resources=resources, encoded=encoded, file=None)

    def restricted_to(self, apis: Collection[Api]) -> "Snapshot":
        """This cluster, if it served no other APIs than *apis*."""
        kept = {api: resource for api, resource in self.resources.items() if api in apis}
        return attrs.evolve(self, resources=kept, file=None)

    def serves(self, api: Api) -> bool:
        """Whether the cluster serves *api*."""
        return api in self.resources

    @cached_property
    def apis(self) -> frozenset[Api]:
        """Every API that the cluster serves."""
        return frozenset(self.resources)

    @property
    def minor(self) -> str:
        """The minor version of Kubernetes: ``1.37`` of ``1.37.2``; empty when it is not known."""
        match = re.match(r"\d+\.\d+", self.kubernetes)
        return match[0] if match else ""

    @cached_property
    def _decoded(self) -> dict[str, RawSchema]:
        return {}

    def definition(self, name: str) -> RawSchema:
        """The definition *name*; one that admits anything when there is none of that name."""
        schema = self._decoded.get(name)
        if schema is None:
            encoded = self.encoded.get(name)
            schema = _ANYTHING if encoded is None else cast("RawSchema", json.loads(encoded))
            self._decoded[name] = schema
        return schema

    def schema(self, api: Api) -> RawSchema | None:
        """The schema of the objects of *api*; None when the cluster publishes none."""
        resource = self.resources.get(api)
        return self.definition(resource.definition) if resource and resource.definition else None

    def list_keys(self, api: Api, path: Path) -> tuple[str, ...] | None:
        """The fields that tell the entries of the list at *path* apart, by the cluster's own schema.

        None if the list is atomic, *path* is no list, or the cluster publishes no schema.

        Source: Kubernetes, Server-Side Apply, "Merge strategy", ``x-kubernetes-list-map-keys``.
        """
        return self.keyed_lists(api).get(shape(path))

    def keyed_lists(self, api: Api) -> Mapping[Shape, tuple[str, ...]]:
        """All lists of the objects of *api* that have keys: {shape of the path: key fields}."""
        known = self._known_lists.get(api)
        if known is None:
            schema = self.schema(api)
            known = dict(_keyed_lists(self, schema, (), ())) if schema else {}
            self._known_lists[api] = known
        return known

    @cached_property
    def _known_lists(self) -> dict[Api, Mapping[Shape, tuple[str, ...]]]:
        return {}

    def __repr__(self) -> str:
        """What it is of; the content would fill pages."""
        return f"Snapshot(kubernetes={self.kubernetes!r}, {len(self.resources)} APIs)"

    def __hash__(self) -> int:
        """By version and APIs."""
        return hash((self.kubernetes, self.apis))


_ANYTHING: Final[RawSchema] = {"x-kubernetes-preserve-unknown-fields": True}


def encode(value: object) -> bytes:
    """*value* as one line of JSON, the same for equal values."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def without_prose(schema: Any) -> Any:
    """*schema* without what does not decide: descriptions, titles, examples."""
    if not is_map(schema):
        return [without_prose(one) for one in schema] if is_list(schema) else schema
    kept: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in _NAMED and is_map(value):
            kept[keyword] = {name: without_prose(one) for name, one in value.items()}
        elif keyword in _VERBATIM:
            kept[keyword] = value
        elif keyword in ("items", "additionalProperties") and is_map(value):
            kept[keyword] = without_prose({k: v for k, v in value.items() if k != "default" or v})
        elif keyword not in _PROSE and keyword != "x-kubernetes-group-version-kind":
            kept[keyword] = without_prose(value)
    return _plain_reference(kept)


def _plain_reference(schema: dict[str, Any]) -> dict[str, Any]:
    """*schema* as nothing but a reference, when an empty default is all that it says besides.

    Kubernetes 1.36 writes references with such defaults, and 1.37 without.
    """
    if schema.get("default", "") in ({}, "") and schema.keys() <= {"allOf", "default"}:
        parts = schema.get("allOf", ())
        return parts[0] if len(parts) == 1 and parts[0].keys() == {"$ref"} else schema
    return schema


def references(schema: object) -> Iterator[str]:
    """The names of the definitions that *schema* refers to."""
    if is_map(schema):
        for keyword, value in schema.items():
            if keyword == "$ref" and isinstance(value, str):
                yield value.removeprefix(REFERENCE)
            else:
                yield from references(value)
    elif is_list(schema):
        for one in schema:
            yield from references(one)


def _merged(definitions: dict[str, RawSchema], more: Mapping[str, RawSchema]) -> Mapping[str, str]:
    """Add *more* to *definitions*, and say what was renamed, because another has its name: {old: new}."""
    clashing = {name for name, schema in more.items() if definitions.get(name, schema) != schema}
    while True:
        drawn = {
            name
            for name, schema in more.items()
            if name in definitions and name not in clashing and not clashing.isdisjoint(references(schema))
        }
        if not drawn:
            break
        clashing |= drawn
    renamed: dict[str, str] = {}
    for name in sorted(clashing):
        number = 2
        while f"{name}~{number}" in definitions:
            number += 1
        renamed[name] = f"{name}~{number}"
    for name, schema in more.items():
        definitions[renamed.get(name, name)] = _with_references(schema, renamed) if renamed else schema
    return renamed


def _with_references(schema: Any, renamed: Mapping[str, str]) -> Any:
    if is_map(schema):
        return {
            keyword: REFERENCE + renamed.get(name := value.removeprefix(REFERENCE), name)
            if keyword == "$ref" and isinstance(value, str)
            else _with_references(value, renamed)
            for keyword, value in schema.items()
        }
    return [_with_references(one, renamed) for one in schema] if is_list(schema) else schema


def _reachable(definitions: Mapping[str, RawSchema], roots: Iterable[str]) -> set[str]:
    found: set[str] = set()
    left = [name for name in roots if name]
    while left:
        name = left.pop()
        if name not in found and name in definitions:
            found.add(name)
            left.extend(references(definitions[name]))
    return found


def _joined(group: str, version: str) -> str:
    return f"{group}/{version}" if group else version


def _custom_resources(
    definitions: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Api, Resource, RawSchema]]:
    """What each served version of each CustomResourceDefinition adds to a cluster."""
    for document in definitions:
        if document.get("kind") != "CustomResourceDefinition":
            continue
        spec = as_map(document.get("spec"))
        names = as_map(spec.get("names"))
        group, kind = str(spec.get("group", "")), str(names.get("kind", ""))
        for version in maps_in(spec.get("versions")):
            if version.get("served") is False:
                continue
            api = Api(_joined(group, str(version.get("name", ""))), kind)
            schema = as_map(as_map(version.get("schema")).get("openAPIV3Schema"))
            yield (
                api,
                Resource(
                    plural=str(names.get("plural", "")),
                    namespaced=spec.get("scope") != "Cluster",
                    definition=f"{'.'.join(reversed(group.split('.')))}.{api.version}.{kind}",
                    warning=deprecation_warning(api, version),
                ),
                _as_object(without_prose(schema)),
            )


def deprecation_warning(api: Api, version: Mapping[str, Any]) -> str:
    """What the API server says to those who use *api*; empty when its *version* is not deprecated.

    Source: Kubernetes, CustomResourceDefinition, ``versions[].deprecationWarning`` and its default.
    """
    if version.get("deprecated") is not True:
        return ""
    return str(version.get("deprecationWarning") or f"{api} is deprecated")


def _as_object(schema: RawSchema) -> RawSchema:
    """The schema of a custom resource as the API server publishes it: with what every object has."""
    own = as_map(schema.get("properties"))
    return {
        **schema,
        "type": "object",
        "properties": {
            **own,
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"$ref": REFERENCE + METADATA},
        },
    }


def _keyed_lists(
    snapshot: Snapshot, schema: object, at: Shape, through: tuple[str, ...]
) -> Iterator[tuple[Shape, tuple[str, ...]]]:
    """The keyed lists in *schema*: what refers to itself is followed once."""
    if not is_map(schema):
        return
    if isinstance(reference := schema.get("$ref"), str):
        name = reference.removeprefix(REFERENCE)
        if name not in through:
            yield from _keyed_lists(snapshot, snapshot.definition(name), at, (*through, name))
    for one in maps_in(schema.get("allOf")):
        yield from _keyed_lists(snapshot, one, at, through)
    if schema.get("x-kubernetes-list-type") == "map":
        yield at, tuple(str(key) for key in schema.get("x-kubernetes-list-map-keys", ()))
    yield from _keyed_lists(snapshot, schema.get("items"), (*at, "*"), through)
    for name, inner in as_map(schema.get("properties")).items():
        yield from _keyed_lists(snapshot, inner, (*at, name), through)
