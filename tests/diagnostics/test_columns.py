"""Text in the columns of a terminal."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oamdsl.diagnostics.columns import broken, columns_of

WORDS = st.lists(st.text("ab店\u0301", min_size=1, max_size=12), max_size=12)


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("ab", 2), ("店", 2), ("e\u0301", 1), ("\x1b[1;31merror\x1b[0m", 5)]
)
def test_a_text_takes_the_columns_that_are_seen(text, columns):
    assert columns_of(text) == columns


@given(WORDS, st.integers(1, 40), st.sampled_from(["", "  "]))
def test_a_line_is_no_wider_than_there_is_room_unless_it_is_one_word(words, width, indent):
    lines = list(broken(" ".join(words), width, indent=indent))
    assert " ".join(lines).split() == words
    for line in lines:
        assert columns_of(line) <= width or len(line.split()) == 1
    assert all(line.startswith(indent) for line in lines[1:])


@given(WORDS, st.integers(1, 40))
def test_a_line_is_broken_only_where_the_next_word_does_not_fit(words, width):
    lines = list(broken(" ".join(words), width))
    for line, after in itertools.pairwise(lines):
        assert columns_of(f"{line} {after.split()[0]}") > width


def test_the_spaces_at_the_beginning_are_kept():
    assert list(broken("  a b", 4, indent="    ")) == ["  a", "    b"]
