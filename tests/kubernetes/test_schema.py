"""Objects against schemas: every breach, where it is, and what would be accepted."""

import enum
from types import MappingProxyType

import pytest

from oamdsl import Secret, Snapshot
from oamdsl.kubernetes.api import Api
from oamdsl.kubernetes.path import Path
from oamdsl.kubernetes.schema import Breach, BreachKind, Validator
from oamdsl.kubernetes.shipped import shipped
from oamdsl.kubernetes.snapshot import Resource, encode
from oamdsl.model.value import is_opaque
from tests.clusters import definition, everything

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}


def validator(spec):
    schema = {"type": "object", "properties": {"spec": spec}}
    return Validator(Snapshot.of_definitions([definition(schema)], kubernetes=shipped("1.37")), is_opaque)


def thing(spec, **metadata):
    return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": metadata, "spec": spec}


def breaches(schema, spec):
    """What is wrong with a custom resource: ``[(kind, text, allowed)]``."""
    found = validator(schema).breaches(thing(spec))
    return [(one.kind, one.text, one.allowed) for one in found]


def built_in(body, minor="1.37"):
    found = Validator(shipped(minor), is_opaque).breaches(body)
    return [(one.kind.value, one.text) for one in found]


def maps(*required, **properties):
    return {"type": "object", "properties": properties, **({"required": list(required)} if required else {})}


def pod(**container):
    container = {"name": "web", "image": "web:1", **container}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web"},
        "spec": {"containers": [container]},
    }


class TestFields:
    def test_that_are_unknown_are_breaches_with_those_that_are_known(self):
        (found,) = validator(maps(size=INTEGER, name=TEXT)).breaches(thing({"sise": 1}))
        assert found == Breach(
            kind=BreachKind.UNKNOWN_FIELD,
            path=Path.parse("spec.sise"),
            text="spec.sise",
            name="sise",
            seen=1,
            known=("name", "size"),
        )

    def test_that_are_missing_are_breaches_with_what_they_would_be(self):
        (found,) = validator(maps("size", size=INTEGER)).breaches(thing({}))
        assert (found.kind, found.text, found.name, found.allowed) == (
            BreachKind.MISSING_FIELD,
            "spec.size",
            "size",
            "an integer",
        )

    def test_that_are_missing_and_not_described_are_breaches(self):
        assert breaches(maps("other", size=INTEGER), {}) == [(BreachKind.MISSING_FIELD, "spec.other", "")]

    @pytest.mark.parametrize(
        "schema",
        [
            {"type": "object"},
            {"type": "object", "additionalProperties": True},
            {**maps(a=TEXT), "additionalProperties": True},
            {**maps(a=TEXT), "x-kubernetes-preserve-unknown-fields": True},
            {"x-kubernetes-preserve-unknown-fields": True},
            {},
        ],
    )
    def test_may_be_anything_where_the_schema_is_open(self, schema):
        assert breaches(schema, {"any": {"thing": [1]}}) == []

    def test_that_are_known_count_where_the_schema_is_open(self):
        schema = {**maps(a=TEXT), "x-kubernetes-preserve-unknown-fields": True}
        assert breaches(schema, {"a": 1}) == [(BreachKind.WRONG_TYPE, "spec.a", "text")]

    def test_that_are_closed_expressly_are_closed(self):
        schema = {"type": "object", "additionalProperties": False}
        assert breaches(schema, {"a": 1}) == [(BreachKind.UNKNOWN_FIELD, "spec.a", "")]

    def test_of_a_map_of_values_have_any_name(self):
        schema = {"type": "object", "additionalProperties": TEXT}
        assert breaches(schema, {"a.b/c": "x", "d": 1, "e": 2}) == [
            (BreachKind.WRONG_TYPE, "spec.d", "text"),
            (BreachKind.WRONG_TYPE, "spec.e", "text"),
        ]
        assert breaches(schema, {"a.b/c": 1}) == [(BreachKind.WRONG_TYPE, 'spec["a.b/c"]', "text")]

    def test_of_the_metadata_are_those_of_kubernetes(self):
        body = thing({}, name="a", labls={})
        assert [one.text for one in validator({"type": "object"}).breaches(body)] == ["metadata.labls"]


