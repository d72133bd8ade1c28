"""Parameters as a schema, in which editors and consoles look up what may be given."""

import enum
from collections.abc import Mapping, Sequence
from typing import Literal

import jsonschema
import pytest

from oamdsl import AutoScaler, Component, Value, component, parameter
from oamdsl.discovery.catalogue import catalogue
from oamdsl.discovery.parameter_schema import parameter_schema
from oamdsl.model.element import Element, declare

ALL = catalogue((), ())


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@declare
class Tree(Element):
    """A part that has itself as a part.

    Attributes:
        name: Its name.
        below: What is below it.
    """

    name: str = parameter(pattern="[a-z]+", kw_only=False)
    below: "Sequence[Tree]" = parameter(default=())


@component
class Everything(Component):
    """Something of each kind."""

    count: Value[int] = parameter(default=1, ge=1, le=9)
    share: float = parameter(default=0.5, le=1)
    endless: float = parameter(default=float("inf"))
    word: str = parameter(description="A word.")
    mode: Literal["fast", "slow"] = parameter(default="fast")
    choice: str = parameter(default="a", choices=["a", "b"])
    colour: Colour | None = parameter(default=Colour.RED)
    port: int | str = parameter(default=80)
    either: int | bool = parameter(default=1)
    labels: Mapping[str, str] = parameter(default={"a": "b"})
    trees: Sequence[Tree] = parameter(default=())
    tree: Tree = parameter(default=Tree("oak"))
    nested: Sequence[Tree] = parameter(default=(Tree("oak"),))
    by_name: Mapping[str, Tree] = parameter(default={"oak": Tree("oak")})
    bare: list = parameter(default=[1])
    untyped: dict = parameter(default={})
    strange: object = parameter(default=None)


def test_each_type_has_its_schema_with_ranges_choices_and_defaults():
    properties = parameter_schema(Everything)["properties"]
    schemas = {
        name: {key: one[key] for key in one if key != "description"} for name, one in properties.items()
    }
    tree = {"allOf": [{"$ref": "#/definitions/Tree"}]}
    anything = {"x-kubernetes-preserve-unknown-fields": True}
    del schemas["name"], schemas["traits"], schemas["depends_on"]
    assert schemas == {
        "count": {"type": "integer", "minimum": 1, "maximum": 9, "default": 1},
        "share": {"type": "number", "maximum": 1, "default": 0.5},
        "endless": {"type": "number"},
        "word": {"type": "string"},
        "mode": {"type": "string", "enum": ["fast", "slow"], "default": "fast"},
        "choice": {"type": "string", "enum": ["a", "b"], "default": "a"},
        "colour": {"type": "string", "enum": ["red", "blue"], "nullable": True, "default": "red"},
        "port": {"x-kubernetes-int-or-string": True, "default": 80},
        "either": {"anyOf": [{"type": "integer"}, {"type": "boolean"}], "default": 1},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}, "default": {"a": "b"}},
        "trees": {"type": "array", "items": tree, "default": []},
        "tree": tree,
        "nested": {"type": "array", "items": tree},
        "by_name": {"type": "object", "additionalProperties": tree},
        "bare": {"type": "array", "items": anything, "default": [1]},
        "untyped": {"type": "object", "additionalProperties": anything, "default": {}},
        "strange": {**anything, "default": None},
    }
    assert properties["word"]["description"] == "A word."


def test_what_must_be_given_is_required_and_has_no_default():
    assert "word" in parameter_schema(Everything)["required"]
    assert "count" not in parameter_schema(Everything)["required"]


def test_a_part_of_itself_is_defined_once():
    assert parameter_schema(Everything)["definitions"]["Tree"] == {
        "type": "object",
        "properties": {
            "name": {"type": "string", "pattern": "^(?:[a-z]+)$", "description": "Its name."},
            "below": {
                "type": "array",
                "items": {"allOf": [{"$ref": "#/definitions/Tree"}]},
                "default": [],
                "description": "What is below it.",
            },
        },
        "required": ["name"],
    }


@pytest.mark.parametrize("name", [*ALL.traits, *ALL.workloads])
def test_the_librarys_own_are_schemas_whose_references_are_there(name):
    schema = parameter_schema({**ALL.traits, **ALL.workloads}[name])
    jsonschema.Draft7Validator.check_schema(schema)
    defined = schema.get("definitions", {})
    for text in str(schema).split("#/definitions/")[1:]:
        assert text.partition("'")[0] in defined


def test_a_schema_admits_what_the_class_admits():
    validator = jsonschema.Draft7Validator(parameter_schema(AutoScaler))
    policy = {"amount": 1, "period_seconds": 60}
    assert validator.is_valid({"maximum": 9, "scale_up": {"policies": [policy]}})
    assert not validator.is_valid({"maximum": 9, "scale_up": {"policies": [policy | {"amount": 0}]}})
    assert not validator.is_valid({"maximum": 0})
    assert not validator.is_valid({"minimum": 1})
