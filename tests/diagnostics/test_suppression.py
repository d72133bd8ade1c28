"""Comments that accept findings, as they are read from a file."""

import pytest

from oamdsl.diagnostics.suppression import suppressions_in


def read(tmp_path, text):
    file = tmp_path / "app.py"
    file.write_text(text, encoding="utf-8")
    return [
        (one.line, one.location.line, one.location.column, one.codes, one.reason)
        for one in suppressions_in(str(file))
    ]


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("# oamdsl: ignore[OAM413] the operator adds it", ("OAM413",), "the operator adds it"),
        ("#oamdsl:ignore[OAM413,OAM401]  two of them ", ("OAM413", "OAM401"), "two of them"),
        ("# oamdsl: ignore[OAM413]", ("OAM413",), ""),
        ("# oamdsl: ignore[]", (), ""),
        ("# oamdsl: ignore everything", (), "everything"),
        ("# OAMDSL: Ignore[oam413, no-code] see #12  # noqa: E501", ("OAM413", "no-code"), "see #12"),
    ],
)
def test_a_comment_has_codes_and_a_reason(tmp_path, comment, codes, reason):
    assert read(tmp_path, f"x = 1  {comment}\n") == [(1, 1, 8, codes, reason)]


def test_it_may_stand_behind_another_comment(tmp_path):
    assert read(tmp_path, "x = 1  # noqa: E501  # oamdsl: ignore[A1] why\n") == [(1, 1, 22, ("A1",), "why")]


def test_a_misspelt_verb_is_kept(tmp_path):
    file = tmp_path / "app.py"
    file.write_text("x = 1  # oamdsl: allow[A1] why\n", encoding="utf-8")
    assert [one.misspelt for one in suppressions_in(str(file))] == ["allow"]


def test_behind_code_it_speaks_for_its_own_line(tmp_path):
    text = "web = Web(\n    traits=[\n        Scaler(),  # oamdsl: ignore[A1] why\n    ],\n)\n"
    assert [line for line, *_ in read(tmp_path, text)] == [3]


def test_alone_it_speaks_for_the_next_line_of_code(tmp_path):
    text = (
        "def shop():\n"
        "    # oamdsl: ignore[A1] why\n"
        "    # oamdsl: ignore[A2] why\n"
        "    # another comment\n"
        "\n"
        "    return Scaler()\n"
        "# oamdsl: ignore[A3] nothing follows\n"
    )
    assert [line for line, *_ in read(tmp_path, text)][:2] == [6, 6]


@pytest.mark.parametrize(
    "text", ["# plain\n", "x = '# oamdsl: ignore[A1] why'\n", "# oamdsl: allow everything\n", "#oamdsl\n", ""]
)
def test_what_is_no_such_comment_is_none(tmp_path, text):
    assert read(tmp_path, text) == []


def test_a_file_that_cannot_be_read_has_none():
    assert suppressions_in("<stdin>") == ()
