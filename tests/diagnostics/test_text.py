from pathlib import Path
from textwrap import dedent

import attrs
import pytest

from oamdsl.diagnostics.finding import Finding, Place, Severity, Violation
from oamdsl.diagnostics.origin import Location
from oamdsl.diagnostics.text import render, render_error

APPLICATION = """\
from oamdsl import Application

web = Web(
    "web",
    connections=0,
    traits=[
        AutoScaler(minimum=1, maximum=9),
        CronScaler(windows=[]),
    ],
)
#
#
#
platform = KUBERNETES
"""


@pytest.fixture
def base(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "app.py").write_text(APPLICATION, encoding="utf-8")
    return tmp_path


def place(base, line, column, end_column, label="", **others):
    location = Location(str(base / "shop/app.py"), line, column, line, end_column)
    return Place(attrs.evolve(location, **others), label)


def finding(*places, severity=Severity.ERROR, environments=(), **others):
    return Finding(
        code="OAM202",
        rule="contested-field",
        severity=severity,
        violation=Violation(
            **{
                "message": "`AutoScaler` and `CronScaler` both decide `spec.replicas`",
                "places": places,
                "subject": ("shop", "web", "CronScaler"),
                "help": "keep one of them",
            }
            | others
        ),
        environments=environments,
    )


def shown(text):
    """Golden text: its margin is taken off, and its empty gutters stay."""
    return dedent(text).lstrip("\n")


def test_nothing_found_is_nothing_said(base):
    assert render([], base=base) == ""


def test_a_finding_says_what_where_and_what_to_do(base):
    found = finding(
        place(base, 8, 9, 31, "CronScaler patches it"),
        place(base, 14, 12, 22, "on this platform"),
        environments=("dev", "prod"),
        notes=("the first note", "the second note"),
        seen="2 owners",
        allowed="1 owner",
    )
    assert render([found], base=base) == shown("""
        error[OAM202]: `AutoScaler` and `CronScaler` both decide `spec.replicas`
          --> shop/app.py:8:9
           |
         8 |         CronScaler(windows=[]),
           |         ^^^^^^^^^^^^^^^^^^^^^^ CronScaler patches it
           |
          ::: shop/app.py:14:12
           |
        14 | platform = KUBERNETES
           |            ---------- on this platform
           |
           = in: shop/web/CronScaler (dev, prod)
           = note: the first note
           = note: the second note
           = seen: 2 owners
           = allowed: 1 owner
           = help: keep one of them
           = explain: run `oamdsl explain OAM202`

        Found 1 error.
    """)


def test_neighbouring_places_share_a_snippet(base):
    found = finding(
        place(base, 8, 9, 31, "this one"),
        place(base, 5, 5, 18),
        place(base, 7, 9, 41, "and that one"),
        place(base, 8, 20, 30, "no window"),
    )
    assert render([found], base=base) == shown("""
        error[OAM202]: `AutoScaler` and `CronScaler` both decide `spec.replicas`
         --> shop/app.py:8:9
          |
        5 |     connections=0,
          |     -------------
        6 |     traits=[
        7 |         AutoScaler(minimum=1, maximum=9),
          |         -------------------------------- and that one
        8 |         CronScaler(windows=[]),
          |         ^^^^^^^^^^^^^^^^^^^^^^ this one
          |                    ---------- no window
          |
          = in: shop/web/CronScaler
          = help: keep one of them
          = explain: run `oamdsl explain OAM202`

        Found 1 error.
    """)


def test_lines_without_text_have_no_trailing_blanks(base):
    found = finding(place(base, 1, 1, 5), place(base, 3, 1, 4))
    assert "\n2 |\n" in render([found], base=base)


def test_of_a_place_of_several_lines_the_first_is_shown(base):
    found = finding(place(base, 3, 7, 2, "built here", end_line=10))
    assert shown("""
         --> shop/app.py:3:7
          |
        3 | web = Web(
          |       ^^^^... built here
          |
    """) in render([found], base=base)


def test_one_place_given_twice_is_shown_once(base):
    found = finding(place(base, 5, 5, 18), place(base, 5, 5, 18))
    assert render([found], base=base) == render([finding(place(base, 5, 5, 18))], base=base)


