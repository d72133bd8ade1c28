import traceback
from pathlib import Path, PurePosixPath

import attrs
import pytest

from oamdsl.diagnostics.origin import Location, Origin, definition
from tests.diagnostics.user_program import excerpt, run

LIBRARY = {"__name__": "library.inner", "Origin": Origin}
exec("def call(*args, **kwargs): return Origin.of_caller(('library.',))", LIBRARY)  # noqa: S102 - code without a file


def origins(folder, source):
    """What a program assigns to ``made``, where every ``call(...)`` is its own origin."""
    return run(folder, source, call=LIBRARY["call"]).made


def test_a_location_reads_as_editors_open_it():
    assert str(Location("a.py", 3, 5, 3, 9)) == "a.py:3:5"
    assert str(Location("a.py", 3)) == "a.py:3"


def test_locations_are_in_the_order_of_files_lines_and_columns():
    one, two, three = Location("a.py", 2, 9), Location("a.py", 10, 1), Location("b.py", 1)
    assert sorted([three, two, one]) == [one, two, three]


@pytest.mark.parametrize(
    ("file", "base", "shown"),
    [
        ("/srv/shop/app.py", PurePosixPath("/srv"), "shop/app.py"),
        ("/elsewhere/app.py", PurePosixPath("/srv"), "/elsewhere/app.py"),
        ("shop/app.py", PurePosixPath("/srv"), "shop/app.py"),
        ("<stdin>", PurePosixPath("/srv"), "<stdin>"),
    ],
)
def test_a_path_below_the_base_is_shown_relative_to_it(file, base, shown):
    assert Location(file, 3, 1).relative_to(base) == Location(shown, 3, 1)


def test_the_origin_is_the_call(tmp_path):
    origin = origins(tmp_path, "x = 1\nmade =  call(1, two=2)\n")
    assert origin.location == Location(origin.code.co_filename, 2, 9, 2, 23)
    assert excerpt(origin.location) == "call(1, two=2)"
    assert repr(origin) == f"Origin({origin.code.co_filename}:2:9)"


def test_an_argument_is_found_by_its_name(tmp_path):
    origin = origins(tmp_path, "made = call(one=1, two = [2,\n  3], three=3)\n")
    assert origin.argument("one") == Location(origin.code.co_filename, 1, 13, 1, 18)
    assert origin.argument("two") == Location(origin.code.co_filename, 1, 20, 2, 5)
    assert excerpt(origin.argument("two")) == "two = [2,\n3]"


def test_an_argument_may_be_an_origin_of_its_own(tmp_path):
    origin = origins(tmp_path, "made = call({'a': 1}, one=1, two=2)\n").of_argument("two")
    assert excerpt(origin.location) == "two=2"
    assert excerpt(origin.argument("one")) == "one=1"
    assert excerpt(origin.item("a")) == "1"
    assert excerpt(origin.of_argument("three").location) == "call({'a': 1}, one=1, two=2)"


def test_an_argument_that_is_not_spelt_out_is_the_whole_call(tmp_path):
    origin = origins(tmp_path, "given = {'one': 1}\nmade = call(**given)\n")
    assert origin.argument("one") == origin.location
    assert excerpt(origin.location) == "call(**given)"


def test_an_argument_by_position_is_found_where_nothing_unpacked_stands_before_it(tmp_path):
    origin = origins(tmp_path, "made = call(1, 2, *[3], 4, six=5)\n")
    assert excerpt(origin.argument("", 1)) == "2"
    assert origin.argument("", 3) == origin.location
    assert origin.argument("", 9) == origin.location
    assert excerpt(origin.argument("six", 0)) == "six=5"


@pytest.mark.parametrize(
    ("argument", "steps", "shown"),
    [
        ("one=[1, 2]", [1], "2"),
        ("one=(1, {'a': [2]})", [1, "a", 0], "2"),
        ("one=[1, 2]", [], "one=[1, 2]"),
        ("one=[*[1], 2]", [1], "one=[*[1], 2]"),
        ("one={'a': 1}", ["b"], "one={'a': 1}"),
        ("one=[1]", ["a"], "one=[1]"),
        ("one=dict(a=1)", ["a"], "one=dict(a=1)"),
    ],
)
def test_what_is_in_an_argument_is_found_where_it_is_spelt_out(tmp_path, argument, steps, shown):
    assert excerpt(origins(tmp_path, f"made = call({argument})\n").argument("one", steps=steps)) == shown


def test_nested_calls_are_told_apart(tmp_path):
    outer, inner = origins(
        tmp_path,
        "def outer(inner, one):\n"
        "    return one, inner\n"
        "made = outer(call(one=1), one=call(one=call and 2))\n",
    )
    assert excerpt(outer.location) == "call(one=call and 2)"
    assert excerpt(outer.argument("one")) == "one=call and 2"
    assert excerpt(inner.location) == "call(one=1)"
    assert excerpt(inner.argument("one")) == "one=1"


def test_the_call_of_what_a_call_returned_is_a_call_of_its_own(tmp_path):
    origin = origins(tmp_path, "def maker(one):\n    return call\nmade = maker(one=1)(one=2)\n")
    assert excerpt(origin.argument("one")) == "one=2"


def test_a_call_may_go_over_several_lines(tmp_path):
    origin = origins(tmp_path, "made = call(\n    1,\n    one=[\n        1,\n    ],\n)\n")
    assert origin.location == Location(origin.code.co_filename, 1, 8, 6, 2)
    assert origin.argument("one") == Location(origin.code.co_filename, 3, 5, 5, 6)


