"""Secrets are compared, and no output has more than that they changed."""

import pytest

from oamdsl.diff.seal import Salted, filled, may_be_same, told, told_text

A, B = map(Salted(b"salt"), "ab")
WORD = "[secret]"
CHANGED = "[secret, changed]"


def test_a_mark_tells_the_value_and_its_type_apart_and_nothing_without_the_salt():
    seal = Salted(b"salt")
    assert seal("1") != seal(1)
    assert seal("1") == seal("1") != Salted(b"pepper")("1")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(A, A, True), (A, B, False), (A, WORD, True), (WORD, WORD, True), (A, "a", False), (1, WORD, False)],
)
def test_a_secret_without_a_mark_may_be_any(one, other, expected):
    assert may_be_same(one, other) is expected
    assert may_be_same(other, one) is expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (A, A, WORD),
        (A, B, CHANGED),
        (None, A, WORD),
        (WORD, A, WORD),
        ("plain", A, WORD),
        ({"a": A}, {"a": B, "b": A}, {"a": CHANGED, "b": WORD}),
        ([A, 1, {"x": "y"}], [A, B, 2], [WORD, CHANGED, 2]),
        ([{"x": A}], [{"x": B}], [{"x": CHANGED}]),
        ("text", "text", "text"),
    ],
)
def test_marks_become_words_that_say_whether_a_secret_changed(before, after, expected):
    assert told(after, before) == expected


def test_a_text_may_have_a_mark_in_it():
    assert told_text(f"a={B}, b={A}", f"a={A}") == f"a={CHANGED}, b={WORD}"
    assert told_text(f"a={A}") == f"a={WORD}"


def test_what_is_encrypted_as_a_whole_may_be_what_it_is_beside():
    whole, known = {"kind": "Secret", "data": WORD}, {"kind": "Secret", "data": {"a": A}}
    assert filled(whole, known) == known
    assert filled(known, whole) == known
    assert filled(whole, whole) == whole
    assert filled({"kind": "Secret", "data": WORD}, {"kind": "Secret"}) == whole