class Colour(enum.StrEnum):
    """Text that is no plain `str`."""

    RED = "red"


class Number(int):
    """An integer that is no plain `int`."""


class Fraction(float):
    """A number that is no plain `float`."""


class TestTypes:
    @pytest.mark.parametrize(
        ("schema", "good"),
        [
            (TEXT, "a"),
            (TEXT, Colour.RED),
            (INTEGER, 1),
            (INTEGER, Number(1)),
            (INTEGER, 1.0),
            ({"type": "number"}, 1),
            ({"type": "number"}, 1.5),
            ({"type": "number"}, Fraction(1.5)),
            ({"type": "boolean"}, True),
            ({"type": "array"}, ()),
            ({"type": "object"}, MappingProxyType({})),
            ({"x-kubernetes-int-or-string": True}, 1),
            ({"x-kubernetes-int-or-string": True, "anyOf": [INTEGER, TEXT]}, "1"),
            ({"oneOf": [TEXT, {"type": "number"}]}, 1),
            ({}, None),
        ],
    )
    def test_that_fit_are_none(self, schema, good):
        assert breaches(schema, good) == []

    @pytest.mark.parametrize(
        ("schema", "bad", "allowed"),
        [
            (TEXT, 1, "text"),
            (INTEGER, "1", "an integer"),
            (INTEGER, True, "an integer"),
            (INTEGER, 1.5, "an integer"),
            (INTEGER, float("inf"), "an integer"),
            ({"type": "number"}, "1.5", "an integer or a number"),
            ({"type": "boolean"}, "true", "true or false"),
            ({"type": "array"}, {}, "a list"),
            ({"type": "object"}, [], "a map"),
            ({"x-kubernetes-int-or-string": True}, 1.5, "an integer or text"),
            ({"oneOf": [TEXT, {"type": "number"}]}, True, "an integer or a number or text"),
            (TEXT, {1, 2}, "text"),
        ],
    )
    def test_that_do_not_are_one_breach(self, schema, bad, allowed):
        assert breaches(schema, bad) == [(BreachKind.WRONG_TYPE, "spec", allowed)]

    def test_null_is_as_if_the_field_were_not_there(self):
        assert breaches(maps(a=TEXT), {"a": None}) == []
        assert breaches(maps("a", a=TEXT), {"a": None}) == [(BreachKind.MISSING_FIELD, "spec.a", "text")]
        assert breaches({"type": "object", "additionalProperties": TEXT}, {"a": None}) == []

    @pytest.mark.parametrize("more", [{"nullable": True}, {"default": "a"}])
    def test_null_is_there_where_the_schema_makes_something_of_it(self, more):
        assert breaches(maps("a", a={**TEXT, **more}), {"a": None}) == []

    def test_a_field_with_a_default_is_never_missing(self):
        assert breaches(maps("a", a={**TEXT, "default": "x"}), {}) == []
        assert breaches(maps("a", a={**TEXT, "nullable": True}), {}) != []

    def test_null_is_no_entry_of_a_list(self):
        assert breaches({"type": "array", "items": TEXT}, [None]) == [
            (BreachKind.WRONG_TYPE, "spec[0]", "text")
        ]
        assert breaches({"type": "array", "items": {**TEXT, "nullable": True}}, [None]) == []

    def test_that_nothing_may_be_said_of_are_passed_over(self):
        schema = maps("b", a=INTEGER, b=TEXT)
        assert breaches(schema, {"a": Secret("x"), "b": Secret("y")}) == []


KEYED = {
    "type": "array",
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["name"],
    "items": maps("name", name=TEXT, size=INTEGER),
}


