"""Findings as a JUnit report: one failed test case each; a clean run is one case that passed.

Source: the schema of Jenkins' xUnit plugin, ``junit-10.xsd``.
"""

import pathlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Final

from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Finding, Severity
from oamdsl.diagnostics.origin import Location

_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""


def render(findings: Sequence[Finding], *, base: pathlib.Path) -> str:
    """*findings* as XML: an error fails its case, a warning is its output, a suppressed one is skipped.

    Args:
        findings: What to show, in this order.
        base: Paths below it are shown relative to it.
    """
    cases = [_case(finding, base) for finding in findings] or [_element("testcase", name="check")]
    failures = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    return _document(cases, failures=failures, skipped=skipped)


def render_error(message: str, location: Location | None, help: str = "", *, base: pathlib.Path) -> str:
    """Why a command could not run, as a case that ended in an error.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are shown relative to it.
    """
    case = _element("testcase", name="check")
    error = _element("error", type="could-not-run", message=message)
    error.text = _plain(text.render_error(message, location, help, base=base))
    case.append(error)
    return _document([case], errors=1)


def _case(finding: Finding, base: pathlib.Path) -> ET.Element:
    violation = finding.violation
    case = _element(
        "testcase",
        name=f"{finding.code} {finding.rule}",
        classname=".".join(violation.subject) or "oamdsl",
    )
    if violation.places:
        location = violation.places[0].location.relative_to(base)
        case.set("file", _plain(location.file))
        case.set("line", str(location.line))
    if finding.suppression is not None:
        case.append(_element("skipped", message=f"suppressed: {finding.suppression.reason}"))
        return case
    if finding.severity is Severity.ERROR:
        content = _element("failure", type=finding.code, message=violation.message)
    else:
        content = _element("system-out")
    content.text = _plain(text.render([finding], base=base))
    case.append(content)
    return case


def _document(cases: Sequence[ET.Element], **counts: int) -> str:
    numbers = {"tests": len(cases), "failures": 0, "errors": 0, "skipped": 0, **counts}
    written = {name: str(number) for name, number in numbers.items()}
    suite = _element("testsuite", name="oamdsl check", **written)
    suite.extend(cases)
    suites = _element("testsuites", **written)
    suites.append(suite)
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _element(tag: str, /, **attributes: str) -> ET.Element:
    return ET.Element(tag, {key: _plain(value) for key, value in attributes.items()})


def _plain(value: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", value)
