"""Snapshots: what they hold, how they are written and read, and what definitions add to them."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl import Api, Snapshot
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.shipped import shipped
from oamdsl.kubernetes.snapshot import Resource, SnapshotError, encode, without_prose
from tests.clusters import definition, definitions

THING = Api("example.com/v1", "Thing")
KIND = {"group": "example.com", "version": "v1", "kind": "Thing"}
TEXT = {"type": "string"}


def document(**schemas):
    return {"components": {"schemas": schemas}}


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


class TestFile:
    def test_is_read_as_it_was_written(self, tmp_path):
        made = Snapshot.of_definitions(definitions(), kubernetes=shipped("1.37"))
        file = tmp_path / "prod.json.gz"
        file.write_bytes(made.to_bytes())
        read = Snapshot.read(file)
        assert read == made
        assert hash(read) == hash(made)
        assert read.schema(Api("keda.sh/v1alpha1", "ScaledObject"))["properties"]["spec"]["type"] == "object"

    def test_is_the_same_for_the_same_cluster_in_any_order(self):
        forward = Snapshot.of_definitions(definitions())
        backward = Snapshot.of_definitions(reversed(definitions()))
        assert forward.to_bytes() == backward.to_bytes()

    @given(
        st.dictionaries(
            st.builds(Api, st.text(min_size=1), st.text(min_size=1)),
            st.builds(Resource, st.text(), st.booleans(), st.text(), st.text()),
        ),
        st.dictionaries(st.text(), st.dictionaries(st.text(), st.text() | st.integers() | st.none())),
        st.frozensets(st.text()),
        st.booleans(),
    )
    def test_keeps_whatever_is_in_it(self, resources, schemas, unread, warned):
        encoded = {name: encode(schema) for name, schema in schemas.items()}
        made = Snapshot("1.37.2", resources, encoded, unread, warned)
        read = Snapshot.parse(made.to_bytes())
        assert read == made
        assert (read.unread, read.warned) == (unread, warned)
        assert {name: read.definition(name) for name in read.encoded} == schemas

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"no gzip",
            gzip.compress(b"", mtime=0),
            gzip.compress(b"no json", mtime=0),
            gzip.compress(b"[1]", mtime=0),
            gzip.compress(b"{}", mtime=0),
            shipped("1.37").to_bytes()[:-100],
        ],
    )
    def test_that_is_none_is_refused(self, content):
        with pytest.raises(SnapshotError, match=r"^is no snapshot of a cluster$"):
            Snapshot.parse(content)

    @pytest.mark.parametrize(
        "head",
        [
            {},
            {"kubernetes": "1.37", "apis": {}, "definitions": ["a"]},
            {"kubernetes": "1.37", "apis": [], "definitions": []},
            {"kubernetes": "1.37", "apis": {"v1": {"Pod": []}}, "definitions": []},
        ],
    )
    def test_that_is_damaged_is_refused(self, head):
        with pytest.raises(SnapshotError, match=r"^is a damaged snapshot of a cluster$"):
            Snapshot.parse(gzip.compress(json.dumps({"schema_version": 1, **head}).encode()))

    def test_of_a_newer_oamdsl_is_refused_by_name(self, tmp_path):
        file = tmp_path / "prod.json.gz"
        file.write_bytes(gzip.compress(b'{"schema_version": 2}'))
        with pytest.raises(SnapshotError) as caught:
            Snapshot.read(file)
        assert str(caught.value) == (f"{file} has schema_version 2, and this version of oamdsl reads 1")


class TestProse:
    def test_is_left_out_but_not_what_decides(self):
        schema = {
            "description": "A thing.",
            "type": "object",
            "x-kubernetes-group-version-kind": [KIND],
            "properties": {
                "description": {"type": "string", "description": "Its.", "default": "a", "title": "D"},
                "tags": {"type": "array", "items": {"type": "string", "default": "", "example": "x"}},
            },
            "enum": [{"description": "kept"}],
            "x-kubernetes-validations": [{"rule": "self.a", "message": "kept"}],
        }
        assert without_prose(schema) == {
            "type": "object",
            "properties": {
                "description": {"type": "string", "default": "a"},
                "tags": {"type": "array", "items": TEXT},
            },
            "enum": [{"description": "kept"}],
            "x-kubernetes-validations": [{"rule": "self.a", "message": "kept"}],
        }

    @pytest.mark.parametrize("more", [{}, {"default": {}}, {"default": ""}])
    def test_a_reference_with_an_empty_default_is_a_reference(self, more):
        assert without_prose({"allOf": [reference("a")], **more}) == reference("a")

    @pytest.mark.parametrize(
        "schema",
        [
            {"allOf": [reference("a"), reference("b")]},
            {"allOf": [{"type": "string"}]},
            {"allOf": [reference("a")], "default": "b"},
            {"allOf": [reference("a")], "nullable": True},
        ],
    )
    def test_a_reference_with_more_to_it_stays(self, schema):
        assert without_prose(schema) == schema


class TestDocuments:
    def test_give_the_definitions_that_the_apis_need(self):
        snapshot = Snapshot.of_documents(
            "1.37.2",
            {
                THING: Resource("things", namespaced=True),
                Api("v1", "Other"): Resource("others", namespaced=False),
            },
            [
                document(
                    Thing={
                        "type": "object",
                        "properties": {"spec": reference("Spec")},
                        "x-kubernetes-group-version-kind": [KIND],
                    },
                    Spec={
                        "type": "object",
                        "properties": {"again": reference("Spec"), "gone": reference("No")},
                    },
                    Unneeded=TEXT,
                ),
                {},
            ],
        )
        assert snapshot.resources[THING] == Resource("things", namespaced=True, definition="Thing")
        assert snapshot.resources[Api("v1", "Other")].definition == ""
        assert sorted(snapshot.encoded) == ["Spec", "Thing"]
        assert snapshot.schema(Api("v1", "Other")) is None
        assert snapshot.schema(Api("v1", "Unserved")) is None

    def test_may_use_one_name_for_two_definitions(self):
        one, other = Api("example.com/v1", "Thing"), Api("example.com/v2", "Thing")
        documents = [
            document(
                **{
                    f"Thing{version}": {
                        "properties": {"spec": reference("Spec")},
                        "x-kubernetes-group-version-kind": [{**KIND, "version": version}],
                    },
                    "Spec": {"properties": {"size": reference("Size"), "list": {"enum": [1]}}},
                    "Size": {"type": type_},
                    "Same": TEXT,
                }
            )
            for version, type_ in (("v1", "string"), ("v2", "integer"), ("v3", "boolean"))
        ]
        third = Api("example.com/v3", "Thing")
        resources = {api: Resource("things", namespaced=True) for api in (one, other, third)}
        snapshot = Snapshot.of_documents("1.37.2", resources, documents)
        assert sorted(snapshot.encoded) == [
            *("Size", "Size~2", "Size~3", "Spec", "Spec~2", "Spec~3"),
            *("Thingv1", "Thingv2", "Thingv3"),
        ]
        assert snapshot.schema(other) == {"properties": {"spec": reference("Spec~2")}}
        assert snapshot.definition("Spec~3") == {
            "properties": {"size": reference("Size~3"), "list": {"enum": [1]}}
        }
        assert snapshot.definition("Size~2") == {"type": "integer"}


class TestDefinitions:
    def test_add_what_they_define(self):
        schema = {"type": "object", "properties": {"spec": {"type": "object", "description": "Its."}}}
        snapshot = Snapshot.of_definitions([definition(schema, scope="Cluster"), {"kind": "Namespace"}])
        assert snapshot.kubernetes == ""
        assert snapshot.minor == ""
        assert snapshot.resources == {
            THING: Resource("things", namespaced=False, definition="com.example.v1.Thing")
        }
        assert snapshot.schema(THING)["properties"]["spec"] == {"type": "object"}
        assert snapshot.schema(THING)["properties"]["apiVersion"] == TEXT

    def test_stand_in_place_of_what_is_there(self):
        before = Snapshot.of_definitions([definition({"properties": {"old": TEXT}})])
        after = before.with_definitions([definition({"properties": {"new": TEXT}})])
        assert "new" in after.schema(THING)["properties"]
        assert "old" in before.schema(THING)["properties"]

    def test_that_are_not_served_add_nothing(self):
        assert Snapshot.of_definitions([definition({}, served=False)]).apis == frozenset()

    @pytest.mark.parametrize(
        ("said", "warning"),
        [
            ({"deprecated": True}, "example.com/v1 Thing is deprecated"),
            ({"deprecated": True, "deprecationWarning": "use v2"}, "use v2"),
            ({"deprecationWarning": "use v2"}, ""),
        ],
    )
    def test_say_what_is_deprecated(self, said, warning):
        assert Snapshot.of_definitions([definition({}, **said)]).resources[THING].warning == warning

    def test_of_what_is_no_definition_at_all_are_survived(self):
        empty = {"kind": "CustomResourceDefinition"}
        bare = {"kind": "CustomResourceDefinition", "spec": {"versions": [{}]}}
        assert Snapshot.of_definitions([empty, bare]).apis == {Api("", "")}


class TestListKeys:
    def test_are_those_of_the_schema(self):
        keyed = {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name", "port"],
            "items": {"type": "object", "properties": {"tags": {"type": "array", "items": TEXT}}},
        }
        snapshot = Snapshot.of_definitions(
            [definition({"properties": {"spec": {"allOf": [{"properties": {"a": keyed}}]}}})]
        )
        assert snapshot.list_keys(THING, Path.parse("spec.a")) == ("name", "port")
        assert snapshot.list_keys(THING, Path.parse("spec.a[name=x,port=1].tags")) is None
        assert snapshot.list_keys(THING, Path.parse("spec")) is None
        assert snapshot.list_keys(Api("v1", "Unserved"), Path.parse("spec.a")) is None

    def test_of_a_schema_that_refers_to_itself_are_found(self):
        snapshot = shipped("1.37")
        definition_ = Api("apiextensions.k8s.io/v1", "CustomResourceDefinition")
        assert snapshot.list_keys(definition_, Path.parse("status.conditions")) == ("type",)
        web = Path.parse("spec.template.spec.containers[name=web].ports")
        assert snapshot.list_keys(Api("apps/v1", "Deployment"), web) == ("containerPort", "protocol")


def test_a_snapshot_says_what_it_is_of():
    snapshot = shipped("1.37")
    assert repr(snapshot) == f"Snapshot(kubernetes='1.37.2', {len(snapshot.apis)} APIs)"
    assert snapshot.minor == "1.37"
    assert snapshot != "1.37"
    assert snapshot.serves(Api("v1", "Pod"))
    assert not snapshot.serves(THING)


def test_a_definition_that_is_not_there_admits_anything():
    assert shipped("1.37").definition("nothing") == {"x-kubernetes-preserve-unknown-fields": True}