class TestLists:
    def test_with_keys_are_addressed_by_them(self):
        (found,) = validator(KEYED).breaches(thing([{"name": "a"}, {"name": "b", "size": "1"}]))
        assert str(found.path) == found.text == "spec[name=b].size"

    def test_without_keys_are_one_field_and_told_by_number(self):
        schema = {"type": "array", "items": maps(size=INTEGER)}
        (found,) = validator(schema).breaches(thing([{}, {"size": "1"}]))
        assert (str(found.path), found.text) == ("spec", "spec[1].size")

    def test_whose_entry_lacks_its_key_are_told_by_number(self):
        found = validator(KEYED).breaches(thing([{"size": 1}, 5]))
        assert [(str(one.path), one.text, one.name) for one in found] == [
            ("spec", "spec[0].name", "name"),
            ("spec", "spec[1]", ""),
        ]

    def test_with_one_key_twice_are_breaches(self):
        (found,) = validator(KEYED).breaches(thing([{"name": "a"}, {"name": "b"}, {"name": "a"}]))
        assert (found.kind, found.text, found.seen, found.allowed) == (
            BreachKind.DUPLICATE_ENTRY,
            "spec[2]",
            "a",
            "entries that differ in name",
        )

    def test_that_are_sets_have_each_value_once(self):
        schema = {"type": "array", "x-kubernetes-list-type": "set", "items": {}}
        (found,) = validator(schema).breaches(thing([1, True, "1", {}, {}, 1]))
        assert (found.text, found.seen, found.allowed) == ("spec[5]", 1, "different entries")

    def test_of_anything_may_hold_anything(self):
        assert breaches({"type": "array"}, [1, "a", {}]) == []
        assert breaches({"type": "array", "x-kubernetes-list-type": "atomic"}, [1, 1]) == []


class TestLimits:
    def test_are_breaches_of_a_value(self):
        assert breaches({**INTEGER, "minimum": 1, "maximum": 9}, 0) == [
            (BreachKind.WRONG_VALUE, "spec", "at least 1")
        ]

    def test_do_not_matter_for_a_wrong_type(self):
        assert breaches({**INTEGER, "minimum": 1}, "0") == [(BreachKind.WRONG_TYPE, "spec", "an integer")]


CHOICE = {
    **maps(a=TEXT, b=INTEGER),
    "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
}


class TestJunctions:
    def test_all_of_must_hold(self):
        schema = {**maps(a=TEXT), "allOf": [{"required": ["a"]}, {"properties": {"a": {"minLength": 2}}}]}
        assert breaches(schema, {"a": "xy"}) == []
        assert breaches(schema, {"a": "x"}) == [(BreachKind.WRONG_VALUE, "spec.a", "at least 2 characters")]

    def test_any_of_must_hold(self):
        schema = {**INTEGER, "anyOf": [{"maximum": 1}, {"minimum": 5}]}
        assert breaches(schema, 5) == []
        assert breaches(schema, 3) == [(BreachKind.WRONG_VALUE, "spec", "at most 1 or at least 5")]

    def test_one_of_must_hold_alone(self):
        assert breaches(CHOICE, {"a": "x"}) == []
        both = "exactly one of: with `a`, with `b`"
        assert breaches(CHOICE, {"a": "x", "b": 1}) == [(BreachKind.WRONG_VALUE, "spec", both)]
        assert breaches(CHOICE, {}) == [(BreachKind.WRONG_VALUE, "spec", both)]

    def test_one_of_is_not_judged_by_what_is_not_known(self):
        schema = {**maps(a=TEXT), "oneOf": [{"properties": {"a": {"enum": [name]}}} for name in "xy"]}
        assert breaches(schema, {"a": Secret("x")}) == []
        assert breaches(schema, {"a": "z"}) != []
        listed = {"type": "array", "items": TEXT, "oneOf": [{"minItems": 1}, {"minItems": 2}]}
        assert breaches(listed, ["a", Secret("b")]) == []
        assert breaches(listed, ["a", "b"]) != []

    def test_not_must_not_hold(self):
        schema = {**maps(a=TEXT, b=TEXT), "not": {"required": ["a", "b"]}}
        assert breaches(schema, {"a": "x"}) == []
        assert breaches(schema, {"a": "x", "b": "y"}) == [
            (
                BreachKind.WRONG_VALUE,
                "spec",
                "anything but what the schema rules out: with `a` and `b`",
            )
        ]
        assert breaches(schema, {"a": "x", "b": Secret("y")}) == []

    def test_a_branch_that_says_little_is_named_so(self):
        schema = {**maps(a=TEXT), "not": {"properties": {"a": {"enum": ["x"]}}}}
        assert breaches(schema, {"a": "x"}) == [
            (BreachKind.WRONG_VALUE, "spec", "anything but what the schema rules out: another value")
        ]

    def test_branches_need_not_name_every_field(self):
        schema = {**maps(a=maps(b=TEXT, c=TEXT)), "anyOf": [{"properties": {"a": maps("b", b=TEXT)}}]}
        assert breaches(schema, {"a": {"b": "x", "c": "y"}}) == []

    def test_a_reference_beside_others_is_followed(self):
        schemas = {
            "Thing": {
                "properties": {
                    "spec": {"allOf": [{"$ref": "#/components/schemas/Spec"}, {"required": ["b"]}]}
                }
            },
            "Spec": {"type": "object", "properties": {"a": INTEGER}},
        }
        resource = Resource("things", namespaced=True, definition="Thing")
        snapshot = Snapshot(
            "", {Api("example.com/v1", "Thing"): resource}, {n: encode(s) for n, s in schemas.items()}
        )
        found = Validator(snapshot, is_opaque).breaches(
            {"apiVersion": "example.com/v1", "kind": "Thing", "spec": {"a": "1", "c": 1}}
        )
        assert [one.text for one in found] == ["apiVersion", "kind", "spec.a", "spec.c", "spec.b"]


