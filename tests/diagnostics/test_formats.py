"""Findings for machines: each format as its consumers read it."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import jsonschema
import pytest

import oamdsl.diagnostics
from oamdsl.checks.catalogue import CATALOGUE
from oamdsl.diagnostics import concise, github, gitlab, junit, markdown, sarif
from oamdsl.diagnostics import json as json_format
from oamdsl.diagnostics.finding import Finding, Place, Severity, Suppression, Violation
from oamdsl.diagnostics.origin import Location

BASE = Path("/srv")
SARIF_SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
JSON_SCHEMA = json.loads(
    (Path(oamdsl.diagnostics.__file__).parent / "findings.schema.json").read_text(encoding="utf-8")
)
FOUND = Finding(
    code="OAM104",
    rule="out-of-range-parameter",
    severity=Severity.ERROR,
    violation=Violation(
        message="`a|b` is 100 % too <big>",
        places=(
            Place(Location("/srv/my shop/app.py", 5, 5, 5, 18), "set here"),
            Place(Location("/elsewhere/lib.py", 7, 2, 9, 4), "declared here"),
        ),
        subject=("shop", "web"),
        seen="0",
        allowed="1 or more",
        notes=("a note",),
        help="raise it, please",
    ),
    environments=("dev", "prod"),
)
WARNING = attrs.evolve(FOUND, severity=Severity.WARNING)
SUPPRESSED = attrs.evolve(
    FOUND, suppression=Suppression(Location("/srv/app.py", 1), 1, ("OAM104",), "it is known")
)
NOWHERE = attrs.evolve(FOUND, violation=attrs.evolve(FOUND.violation, places=(), subject=()))
ALL = [FOUND, WARNING, SUPPRESSED, NOWHERE]
ERROR = ("there is no `shop`", Location("/srv/pyproject.toml", 3), "write one")


def test_concise_is_a_line_each_as_compilers_write_it():
    assert concise.render(ALL, base=BASE).splitlines() == [
        "my shop/app.py:5:5: error: OAM104 `a|b` is 100 % too <big> (dev, prod)",
        "my shop/app.py:5:5: warning: OAM104 `a|b` is 100 % too <big> (dev, prod)",
        "oamdsl: error: OAM104 `a|b` is 100 % too <big> (dev, prod)",
    ]
    assert "(" not in concise.render([attrs.evolve(FOUND, environments=())], base=BASE)
    assert concise.render_error(*ERROR, base=BASE) == (
        "pyproject.toml:3: error: there is no `shop`; write one\n"
    )
    assert concise.render_error("two\nlines", None, base=BASE) == "oamdsl: error: two lines\n"


def test_github_escapes_what_a_workflow_command_must_not_hold():
    error, warning, nowhere = github.render(ALL, base=BASE).splitlines()
    assert error == (
        "::error file=my shop/app.py,line=5,endLine=5,col=5,endColumn=18,"
        "title=OAM104 out-of-range-parameter::"
        "`a|b` is 100 %25 too <big>%0Aalso at /elsewhere/lib.py:7:2: declared here%0Anote: a note"
        "%0Ahelp: raise it, please%0Aenvironments: dev, prod"
    )
    assert warning.startswith("::warning file=my shop/app.py,")
    assert nowhere.startswith("::error title=OAM104 out-of-range-parameter::")


def test_github_gives_columns_of_one_line_alone():
    several = attrs.evolve(
        FOUND, violation=attrs.evolve(FOUND.violation, places=(Place(Location("/srv/a,b:c.py", 5, 5, 6, 2)),))
    )
    assert "::error file=a%2Cb%3Ac.py,line=5,endLine=6,title=" in github.render([several], base=BASE)


def test_github_has_an_error_that_is_no_finding():
    assert github.render_error(*ERROR, base=BASE) == (
        "::error file=pyproject.toml,line=3,title=oamdsl::there is no `shop`%0Ahelp: write one\n"
    )
    assert github.render_error("no", None, base=BASE) == "::error title=oamdsl::no\n"


def test_gitlab_has_issues_with_fingerprints_of_their_own():
    issues = json.loads(gitlab.render([*ALL, FOUND], base=BASE))
    assert issues[0] == {
        "description": "`a|b` is 100 % too <big>; raise it, please",
        "check_name": "OAM104 out-of-range-parameter",
        "fingerprint": FOUND.fingerprint,
        "severity": "major",
        "location": {"path": "my shop/app.py", "lines": {"begin": 5, "end": 5}},
    }
    assert issues[1]["severity"] == "minor"
    assert issues[2]["location"] == {"path": "pyproject.toml", "lines": {"begin": 1}}
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 4
    assert json.loads(gitlab.render([], base=BASE)) == []


def test_gitlab_has_a_blocker_when_nothing_could_be_checked():
    (issue,) = json.loads(gitlab.render_error(*ERROR, base=BASE))
    assert (issue["severity"], issue["location"]) == (
        "blocker",
        {"path": "pyproject.toml", "lines": {"begin": 3}},
    )
    (issue,) = json.loads(gitlab.render_error("no", None, base=BASE))
    assert (issue["description"], issue["location"]["path"]) == ("no", "pyproject.toml")


def test_junit_fails_for_errors_tells_warnings_and_skips_what_is_suppressed():
    suites = ET.fromstring(junit.render(ALL, base=BASE))  # noqa: S314 - our own
    (suite,) = suites
    assert suite.attrib == {
        "name": "oamdsl check",
        "tests": "4",
        "failures": "2",
        "errors": "0",
        "skipped": "1",
    }
    failed, warned, skipped, nowhere = suite
    assert failed.attrib == {
        "name": "OAM104 out-of-range-parameter",
        "classname": "shop.web",
        "file": "my shop/app.py",
        "line": "5",
    }
    assert failed.find("failure").get("message") == "`a|b` is 100 % too <big>"
    assert "help: raise it, please" in failed.find("failure").text
    assert warned.find("system-out").text.startswith("warning[OAM104]")
    assert skipped.find("skipped").get("message") == "suppressed: it is known"
    assert (nowhere.get("classname"), nowhere.get("file")) == ("oamdsl", None)


def test_junit_has_a_case_that_passed_when_nothing_was_found():
    ((case,),) = ET.fromstring(junit.render([], base=BASE))  # noqa: S314 - our own
    assert (case.get("name"), list(case)) == ("check", [])


def test_junit_has_an_error_when_nothing_could_be_checked():
    ((case,),) = ET.fromstring(junit.render_error(*ERROR, base=BASE))  # noqa: S314 - our own
    assert case.find("error").get("message") == "there is no `shop`"


def test_junit_leaves_out_what_xml_cannot_hold():
    odd = attrs.evolve(FOUND, violation=attrs.evolve(FOUND.violation, message="a\x00b\x1bc\ud800"))
    ((case,),) = ET.fromstring(junit.render([odd], base=BASE))  # noqa: S314 - our own
    assert case.find("failure").get("message") == "a\\x00b\\x1bc\ufffd"


def test_markdown_has_a_table_and_folded_details():
    assert markdown.render(ALL, base=BASE).startswith(
        "### oamdsl found 2 errors and 1 warning (1 suppressed)\n"
        "\n"
        "| where | finding | environments |\n"
        "| --- | --- | --- |\n"
        "| `my shop/app.py:5` | **OAM104** `a\\|b` is 100 % too &lt;big> | dev, prod |\n"
    )
    details = markdown.render([NOWHERE], base=BASE).partition("<details>")[2]
    assert details == (
        "<summary>OAM104 out-of-range-parameter: </summary>\n"
        "\n"
        "```text\n"
        "error[OAM104]: `a|b` is 100 % too <big>\n"
        "  = in: (dev, prod)\n"
        "  = note: a note\n"
        "  = seen: 0\n"
        "  = allowed: 1 or more\n"
        "  = help: raise it, please\n"
        "  = explain: run `oamdsl explain OAM104`\n"
        "```\n"
        "\n"
        "</details>\n"
    )


def test_markdown_of_nothing_is_a_title():
    assert markdown.render([], base=BASE) == "### oamdsl found nothing\n"
    assert markdown.render([SUPPRESSED], base=BASE) == "### oamdsl found nothing (1 suppressed)\n"


def test_markdown_fits_into_a_comment_and_says_what_is_left_out():
    text = markdown.render([FOUND] * 1000, base=BASE)
    assert len(text) < 65_536
    shown = text.count("<details>")
    assert f"\nAnd {1000 - shown} more: run `oamdsl check`.\n" in text
    assert text.count("| `my shop/app.py:5` |") == shown > 100


def test_markdown_fences_hold_fences():
    odd = attrs.evolve(FOUND, violation=attrs.evolve(FOUND.violation, notes=("````",)))
    assert "`````text\n" in markdown.render([odd], base=BASE)


def test_markdown_has_an_error_that_is_no_finding():
    assert markdown.render_error(*ERROR, base=BASE).startswith(
        "### oamdsl could not run\n\n```text\nerror: there is no `shop`\n"
    )


def test_sarif_is_valid_and_complete():
    log = json.loads(sarif.render(ALL, base=BASE, rules=CATALOGUE))
    jsonschema.validate(log, SARIF_SCHEMA)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in CATALOGUE]
    first, warning, suppressed, nowhere = run["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "OAM104"
    assert first["level"] == "error"
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "my%20shop/app.py"},
                "region": {"startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 18},
            },
            "message": {"text": "set here"},
        }
    ]
    (related,) = first["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "file:///elsewhere/lib.py"}
    assert first["partialFingerprints"] == {"oamdsl/v1": FOUND.fingerprint}
    assert "suppressions" not in first
    assert warning["level"] == "warning"
    assert suppressed["suppressions"] == [{"kind": "inSource", "justification": "it is known"}]
    assert "locations" not in nowhere


def test_sarif_has_results_of_rules_that_it_does_not_know():
    log = json.loads(sarif.render([FOUND], base=BASE, rules=()))
    jsonschema.validate(log, SARIF_SCHEMA)
    assert "ruleIndex" not in log["runs"][0]["results"][0]


@pytest.mark.parametrize(("location", "places"), [(ERROR[1], 1), (None, 0)])
@pytest.mark.parametrize("help_", ["write one", ""])
def test_sarif_notifies_when_nothing_could_be_checked(location, places, help_):
    log = json.loads(sarif.render_error(ERROR[0], location, help_, base=BASE, rules=CATALOGUE))
    jsonschema.validate(log, SARIF_SCHEMA)
    (invocation,) = log["runs"][0]["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert len(notification.get("locations", [])) == places
    assert ("help: " in notification["message"]["text"]) is bool(help_)


def test_json_keeps_to_its_published_schema():
    jsonschema.validate(json.loads(json_format.render(ALL, base=BASE)), JSON_SCHEMA)
    jsonschema.validate(json.loads(json_format.render([], base=BASE)), JSON_SCHEMA)
    jsonschema.validate(json.loads(json_format.render_error(*ERROR, base=BASE)), JSON_SCHEMA)
    jsonschema.validate(json.loads(json_format.render_error("no", None, base=BASE)), JSON_SCHEMA)


def test_json_tells_why_a_finding_is_suppressed():
    report = json.loads(json_format.render([SUPPRESSED], base=BASE))
    assert report["summary"] == {"errors": 0, "warnings": 0, "suppressed": 1}
    assert report["findings"][0]["suppressed"] == "it is known"