def test_a_line_without_columns_is_marked_as_a_whole(base):
    found = finding(Place(Location(str(base / "shop/app.py"), 5), "here"))
    assert shown("""
         --> shop/app.py:5
          |
        5 |     connections=0,
          |     ^^^^^^^^^^^^^^ here
          |
    """) in render([found], base=base)


def test_a_file_that_cannot_be_read_has_its_place_and_labels_alone():
    found = finding(
        Place(Location("<stdin>", 3, 1, 3, 9), "bound here"),
        Place(Location("<stdin>", 4, 1, 4, 9), "and here"),
        Place(Location("/gone/app.py", 120)),
    )
    assert render([found], base=Path("/work")) == shown("""
        error[OAM202]: `AutoScaler` and `CronScaler` both decide `spec.replicas`
           --> <stdin>:3:1 (bound here)
           ::: <stdin>:4:1 (and here)
           ::: /gone/app.py:120
            = in: shop/web/CronScaler
            = help: keep one of them
            = explain: run `oamdsl explain OAM202`

        Found 1 error.
    """)


def test_a_line_that_the_file_does_not_have_any_more_is_not_shown(base):
    assert "  --> shop/app.py:99:1\n   = in" in render([finding(place(base, 99, 1, 5))], base=base)


def test_a_place_outside_of_the_base_is_named_as_it_is_opened_from_there(base):
    found = [finding(place(base, 5, 5, 18))]
    assert "--> ../shop/app.py:5:5\n" in render(found, base=base / "x")
    assert f"--> {base}/shop/app.py:5:5\n" in render(found, base=Path("/far/far/away/from/it/all/and/more"))


def test_a_finding_without_a_place_says_the_rest():
    found = finding(subject=(), environments=("prod",), help="write:\n  one\n  two")
    assert render([found], base=Path()) == shown("""
        error[OAM202]: `AutoScaler` and `CronScaler` both decide `spec.replicas`
          = in: (prod)
          = help: write:
                    one
                    two
          = explain: run `oamdsl explain OAM202`

        Found 1 error.
    """)


def test_marks_stay_below_tabs_wide_and_combining_characters(tmp_path):
    path = tmp_path / "app.py"
    path.write_text("\tf('部品', 'e\u0301', Web('名'))\n", encoding="utf-8")
    found = finding(Place(Location(str(path), 1, 16, 1, 24), "here"))
    source, marks = render([found], base=tmp_path).splitlines()[3:5]
    assert source == "1 | \tf('部品', 'e\u0301', Web('名'))"
    assert marks == "  | \t" + " " * 15 + "^^^^^^^^^ here"


def test_a_place_without_width_is_marked_still(base):
    found = finding(place(base, 14, 22, 22))
    assert "   |                      ^\n" in render([found], base=base)


@pytest.mark.parametrize(
    ("errors", "warnings", "count"),
    [
        (1, 0, "Found 1 error."),
        (2, 1, "Found 2 errors and 1 warning."),
        (0, 3, "Found 3 warnings."),
    ],
)
def test_the_last_line_counts(errors, warnings, count):
    found = [finding()] * errors + [finding(severity=Severity.WARNING)] * warnings
    assert render(found, base=Path()).endswith(f"\n\n{count}\n")


def test_findings_are_apart_by_an_empty_line():
    text = render([finding(), finding(severity=Severity.WARNING)], base=Path())
    assert "explain OAM202`\n\nwarning[OAM202]: `AutoScaler`" in text


def test_colour_adds_to_the_text_and_takes_nothing_away(base):
    places = place(base, 8, 9, 31, "one"), place(base, 14, 12, 22, "two")
    error = render([finding(*places)], base=base, colour=True)
    warning = render([finding(*places, severity=Severity.WARNING)], base=base, colour=True)
    assert error.startswith("\x1b[1;31merror[OAM202]\x1b[0m: `AutoScaler`")
    assert "   |         \x1b[1;31m^^^^^^^^^^^^^^^^^^^^^^ one\x1b[0m\n" in error
    assert "   |            \x1b[34m---------- two\x1b[0m\n" in error
    assert warning.startswith("\x1b[33mwarning[OAM202]\x1b[0m: `AutoScaler`")
    assert "   |         \x1b[33m^^^^^^^^^^^^^^^^^^^^^^ one\x1b[0m\n" in warning
    plain = error.replace("\x1b[1;31m", "").replace("\x1b[34m", "").replace("\x1b[0m", "")
    assert plain == render([finding(*places)], base=base)


