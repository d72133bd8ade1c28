import json
from pathlib import Path

from oamdsl.diagnostics.finding import Finding, Place, Severity, Violation
from oamdsl.diagnostics.json import render, render_error
from oamdsl.diagnostics.origin import Location

BASE = Path("/srv")
FOUND = Finding(
    code="OAM104",
    rule="out-of-range-parameter",
    severity=Severity.ERROR,
    violation=Violation(
        message="`größe` is less than 1",
        places=(
            Place(Location("/srv/shop/app.py", 5, 5, 6, 18), "set here"),
            Place(Location("<stdin>", 7)),
        ),
        subject=("shop", "web"),
        seen="0",
        allowed="1 or more",
        notes=("a note",),
        help="raise it",
    ),
    environments=("dev", "prod"),
)


def test_findings_are_one_object():
    assert json.loads(render([FOUND], base=BASE)) == {
        "schema_version": 1,
        "summary": {"errors": 1, "warnings": 0, "suppressed": 0},
        "findings": [
            {
                "code": "OAM104",
                "rule": "out-of-range-parameter",
                "severity": "error",
                "message": "`größe` is less than 1",
                "places": [
                    {
                        "file": "shop/app.py",
                        "line": 5,
                        "column": 5,
                        "end_line": 6,
                        "end_column": 18,
                        "label": "set here",
                    },
                    {
                        "file": "<stdin>",
                        "line": 7,
                        "column": None,
                        "end_line": None,
                        "end_column": None,
                        "label": "",
                    },
                ],
                "subject": ["shop", "web"],
                "environments": ["dev", "prod"],
                "seen": "0",
                "allowed": "1 or more",
                "notes": ["a note"],
                "help": "raise it",
                "fingerprint": FOUND.fingerprint,
                "suppressed": None,
            }
        ],
    }


def test_no_findings_are_an_object_too():
    assert (
        render([], base=BASE)
        == """\
{
  "findings": [],
  "schema_version": 1,
  "summary": {
    "errors": 0,
    "suppressed": 0,
    "warnings": 0
  }
}
"""
    )


def test_an_error_says_where():
    text = render_error("no `shop`", Location("/srv/app.py", 3, 5), "write it", base=BASE)
    assert (
        text
        == """\
{
  "error": {
    "column": 5,
    "file": "app.py",
    "help": "write it",
    "line": 3,
    "message": "no `shop`"
  },
  "schema_version": 1
}
"""
    )


def test_an_error_that_is_nowhere_has_no_place():
    assert json.loads(render_error("no project", None, base=BASE)) == {
        "schema_version": 1,
        "error": {"message": "no project", "help": "", "file": None, "line": None, "column": None},
    }
