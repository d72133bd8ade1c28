"""Findings for people: each with the source lines that it is about, in plain ASCII."""

import linecache
import pathlib
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from oamdsl.diagnostics.finding import Finding, Place, Severity, counted
from oamdsl.diagnostics.origin import Location

_NEAR: Final = 3
"""Places at most this many lines apart share one snippet, with the lines between them."""

_RED: Final = "1;31"
_YELLOW: Final = "33"
_BLUE: Final = "34"
_COLOURS: Final = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}


def render(findings: Sequence[Finding], *, base: pathlib.Path, colour: bool = False) -> str:
    """*findings* as text that ends in a newline and in their count; empty when there are none to show.

    Those that a comment suppresses are counted and not shown.

    Args:
        findings: What to show, in this order.
        base: Paths below it are shown relative to it.
        colour: Whether to colour by ANSI escapes; nothing is said by colour alone.
    """
    blocks = [block(one, base=base, colour=colour) for one in findings if one.suppression is None]
    if not blocks:
        return ""
    return "\n\n".join([*blocks, f"Found {counted(findings)}.\n"])


def render_error(
    message: str,
    location: Location | None,
    help: str = "",
    *,
    base: pathlib.Path,
    colour: bool = False,
) -> str:
    """Why a command could not run, in the layout of findings; ends in a newline.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are shown relative to it.
        colour: Whether to colour by ANSI escapes.
    """
    title = f"{_painted('error', _RED, colour=colour)}: {message}"
    places = () if location is None else (Place(location),)
    return _Report(title, base, _RED, colour).text(places, [("help", help)]) + "\n"


def render_report(
    message: str, places: Sequence[Place], facts: Sequence[tuple[str, str]], *, base: pathlib.Path
) -> str:
    """Something that is no finding, in their layout and without a level, since who shows it adds one.

    Args:
        message: What it is about, one sentence without a full stop.
        places: The lines that it is about, the first one first.
        facts: What is said below, as ``(name, text)``.
        base: Paths below it are shown relative to it.
    """
    return _Report(message, base, _RED, colour=False).text(places, facts) + "\n"


def block(finding: Finding, *, base: pathlib.Path, colour: bool = False) -> str:
    """*finding* alone, as `render` shows it: the message is its first line; no newline at its end.

    Args:
        finding: What to show, whether or not a comment suppresses it.
        base: Paths below it are shown relative to it.
        colour: Whether to colour by ANSI escapes.
    """
    violation = finding.violation
    code = _COLOURS[finding.severity]
    level = _painted(f"{finding.severity.value}[{finding.code}]", code, colour=colour)
    environments = f"({', '.join(finding.environments)})" if finding.environments else ""
    return _Report(f"{level}: {violation.message}", base, code, colour).text(
        violation.places,
        [
            ("in", " ".join(filter(None, ("/".join(violation.subject), environments)))),
            *(("note", note) for note in violation.notes),
            ("seen", violation.seen),
            ("allowed", violation.allowed),
            ("help", violation.help),
            ("explain", f"run `oamdsl explain {finding.code}`"),
        ],
    )


@attrs.frozen
class _Report:
    """The layout of one report.

    Attributes:
        title: Its first line.
        base: Paths below it are shown relative to it.
        code: The ANSI code of what marks its first place.
        colour: Whether ANSI codes are used.
    """

    title: str
    base: pathlib.Path
    code: str
    colour: bool

    def text(self, places: Sequence[Place], facts: Sequence[tuple[str, str]]) -> str:
        snippets = _snippets(places)
        gutter = " " * max((len(str(snippet.last)) for snippet in snippets), default=1)
        lines = [self.title]
        for index, snippet in enumerate(snippets):
            lines.append(f"{gutter}{':::' if index else '-->'} {snippet.heading(self.base)}")
            if snippet.readable:
                lines.append(f"{gutter} |")
                lines.extend(self._source(snippet, places[0], len(gutter)))
                lines.append(f"{gutter} |")
        for name, fact in facts:
            if fact:
                indent = " " * len(f"{gutter} = {name}: ")
                lines.append(f"{gutter} = {name}: " + fact.replace("\n", f"\n{indent}"))
        return "\n".join(lines)

    def _source(self, snippet: "_Snippet", primary: Place, width: int) -> Iterator[str]:
        for number in range(snippet.first, snippet.last + 1):
            source = _line(snippet.file, number)
            yield f"{number:>{width}} | {source}".rstrip()
            for place in snippet.places:
                if place.location.line == number:
                    marker = self._marker(place, source, is_primary=place is primary)
                    yield f"{'':{width}} | {marker}"

    def _marker(self, place: Place, source: str, *, is_primary: bool) -> str:
        start, end = _columns(place.location, source)
        mark = ("^" if is_primary else "-") * max(1, _width(source[start:end]))
        more = "..." if place.location.end_line > place.location.line else ""
        label = f" {place.label}" if place.label else ""
        padding = "".join("\t" if one == "\t" else " " * _width(one) for one in source[:start])
        code = self.code if is_primary else _BLUE
        return padding + _painted(f"{mark}{more}{label}", code, colour=self.colour)


@attrs.frozen
class _Snippet:
    """Neighbouring places of one file, the one to show in its heading first."""

    places: tuple[Place, ...]

    @property
    def file(self) -> str:
        return self.places[0].location.file

    @property
    def first(self) -> int:
        return min(place.location.line for place in self.places)

    @property
    def last(self) -> int:
        return max(place.location.line for place in self.places)

    @property
    def readable(self) -> bool:
        return all(_line(self.file, place.location.line) and not place.confidential for place in self.places)

    def heading(self, base: pathlib.Path) -> str:
        """Where it is; with the labels when no source line carries them."""
        labels = "; ".join(place.label for place in self.places if place.label)
        where = str(self.places[0].location.seen_from(base))
        return where if self.readable or not labels else f"{where} ({labels})"

    def is_near(self, location: Location) -> bool:
        return self.file == location.file and any(
            abs(place.location.line - location.line) <= _NEAR for place in self.places
        )


def _snippets(places: Sequence[Place]) -> list[_Snippet]:
    snippets: list[_Snippet] = []
    for place in dict.fromkeys(places):
        for index, snippet in enumerate(snippets):
            if snippet.is_near(place.location):
                snippets[index] = _Snippet((*snippet.places, place))
                break
        else:
            snippets.append(_Snippet((place,)))
    return snippets


def _line(file: str, number: int) -> str:
    """A line without its end; empty when the file cannot be read or has no such line."""
    return linecache.getline(file, number).rstrip("\n")


def _columns(location: Location, source: str) -> tuple[int, int]:
    """The range of *source* to mark, from 0: that of *location* as far as it is on its first line."""
    start = location.column - 1 if location.column else len(source) - len(source.lstrip())
    on_one_line = location.end_column and location.end_line == location.line
    return start, location.end_column - 1 if on_one_line else len(source.rstrip())


def _width(text: str) -> int:
    """Columns that *text* takes in a terminal."""
    return sum(
        0 if unicodedata.category(one) in {"Mn", "Me", "Cf"} else 2 if _is_wide(one) else 1 for one in text
    )


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _painted(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
