"""Findings as annotations of a GitHub Actions run.

Source: GitHub, "Workflow commands for GitHub Actions", ``error`` and ``warning``; the escapes are those of
actions/toolkit, ``core/src/command.ts``.
"""

import pathlib
from collections.abc import Mapping, Sequence

from oamdsl.diagnostics.finding import Finding
from oamdsl.diagnostics.origin import Location


def render(findings: Sequence[Finding], *, base: pathlib.Path) -> str:
    """*findings* as workflow commands, one line each, without those that are suppressed.

    Args:
        findings: What to show, in this order.
        base: Paths below it are given relative to it.
    """
    return "".join(_annotation(finding, base) for finding in findings if finding.suppression is None)


def render_error(message: str, location: Location | None, help: str = "", *, base: pathlib.Path) -> str:
    """Why a command could not run, as one annotation.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are given relative to it.
    """
    text = f"{message}\nhelp: {help}" if help else message
    return _command("error", {**_region(location, base), "title": "oamdsl"}, text)


def _annotation(finding: Finding, base: pathlib.Path) -> str:
    violation = finding.violation
    location = violation.places[0].location if violation.places else None
    facts = [
        violation.message,
        *(f"also at {place.location.relative_to(base)}: {place.label}" for place in violation.places[1:]),
        *(f"note: {note}" for note in violation.notes),
        f"help: {violation.help}",
        f"environments: {', '.join(finding.environments)}",
    ]
    return _command(
        finding.severity.value,
        {**_region(location, base), "title": f"{finding.code} {finding.rule}"},
        "\n".join(facts),
    )


def _region(location: Location | None, base: pathlib.Path) -> dict[str, object]:
    if location is None:
        return {}
    region: dict[str, object] = {"file": location.relative_to(base).file, "line": location.line}
    if location.end_line:
        region["endLine"] = location.end_line
    if location.column and location.end_line == location.line:  # columns are for one line alone
        region |= {"col": location.column, "endColumn": location.end_column}
    return region


def _command(level: str, properties: Mapping[str, object], message: str) -> str:
    listed = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in properties.items())
    return f"::{level} {listed}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
