"""The report as one page of HTML that needs nothing else: no network, no script, no fonts of its own.

Scripts add searching and filtering. The page's policy admits its own style and script, by their digests, and
nothing else; every name and every value is escaped by the template engine.
"""

import base64
import functools
import hashlib
import importlib.resources
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup, escape

from oamdsl.compose.ledger import Role
from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Finding, counted
from oamdsl.graph import svg
from oamdsl.graph.graph import NodeKind
from oamdsl.report.report import Report
from oamdsl.report.topology import Picture

_MOST_UNFOLDED: Final = 20
"""Components that are shown without being asked for."""

_LONGEST: Final = 400
"""Characters of one value that are shown."""

_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""What HTML does not admit, what UTF-8 cannot say, and what makes text read in another order than it is."""

_MARKS: Final = {"1;31": "first", "33": "first", "34": "other"}
_MARKED: Final = re.compile(rf"\x1b\[({'|'.join(_MARKS)})m(.*?)\x1b\[0m")
_SEPARATED: Final = re.compile(r"(?<=/)|(?=[.\[](?!py\b))")
_ROLES: Final = tuple(Role)


def render(report: Report, *, base: Path) -> str:
    """*report* as a page; the same bytes for the same report.

    Args:
        report: What to show.
        base: Files below it are named relative to it.
    """
    folder = importlib.resources.files("oamdsl.report") / "templates"
    style = "\n".join([(folder / "page.css").read_text(encoding="utf-8"), *svg.style(), ""])
    script = (folder / "page.js").read_text(encoding="utf-8")
    page = _engine(base).get_template("page.html")
    written = page.render(
        report=report,
        style=Markup(style),  # noqa: S704 - the library's own
        script=Markup(script),  # noqa: S704 - the library's own
        policy=_policy(style, script),
        legend=Markup(svg.legend(id="legend")),  # noqa: S704 - the library's own
        owners=_owners(report),
        anchors=_numbered("ledger", (one.name for one in report.ledger)),
        drawn_anchors=_numbered("drawn", _drawn_alone(report)),
        roles=_ROLES,
        most_unfolded=_MOST_UNFOLDED,
        found=counted(report.findings) if report.findings else "none",
    )
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", written)


def _numbered(kind: str, names: Iterable[str]) -> dict[str, str]:
    return {name: f"{kind}-{number}" for number, name in enumerate(names, 1)}


def _drawn_alone(report: Report) -> Iterator[str]:
    """``application/component`` of the components that have a picture of their own."""
    for application in report.topology:
        yield from (f"{application.name}/{component.name}" for component in application.components)


def _engine(base: Path) -> jinja2.Environment:
    engine = jinja2.Environment(
        loader=jinja2.PackageLoader("oamdsl.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "prose": _prose,
        "breakable": _breakable,
        "clipped": _clipped,
        "snippet": functools.partial(_snippet, base=base),
        "drawn": _drawn,
        "listed": _listed,
        "counted": _counted,
    }
    engine.filters.update(filters)
    return engine


def _policy(style: str, script: str) -> str:
    """The Content-Security-Policy: this style and this script alone."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _owners(report: Report) -> dict[str, int]:
    """Everybody who decides a field, sorted, with a number that rows name them by."""
    names = sorted({entry.holding.owner for component in report.ledger for entry in component.entries})
    return {name: number for number, name in enumerate(names)}


@functools.lru_cache(maxsize=4096)  # thousands of rows say the same
def _prose(sentence: str) -> Markup:
    """*sentence* with what stands in backquotes as code."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:
        return escape(sentence)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


@functools.lru_cache(maxsize=4096)
def _breakable(words: str) -> Markup:
    """*words*, a path, which a narrow column breaks at a separator rather than anywhere."""
    return Markup("<wbr>").join(_SEPARATED.split(words))


def _clipped(value: str) -> str:
    """*value*, or its beginning and how long it is."""
    if len(value) <= _LONGEST:
        return value
    return f"{value[:_LONGEST]}… ({len(value):,} characters)"


def _snippet(finding: Finding, base: Path) -> Markup:
    """The finding as `oamdsl check` shows it, without its first line."""
    _, _, shown = text.block(finding, base=base, colour=True).partition("\n")
    return Markup("").join(_marked(shown))


def _marked(shown: str) -> Iterator[str]:
    end = 0
    for match in _MARKED.finditer(shown):
        yield escape(shown[end : match.start()])
        yield Markup('<span class="{}">{}</span>').format(_MARKS[match[1]], match[2])
        end = match.end()
    yield escape(shown[end:])


def _drawn(picture: Picture, id: str, title: str, anchors: Mapping[str, str]) -> Markup:
    """*picture*, in which components lead to *anchors*: {``application/component``: anchor}."""
    links = {
        node.id: anchors[name]
        for node in picture.graph.nodes
        if node.kind is NodeKind.COMPONENT and (name := f"{node.application}/{node.name}") in anchors
    }
    return Markup(svg.fragment(picture.graph, id=id, title=title, links=links))  # noqa: S704 - it escapes what it draws


def _listed(names: tuple[str, ...]) -> str:
    """``dev, staging and prod``."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _counted(number: int, noun: str) -> str:
    """``1 field``, ``1,200 fields``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
