"""Findings for editors and grep: one line each, as compilers write it."""

import pathlib
from collections.abc import Sequence

from oamdsl.diagnostics.finding import Finding
from oamdsl.diagnostics.origin import Location


def render(findings: Sequence[Finding], *, base: pathlib.Path) -> str:
    """*findings* as ``file:line:column: error: OAM202 message``, without those that are suppressed.

    Args:
        findings: What to show, in this order.
        base: Paths below it are shown relative to it.
    """
    return "".join(
        _line(
            _place(finding, base),
            finding.severity.value,
            f"{finding.code} {finding.violation.message}{_environments(finding)}",
        )
        for finding in findings
        if finding.suppression is None
    )


def render_error(message: str, location: Location | None, help: str = "", *, base: pathlib.Path) -> str:
    """Why a command could not run, in the same form.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are shown relative to it.
    """
    place = str(location.seen_from(base)) if location else "oamdsl"
    return _line(place, "error", f"{message}; {help}" if help else message)


def _line(place: str, level: str, message: str) -> str:
    return f"{place}: {level}: {' '.join(message.split())}\n"


def _place(finding: Finding, base: pathlib.Path) -> str:
    places = finding.violation.places
    return str(places[0].location.seen_from(base)) if places else "oamdsl"


def _environments(finding: Finding) -> str:
    return f" ({', '.join(finding.environments)})" if finding.environments else ""
