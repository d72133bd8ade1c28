"""Findings as Markdown, for a comment on a pull request: a table first, details folded."""

import html
import itertools
import pathlib
import re
from collections.abc import Sequence
from typing import Final

from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Finding, counted
from oamdsl.diagnostics.origin import Location

_LIMIT: Final = 60_000
"""GitHub refuses comments of more than 65,536 characters; the rest is left to what stands around this."""


def render(findings: Sequence[Finding], *, base: pathlib.Path) -> str:
    """*findings* as GitHub-flavoured Markdown that fits into one comment; suppressed ones are counted.

    Args:
        findings: What to show, in this order.
        base: Paths below it are shown relative to it.
    """
    shown = [finding for finding in findings if finding.suppression is None]
    title = f"### oamdsl found {counted(findings)}\n"
    if not shown:
        return title
    head = [title, "\n| where | finding | environments |\n| --- | --- | --- |\n"]
    rows = [_row(finding, base) for finding in shown]
    details = [_details(finding, base) for finding in shown]
    sizes = itertools.accumulate(len(row) + len(detail) for row, detail in zip(rows, details, strict=True))
    kept = sum(size <= _LIMIT for size in sizes)
    left = len(shown) - kept
    more = f"\nAnd {left} more: run `oamdsl check`.\n" if left else ""
    return "".join([*head, *rows[:kept], more, "\n", *details[:kept]])


def render_error(message: str, location: Location | None, help: str = "", *, base: pathlib.Path) -> str:
    """Why a command could not run, as Markdown.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are shown relative to it.
    """
    return "### oamdsl could not run\n\n" + _fenced(text.render_error(message, location, help, base=base))


def _row(finding: Finding, base: pathlib.Path) -> str:
    places = finding.violation.places
    where = places[0].location.relative_to(base) if places else None
    cells = (
        f"`{where.file}:{where.line}`" if where else "",
        f"**{finding.code}** {finding.violation.message}",
        ", ".join(finding.environments),
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(content: str) -> str:
    return " ".join(content.split()).replace("|", "\\|").replace("<", "&lt;")


def _details(finding: Finding, base: pathlib.Path) -> str:
    summary = html.escape(f"{finding.code} {finding.rule}: {'/'.join(finding.violation.subject)}")
    body = text.render([finding], base=base).rpartition("\n\nFound ")[0]
    return f"<details><summary>{summary}</summary>\n\n{_fenced(body)}\n</details>\n"


def _fenced(content: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{content.rstrip()}\n{fence}\n"
