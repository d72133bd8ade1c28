"""Findings as a GitLab Code Quality report.

Source: GitLab, "Code Quality", Code Quality report format; Code Climate, engine specification.
"""

import collections
import json
import pathlib
from collections.abc import Sequence
from typing import Any, Final

from oamdsl.diagnostics.finding import Finding, Severity
from oamdsl.diagnostics.origin import Location

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor"}
_NOWHERE: Final = {"path": "pyproject.toml", "lines": {"begin": 1}}
"""A report must name a place; this is where a project says what it consists of."""


def render(findings: Sequence[Finding], *, base: pathlib.Path) -> str:
    """*findings* as a JSON list of issues, without those that are suppressed.

    Args:
        findings: What to show, in this order.
        base: Paths below it are given relative to it.
    """
    seen: collections.Counter[str] = collections.Counter()
    issues: list[dict[str, Any]] = []
    for finding in findings:
        if finding.suppression is None:
            fingerprint = finding.fingerprint
            seen[fingerprint] += 1
            places = finding.violation.places
            issues.append(
                {
                    "description": f"{finding.violation.message}; {finding.violation.help}",
                    "check_name": f"{finding.code} {finding.rule}",
                    # GitLab drops all but one issue of a fingerprint.
                    "fingerprint": fingerprint + (f"-{seen[fingerprint]}" if seen[fingerprint] > 1 else ""),
                    "severity": _SEVERITIES[finding.severity],
                    "location": _location(places[0].location, base) if places else _NOWHERE,
                }
            )
    return json.dumps(issues, indent=2) + "\n"


def render_error(message: str, location: Location | None, help: str = "", *, base: pathlib.Path) -> str:
    """Why a command could not run, as the only issue.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are given relative to it.
    """
    issue = {
        "description": f"{message}; {help}" if help else message,
        "check_name": "oamdsl could not run",
        "fingerprint": "oamdsl-could-not-run",
        "severity": "blocker",
        "location": _location(location, base) if location else _NOWHERE,
    }
    return json.dumps([issue], indent=2) + "\n"


def _location(location: Location, base: pathlib.Path) -> dict[str, Any]:
    begin = {"begin": location.line}
    lines = {**begin, "end": location.end_line} if location.end_line else begin
    return {"path": location.relative_to(base).file, "lines": lines}