SCHEMA = {
    "type": "object",
    "x-kubernetes-embedded-resource": True,
    "x-kubernetes-preserve-unknown-fields": True,
}


class TestEmbedded:
    def test_objects_must_say_what_they_are(self):
        assert breaches(SCHEMA, {"spec": {}}) == [
            (BreachKind.MISSING_FIELD, "spec.apiVersion", "text at least 1 character"),
            (BreachKind.MISSING_FIELD, "spec.kind", "text at least 1 character"),
        ]

    def test_objects_have_the_metadata_of_all(self):
        inner = {"apiVersion": "v1", "kind": "Pod", "metadata": {"nme": "a"}, "spec": {}}
        assert breaches(SCHEMA, inner) == [(BreachKind.UNKNOWN_FIELD, "spec.metadata.nme", "")]


class TestKubernetes:
    def test_an_object_as_people_write_it_has_no_breach(self):
        body = pod(
            ports=[{"containerPort": 80}],
            resources={"requests": {"cpu": 1, "memory": "64Mi"}},
            livenessProbe={"httpGet": {"port": "http", "path": "/"}},
            imagePullPolicy="",
            securityContext=None,
        )
        assert built_in({**body, "metadata": {"name": "web", "creationTimestamp": None}}) == []

    def test_every_breach_of_an_object_is_found(self):
        body = pod(ports=[{"containerPort": "80"}], imagePullPolicy="always", env=[{"name": "A", "value": 1}])
        body["spec"]["containrs"] = []
        body["spec"]["containers"].append({"image": "web:1"})
        del body["metadata"]
        assert built_in(body) == [
            ("wrong type", 'spec.containers[name=web].ports[containerPort="80",protocol=TCP].containerPort'),
            ("wrong value", "spec.containers[name=web].imagePullPolicy"),
            ("wrong type", "spec.containers[name=web].env[name=A].value"),
            ("missing field", "spec.containers[1].name"),
            ("unknown field", "spec.containrs"),
        ]

    def test_a_number_with_a_point_is_no_integer_to_go(self):
        assert built_in(pod(ports=[{"containerPort": 80.0}])) != []

    def test_null_in_a_required_field_is_missing(self):
        assert built_in(pod(name=None)) == [("missing field", "spec.containers[0].name")]

    def test_what_has_no_schema_is_not_compared(self):
        assert built_in({"apiVersion": "example.com/v1", "kind": "Thing", "any": 1}) == []

    def test_one_validator_serves_many_objects(self):
        one = Validator(everything(), is_opaque)
        for _ in range(2):
            assert one.breaches(pod()) == []
            assert len(one.breaches(pod(imge="x"))) == 1