def test_the_layout_is_ascii(base):
    text = render([finding(place(base, 8, 9, 31, "one"), place(base, 14, 12, 22))], base=base)
    assert text.isascii()


def test_an_error_has_the_same_layout(base):
    location = place(base, 14, 12, 22).location
    assert render_error("there is no `KUBERNETES`", location, "import it", base=base) == shown("""
        error: there is no `KUBERNETES`
          --> shop/app.py:14:12
           |
        14 | platform = KUBERNETES
           |            ^^^^^^^^^^
           |
           = help: import it
    """)


def test_an_error_may_be_nowhere_and_without_help(base):
    assert render_error("no project here", None, base=base) == "error: no project here\n"
    assert render_error("no", None, base=base, colour=True) == "\x1b[1;31merror\x1b[0m: no\n"


class TestOnATerminal:
    """Sentences are broken for its width; what is quoted from a file is cut, and never in a pipe."""

    def test_sentences_are_broken_between_words(self, base):
        found = finding(
            place(base, 8, 9, 31, "`CronScaler` leaves it to the KEDA ScaledObject"),
            place(base, 7, 9, 41, "`AutoScaler`"),
            environments=("dev", "prod"),
            help="write:\n  one\nor leave it out, which is what most people want",
        )
        assert render([found], base=base, width=50) == shown("""
            error[OAM202]: `AutoScaler` and `CronScaler` both
              decide `spec.replicas`
             --> shop/app.py:8:9
              |
            7 |         AutoScaler(minimum=1, maximum=9),
              |         --------------------------------
              |         `AutoScaler`
            8 |         CronScaler(windows=[]),
              |         ^^^^^^^^^^^^^^^^^^^^^^
              |         `CronScaler` leaves it to the KEDA
              |         ScaledObject
              |
              = in: shop/web/CronScaler (dev, prod)
              = help: write:
                        one
                      or leave it out, which is what most
                      people want
              = explain: run `oamdsl explain OAM202`

            Found 1 error.
        """)

    def test_a_label_begins_further_left_where_there_is_no_room(self, base):
        found = render([finding(place(base, 8, 9, 31, "it leaves it to somebody else"))], base=base, width=35)
        assert "  |         ^^^^^^^^^^^^^^^^^^^^^^\n  | it leaves it to somebody else\n" in found

    def test_a_long_line_is_cut_around_what_it_is_about(self, base):
        long = f"    web = Web({', '.join(f'a{n}={n}' for n in range(60))})"
        (base / "long.py").write_text(f"{long}\n", encoding="utf-8")
        column = long.index("a30=30") + 1
        there = Place(Location(str(base / "long.py"), 1, column, 1, column + 6), "here")
        lines = render([finding(there)], base=base, width=60).splitlines()
        number = lines.index("1 | ..." + long[column - 15 : column + 35] + "...")
        mark = lines[number + 1]
        assert mark.lstrip(" |") == "^^^^^^ here"
        assert lines[number].index("a30=30") == mark.index("^")
        assert max(map(len, lines)) <= 60
        assert f"1 | {long}\n" in render([finding(there)], base=base)

    def test_what_fits_from_the_beginning_is_shown_from_there(self, base):
        long = "web = Web(connections=0, traits=[AutoScaler(minimum=1, maximum=9)])"
        (base / "long.py").write_text(f"{long}\n", encoding="utf-8")
        there = Place(Location(str(base / "long.py"), 1, 11, 1, 24))
        found = render([finding(there)], base=base, width=44)
        assert "1 | web = Web(connections=0, traits=[Auto...\n  |           ^^^^^^^^^^^^^\n" in found

    def test_a_mark_ends_where_the_line_is_cut(self, base):
        long = "web = Web(connections=0, traits=[AutoScaler(minimum=1, maximum=9)])"
        (base / "long.py").write_text(f"{long}\n", encoding="utf-8")
        found = render([finding(Place(Location(str(base / "long.py"), 1, 1, 1, 68)))], base=base, width=44)
        source, mark = found.splitlines()[4:6]
        assert source.endswith("...")
        assert mark == f"  | {'^' * (len(source) - len('1 | ...'))}"

    def test_an_error_is_broken_too(self):
        error = render_error("there is no application to read", None, "name one", base=Path(), width=24)
        assert error == "error: there is no\n  application to read\n  = help: name one\n"
