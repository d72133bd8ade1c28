"""Findings as SARIF 2.1.0, for code scanning.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0; GitHub, "SARIF support for code scanning".
"""

import importlib.metadata
import json
import pathlib
import urllib.parse
from collections.abc import Sequence
from typing import Any, Final

from oamdsl.diagnostics.finding import Finding, Place
from oamdsl.diagnostics.origin import Location
from oamdsl.diagnostics.rule import Rule

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(findings: Sequence[Finding], *, base: pathlib.Path, rules: Sequence[Rule[Any]]) -> str:
    """*findings* as one SARIF log; suppressed ones are in it, with the reason.

    Args:
        findings: What to show, in this order.
        base: Paths below it are given relative to it.
        rules: The rules that were run.
    """
    index = {rule.code: number for number, rule in enumerate(rules)}
    results = [_result(finding, index.get(finding.code), base) for finding in findings]
    return _log(rules, results=results, invocations=[{"executionSuccessful": True}])


def render_error(
    message: str,
    location: Location | None,
    help: str = "",
    *,
    base: pathlib.Path,
    rules: Sequence[Rule[Any]],
) -> str:
    """Why a command could not run, as a notification of the tool.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are given relative to it.
        rules: The rules that would have been run.
    """
    notification: dict[str, Any] = {
        "level": "error",
        "message": {"text": f"{message}\nhelp: {help}" if help else message},
    }
    if location is not None:
        notification["locations"] = [_location(Place(location), base)]
    invocation = {"executionSuccessful": False, "toolExecutionNotifications": [notification]}
    return _log(rules, results=[], invocations=[invocation])


def _log(rules: Sequence[Rule[Any]], **content: Any) -> str:
    driver = {
        "name": "oamdsl",
        "semanticVersion": importlib.metadata.version("oamdsl"),
        "rules": [_rule(rule) for rule in rules],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", **content}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule[Any]) -> dict[str, Any]:
    page = rule.page
    why = page.why[:1].upper() + page.why[1:]
    example = f"Example:\n\n{_fenced(page.example)}\n\nUse instead:\n\n{_fenced(page.use_instead)}"
    return {
        "id": rule.code,
        "name": "".join(word.title() for word in rule.name.split("-")),
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": f"{page.summary} {why}"},
        "help": {"text": f"{why}\n\n{example}", "markdown": f"{why}\n\n{example}"},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"source": rule.source, "tags": ["kubernetes", "oam"]},
    }


def _fenced(program: str) -> str:
    return f"```python\n{program}\n```"


def _result(finding: Finding, index: int | None, base: pathlib.Path) -> dict[str, Any]:
    violation = finding.violation
    locations = [_location(place, base) for place in violation.places]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": finding.severity.value,
        "message": {"text": f"{violation.message}\nhelp: {violation.help}"},
        "partialFingerprints": {"oamdsl/v1": finding.fingerprint},
        "properties": {
            "subject": "/".join(violation.subject),
            "environments": finding.environments,
            "seen": violation.seen,
            "allowed": violation.allowed,
            "notes": violation.notes,
        },
    }
    if index is not None:
        result["ruleIndex"] = index
    if locations:
        result["locations"] = locations[:1]
        result["relatedLocations"] = locations[1:]
    if finding.suppression is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.suppression.reason}]
    return result


def _location(place: Place, base: pathlib.Path) -> dict[str, Any]:
    location = place.location
    path = pathlib.Path(location.relative_to(base).file)
    uri = path.as_uri() if path.is_absolute() else urllib.parse.quote(path.as_posix())
    region = {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }
    found: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {name: number for name, number in region.items() if number},
        }
    }
    if place.label:
        found["message"] = {"text": place.label}
    return found
