"""Findings for programs: one JSON object, of the same shape whatever happens.

``findings.schema.json`` beside this module is its JSON Schema.
"""

import json
import pathlib
from collections.abc import Sequence
from typing import Any, Final

from oamdsl.diagnostics.finding import Finding, Severity
from oamdsl.diagnostics.origin import Location

SCHEMA_VERSION: Final = 1


def render(findings: Sequence[Finding], *, base: pathlib.Path) -> str:
    """*findings* as JSON: ``{schema_version, summary: {errors, warnings, suppressed}, findings: [...]}``.

    Args:
        findings: What to show, in this order.
        base: Paths below it are given relative to it.
    """
    return _text(
        {
            "summary": {
                **{
                    f"{severity.value}s": sum(
                        finding.severity is severity and finding.suppression is None for finding in findings
                    )
                    for severity in Severity
                },
                "suppressed": sum(finding.suppression is not None for finding in findings),
            },
            "findings": [_finding(finding, base) for finding in findings],
        }
    )


def render_error(message: str, location: Location | None, help: str = "", *, base: pathlib.Path) -> str:
    """Why a command could not run: ``{schema_version, error: {message, file, line, column, help}}``.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are given relative to it.
    """
    return _text({"error": {"message": message, "help": help, **_start(location, base)}})


def _finding(finding: Finding, base: pathlib.Path) -> dict[str, Any]:
    violation = finding.violation
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": violation.message,
        "places": [
            {
                **_start(place.location, base),
                "end_line": place.location.end_line or None,
                "end_column": place.location.end_column or None,
                "label": place.label,
            }
            for place in violation.places
        ],
        "subject": violation.subject,
        "environments": finding.environments,
        "seen": violation.seen,
        "allowed": violation.allowed,
        "notes": violation.notes,
        "help": violation.help,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppression and finding.suppression.reason,
    }


def _start(location: Location | None, base: pathlib.Path) -> dict[str, Any]:
    return {
        "file": location.relative_to(base).file if location else None,
        "line": location.line if location else None,
        "column": location.column or None if location else None,
    }


def _text(content: dict[str, Any]) -> str:
    return json.dumps({"schema_version": SCHEMA_VERSION, **content}, indent=2, sort_keys=True) + "\n"
