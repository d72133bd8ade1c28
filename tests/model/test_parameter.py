import math
import re

import attrs
import pytest

from oamdsl.model.parameter import constraint_of, parameter
from oamdsl.model.value import Secret


def constraint(**declared):
    return constraint_of(attrs.fields(attrs.make_class("Declared", {"it": parameter(**declared)})).it)


@pytest.mark.parametrize(
    ("declared", "value", "reason"),
    [
        ({"ge": 1}, 1, None),
        ({"ge": 1}, 0, "is less than 1"),
        ({"le": 9}, 9, None),
        ({"le": 9}, 9.5, "is greater than 9"),
        ({"ge": 1}, math.nan, "is less than 1"),
        ({"le": 1}, math.nan, "is greater than 1"),
        ({"choices": ["TCP", "UDP"]}, "UDP", None),
        ({"choices": ["TCP", "UDP"]}, "udp", "is not one of 'TCP', 'UDP'"),
        ({"pattern": "/.*"}, "/a", None),
        ({"pattern": "/.*"}, "a/", "does not match /.*"),
        ({"pattern": "/.*"}, "/a\n", "does not match /.*"),
        ({"problem": lambda value: f"{value} is odd" if value % 2 else None}, 2, None),
        ({"problem": lambda value: f"{value} is odd" if value % 2 else None}, 3, "3 is odd"),
        ({"problem": lambda value: f"{value} is odd", "secret": True}, 3, "is not valid"),
        ({"problem": lambda value: None, "secret": True}, 3, None),
        ({}, object(), None),
    ],
)
def test_a_value_satisfies_its_declaration_or_is_said_not_to(declared, value, reason):
    assert constraint(**declared).violated_by(value) == reason


@pytest.mark.parametrize("value", [None, Secret(0)], ids=repr)
def test_what_is_absent_or_opaque_violates_nothing(value):
    declared = constraint(ge=1, le=9, choices=[1], pattern="x", problem=lambda value: "is wrong")
    assert declared.violated_by(value) is None


@pytest.mark.parametrize(
    ("declared", "allowed"),
    [
        ({"ge": 1, "le": 9}, "1 to 9"),
        ({"ge": 1}, "1 or more"),
        ({"le": 9}, "9 or less"),
        ({"ge": 0}, "0 or more"),
        ({"choices": ["TCP", 1], "ge": 1}, "'TCP', 1"),
        ({"pattern": "/.*"}, "text that matches /.*"),
        ({}, ""),
    ],
)
def test_it_says_what_is_allowed(declared, allowed):
    assert constraint(**declared).allowed == allowed


def test_it_keeps_what_it_was_declared_with():
    declared = constraint(default=1, description="How many.", secret=True)
    assert (declared.description, declared.secret) == ("How many.", True)
    assert declared.origin.location.file == __file__


def test_a_field_that_is_no_parameter_has_no_constraint():
    assert constraint_of(attrs.fields(attrs.make_class("Plain", ["it"])).it) is None


def test_a_pattern_that_is_no_pattern_fails_where_it_is_declared():
    with pytest.raises(re.error, match="unterminated"):
        parameter(pattern="[")