def test_a_method_call_on_a_line_of_its_own_is_found(tmp_path):
    origin = origins(
        tmp_path,
        "class library:\n    made_by = staticmethod(call)\nmade = (\n    library\n    .made_by(one=1)\n)\n",
    )
    assert excerpt(origin.argument("one")) == "one=1"


def test_calls_in_a_comprehension_have_its_line(tmp_path):
    (origin,) = origins(tmp_path, "made = [\n    call(one=one)\n    for one in [1]\n]\n")
    assert excerpt(origin.location) == "call(one=one)"


def test_columns_count_characters(tmp_path):
    origin = origins(tmp_path, "made = 'häß' and '部品' and call('é', one='ü', two=2)\n")
    assert excerpt(origin.location) == "call('é', one='ü', two=2)"
    assert excerpt(origin.argument("two")) == "two=2"


def test_a_dictionary_entry_is_found_by_its_keys(tmp_path):
    origin = origins(
        tmp_path,
        "spread = {}\n"
        "made = call({**spread, 'kind': 'Job', 'spec': {'replicas': 3}}, 1, more={'one': {'two': 2}})\n",
    )
    assert excerpt(origin.item("spec", "replicas")) == "3"
    assert excerpt(origin.item("spec")) == "{'replicas': 3}"
    assert excerpt(origin.item("one", "two")) == "2"
    assert origin.item("spec", "paused") is None
    assert origin.item("kind", "replicas") is None


def test_a_source_that_cannot_be_read_leaves_line_and_byte():
    program = {"__name__": "user", "call": LIBRARY["call"]}
    exec(compile("\nmade = call('\u00e9', one=1)", "<nowhere>", "exec"), program)  # noqa: S102 - code without a file
    origin = program["made"]
    assert origin.location == Location("<nowhere>", 2, 8, 2, 25)
    assert origin.argument("one") == origin.location
    assert origin.item("one") is None


def test_a_source_that_is_no_python_any_more_leaves_the_call(tmp_path):
    source = "made = call(one=1)\n"
    origin = origins(tmp_path, source)
    Path(origin.code.co_filename).write_text("made = = call(one=1)\n", encoding="utf-8")
    assert origin.argument("one").line == 1
    assert origin.argument("one") == origin.location
    assert origin.item("one") is None


@pytest.mark.parametrize("form", [pytest.param(13, id="no columns"), pytest.param(15, id="no place")])
def test_code_without_columns_leaves_the_line(tmp_path, form):
    """As Python compiles it by ``-X no_debug_ranges``; the forms are those of CPython's location table."""
    origin = origins(tmp_path, "made = call(one=1)\n")
    eight_units = bytes([0x80 | form << 3 | 7, *([0] if form == 13 else [])])
    table = eight_units * len(origin.code.co_code)
    origin = attrs.evolve(origin, code=origin.code.replace(co_linetable=table))
    assert origin.location == Location(origin.code.co_filename, 1, 0, 1, 0)
    assert origin.argument("one") == origin.location


def test_the_callers_are_the_users_lines_that_led_to_the_call(tmp_path):
    program = """\
def helper(one): return call(one)
def several(): return [helper(one) for one in (1, 2)]
made = several()[1]
"""
    callers = origins(tmp_path, program).callers()
    assert [excerpt(one) for one in callers[:2]] == ["helper(one)", "several()"]


def test_the_callers_end_at_the_function_that_is_asked_for(tmp_path):
    source = "def helper(): return call()\ndef shop(): return helper(), call()\nmade, top = shop()\n"
    program = run(tmp_path, source, call=LIBRARY["call"])
    assert [excerpt(one) for one in program.made.callers(program.top.code)] == ["helper()"]


def test_callers_end_where_python_calls_the_user_and_leave_out_installed_packages(tmp_path):
    package = tmp_path / "site-packages"
    package.mkdir()
    helper = run(package, "def helper(): return call()", call=LIBRARY["call"]).helper
    wrapper = run(package, "def wrapper(): return helper()", helper=helper).wrapper
    origin = run(tmp_path, "made = wrapper()\n", wrapper=wrapper).made
    assert excerpt(origin.callers()[0]) == "wrapper()"
    source = "import json\nmade = json.loads('1', parse_int=call)\n"
    assert run(tmp_path, source, call=lambda _: LIBRARY["call"]()).made.callers() == ()


def test_where_a_class_and_what_is_in_it_are_defined(tmp_path):
    source = """\
class Thing:
    size: int = 3
    name = 4
    def run(self):
        return 1
    pass
class Other: ...
made = Thing, Other, type("Made", (), {"__module__": __name__})
"""
    made = run(tmp_path, source)
    for cls in made.made:
        cls.__module__ = made.__name__
    thing, other, dynamic = made.made
    assert excerpt(definition(thing)) == "class Thing:"
    assert excerpt(definition(other)) == "class Other: ..."
    assert excerpt(definition(thing, "size")) == "size: int = 3"
    assert excerpt(definition(thing, "name")) == "name = 4"
    assert excerpt(definition(thing, "run")) == "def run(self):"
    assert definition(thing, "missing") is None
    assert definition(dynamic) is None
    assert definition(type("Nowhere", (), {"__module__": "nowhere"})) is None


def test_when_every_frame_is_ignored_the_outermost_is_taken():
    frames = [frame for frame, _ in traceback.walk_stack(None)]
    names = {__name__, *(frame.f_globals.get("__name__") or "" for frame in frames)}
    assert Origin.of_caller(tuple(f"{name}." for name in names)).code is frames[-1].f_code
