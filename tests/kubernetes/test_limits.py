"""What schemas demand of single values."""

import pytest

from oamdsl.kubernetes.limits import limits

INTEGER = {"type": "integer"}


def refused(schema, value, *, built_in=False):
    """What is accepted in place of *value*."""
    return [limit.allowed for limit in limits(schema, built_in=built_in) if not limit.admits(value)]


@pytest.mark.parametrize(
    ("schema", "good", "bad", "allowed"),
    [
        ({"minimum": 1}, 1, 0, "at least 1"),
        ({"minimum": 1, "exclusiveMinimum": True}, 1.5, 1, "more than 1"),
        ({"maximum": 9}, 9, 10, "at most 9"),
        ({"maximum": 9, "exclusiveMaximum": True}, 8, 9, "less than 9"),
        ({"multipleOf": 5}, 10, 11, "a multiple of 5"),
        ({"minLength": 1}, "a", "", "at least 1 character"),
        ({"maxLength": 2}, "ab", "abc", "at most 2 characters"),
        ({"minItems": 1}, [1], [], "at least 1 entry"),
        ({"maxItems": 2}, [1, 2], [1, 2, 3], "at most 2 entries"),
        ({"minProperties": 1}, {"a": 1}, {}, "at least 1 field"),
        ({"maxProperties": 0}, {}, {"a": 1}, "at most 0 fields"),
        ({"enum": ["A", "B"]}, "A", "a", "one of 'A', 'B'"),
        ({"enum": ["A"]}, None, "a", "'A'"),
        ({"enum": [1, 2]}, 1, True, "one of 1, 2"),
        ({"pattern": "^a+$"}, "aa", "b", "text that matches ^a+$"),
        ({"format": "int32"}, 2**31 - 1, 2**31, "an integer of 32 bits"),
        ({"format": "int64"}, -(2**63), 2**63, "an integer of 64 bits"),
        ({"format": "byte"}, "YWI=\n", "YW!", "text in base64"),
        (
            {"format": "date-time"},
            "2026-01-31T12:00:00.5+01:00",
            "2026-01-31",
            "a time as of RFC 3339, such as 2026-01-31T12:00:00Z",
        ),
        ({"format": "ipv4"}, "192.0.2.1", "::1", "an IPv4 address"),
        ({"format": "ipv6"}, "::1", "192.0.2.1", "an IPv6 address"),
        ({"format": "cidr"}, "10.0.0.1/8", "10.0.0.1", "a range of addresses, such as 10.0.0.0/8"),
    ],
)
def test_a_demand_is_met_or_not(schema, good, bad, allowed):
    assert refused(schema, good) == []
    assert refused(schema, bad) == [allowed]
    assert refused(schema, object()) == ([allowed] if "enum" in schema else [])


@pytest.mark.parametrize(
    "schema",
    [
        {"format": "hostname"},
        {"pattern": "(?<=unclosed"},
        {"pattern": 5},
        {"minimum": "1"},
        {"maxLength": True},
        {"enum": "AB"},
    ],
)
def test_what_is_not_understood_is_not_judged(schema):
    assert list(limits(schema, built_in=False)) == []


def test_empty_text_is_left_out_for_go_but_not_for_a_custom_resource():
    assert refused({"enum": ["A"]}, "", built_in=True) == []
    assert refused({"enum": ["A"]}, "") == ["'A'"]


def test_every_demand_counts():
    assert refused({"minLength": 3, "pattern": "^b"}, "a") == [
        "at least 3 characters",
        "text that matches ^b",
    ]
