"""What an exception of the user's program says, where, and what was probably meant."""

import sys

import pytest

from oamdsl.diagnostics.raised import raised
from tests.diagnostics.user_program import excerpt

IGNORED = ("tests.", "library.", "_pytest.", "pluggy.")


def told(folder, source, name="user", path=None):
    """What is said of the exception that *source* raises."""
    file = path or folder / f"{name}.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(source, encoding="utf-8")
    try:
        exec(compile(source, str(file), "exec"), {"__name__": name})  # noqa: S102 - a user's module
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it raises
        return raised(error, IGNORED)
    raise AssertionError(source)


@pytest.mark.parametrize(
    ("source", "text", "help_", "marked"),
    [
        (
            "import json\n\njson.loads('x')",
            "JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
            "",
            None,
        ),
        ("x = 1 + int('y')", "ValueError: invalid literal for int() with base 10: 'y'", "", "int('y')"),
        ("raise ValueError", "ValueError: without a message", "", None),
        ("raise ValueError('a\\n  b')", "ValueError: a b", "", None),
        (f"raise ValueError('{'a' * 400}')", f"ValueError: {'a' * 300}...", "", None),
        ("limit = 1\nprint(limt)", "NameError: name 'limt' is not defined", "did you mean `limit`?", "limt"),
        ("qqq", "NameError: name 'qqq' is not defined", "import or define `qqq`", "qqq"),
        (
            "import json\njson.lods('1')",
            "AttributeError: module 'json' has no attribute 'lods'",
            "did you mean `loads`?",
            "json.lods",
        ),
        (
            "import jsonn",
            "there is no module `jsonn`",
            "install `jsonn`, or check the spelling",
            "import jsonn",
        ),
        ("import qqqq", "there is no module `qqqq`", "install `qqqq`, or check the spelling", "import qqqq"),
        ("import json.decodr", "there is no module `json.decodr`", "did you mean `json.decoder`?", None),
        ("from json import lods", "`json` has no `lods`", "did you mean `loads`?", None),
        ("from json import qqq", "`json` has no `qqq`", "name what `json` defines", None),
        (
            "known = {'domain': 1}\nknown['domian']",
            "there is no key 'domian'",
            "did you mean `domain`?",
            None,
        ),
        ("{}['domain']", "there is no key 'domain'", "", "{}['domain']"),
        ("{}[1]", "KeyError: 1", "", "{}[1]"),
        (
            "def make(size): ...\nmake(sise=1)",
            "TypeError: make() got an unexpected keyword argument 'sise'",
            "did you mean `size`?",
            "make(sise=1)",
        ),
        (
            "import json\nimport textwrap\ntextwrap.dedent(texd='')",
            "TypeError: dedent() got an unexpected keyword argument 'texd'",
            "did you mean `text`?",
            "textwrap.dedent(texd='')",
        ),
        (
            "class Thing:\n    def make(self): ...\nThing().make(size=1)",
            "TypeError: Thing.make() got an unexpected keyword argument 'size'",
            "",
            "Thing().make(size=1)",
        ),
        (
            "(lambda: None)(a=1)",
            "TypeError: <lambda>() got an unexpected keyword argument 'a'",
            "",
            None,
        ),
        (
            "error = ValueError('no')\nerror.add_note('say yes')\nraise error",
            "ValueError: no",
            "say yes",
            "raise error",
        ),
    ],
)
def test_what_went_wrong_and_what_was_meant(tmp_path, source, text, help_, marked):
    found = told(tmp_path, source)
    assert (found.text, found.help) == (text, help_ or "mend this line, or what it is given")
    assert marked is None or excerpt(found.lines[0]) == marked


def test_a_module_of_the_users_is_near(tmp_path, monkeypatch):
    monkeypatch.setattr(
        sys, "path", [str(tmp_path), str(tmp_path / "missing"), str(tmp_path / "site-packages")]
    )
    (tmp_path / "components").mkdir()
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "site-packages/componetz.py").write_text("", encoding="utf-8")
    assert told(tmp_path, "import componets").help == "did you mean `components`?"


def test_two_modules_that_import_each_other(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "one_of_two.py").write_text("from other_of_two import b\na = 1\n", encoding="utf-8")
    (tmp_path / "other_of_two.py").write_text("from one_of_two import a\nb = 1\n", encoding="utf-8")
    found = told(tmp_path, "import one_of_two")
    assert found.text == "`one_of_two` has no `a` yet, since it is being imported"
    assert found.help == "two modules import each other: move what both need to a third one"
    assert [line.file.rpartition("/")[2] for line in found.lines] == [
        "other_of_two.py",
        "one_of_two.py",
        "user.py",
    ]


def test_a_line_that_is_run_again_and_again_is_named_once(tmp_path):
    found = told(tmp_path, "def again(): return again()\nagain()\n")
    assert found.text.startswith("RecursionError: maximum recursion depth exceeded")
    assert [excerpt(line) for line in found.lines] == ["again()", "again()"]


def test_the_lines_of_installed_packages_are_named_where_there_is_no_other(tmp_path):
    path = tmp_path / "site-packages" / "package.py"
    assert excerpt(told(tmp_path, "1 / 0", path=path).lines[0]) == "1 / 0"
    installed = {"__name__": "package"}
    exec(compile("def fail(): return {}['x']", str(path), "exec"), installed)  # noqa: S102 - the package's module
    with pytest.raises(KeyError) as caught:
        exec(compile("fail()", "user.py", "exec"), {"__name__": "user", "fail": installed["fail"]})  # noqa: S102
    found = raised(caught.value, IGNORED)
    assert [line.file for line in found.lines] == ["user.py"]
    assert found.text == "KeyError: 'x'"


def test_an_error_that_came_through_none_of_the_users_lines_has_no_place():
    assert raised(ValueError("never raised"), IGNORED).lines == ()
