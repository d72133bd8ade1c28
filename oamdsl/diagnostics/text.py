"""Findings for people: each with the source lines that it is about, in plain ASCII."""

import linecache
import pathlib
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from oamdsl.diagnostics.columns import broken, columns_of
from oamdsl.diagnostics.finding import Finding, Place, Severity, counted
from oamdsl.diagnostics.origin import Location

_NEAR: Final = 3
"""Places at most this many lines apart share one snippet, with the lines between them."""
_NARROW: Final = 24
"""Columns that a label takes at least, before it begins further left than its mark."""
_CUT: Final = "..."
"""Where a source line goes on that is wider than the terminal."""

_RED: Final = "1;31"
_YELLOW: Final = "33"
_BLUE: Final = "34"
_COLOURS: Final = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}


def render(
    findings: Sequence[Finding], *, base: pathlib.Path, colour: bool = False, width: int | None = None
) -> str:
    """*findings* as text that ends in a newline and in their count; empty when there are none to show.

    Those that a comment suppresses are counted and not shown.

    Args:
        findings: What to show, in this order.
        base: Paths below it are shown relative to it.
        colour: Whether to colour by ANSI escapes; nothing is said by colour alone.
        width: Columns of the terminal, for which sentences are broken; None for no terminal.
    """
    blocks = [
        block(one, base=base, colour=colour, width=width) for one in findings if one.suppression is None
    ]
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
    width: int | None = None,
) -> str:
    """Why a command could not run, in the layout of findings; ends in a newline.

    Args:
        message: What is wrong, one sentence without a full stop.
        location: Where, if anywhere in the user's files.
        help: What to do, as an imperative.
        base: Paths below it are shown relative to it.
        colour: Whether to colour by ANSI escapes.
        width: As for `render`.
    """
    title = f"{_painted('error', _RED, colour=colour)}: {message}"
    places = () if location is None else (Place(location),)
    return _Report(title, base, _RED, colour, width).text(places, [("help", help)]) + "\n"


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
    return _Report(message, base, _RED, colour=False, width=None).text(places, facts) + "\n"


def block(finding: Finding, *, base: pathlib.Path, colour: bool = False, width: int | None = None) -> str:
    """*finding* alone, as `render` shows it: the message is its first line; no newline at its end.

    Args:
        finding: What to show, whether or not a comment suppresses it.
        base: Paths below it are shown relative to it.
        colour: Whether to colour by ANSI escapes.
        width: As for `render`.
    """
    violation = finding.violation
    code = _COLOURS[finding.severity]
    level = _painted(f"{finding.severity.value}[{finding.code}]", code, colour=colour)
    environments = f"({', '.join(finding.environments)})" if finding.environments else ""
    return _Report(f"{level}: {violation.message}", base, code, colour, width).text(
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
        width: Columns of the terminal; None where lines may be of any length.
    """

    title: str
    base: pathlib.Path
    code: str
    colour: bool
    width: int | None

    def text(self, places: Sequence[Place], facts: Sequence[tuple[str, str]]) -> str:
        snippets = _snippets(places)
        gutter = " " * max((len(str(snippet.last)) for snippet in snippets), default=1)
        lines = [*self._broken(self.title, "  ")]
        for index, snippet in enumerate(snippets):
            heading = f"{gutter}{':::' if index else '-->'} {snippet.heading(self.base)}"
            lines.extend(self._broken(heading, f"{gutter}    "))
            if snippet.readable:
                lines.append(f"{gutter} |")
                lines.extend(self._source(snippet, places[0], len(gutter)))
                lines.append(f"{gutter} |")
        for name, fact in facts:
            if fact:
                start = f"{gutter} = {name}: "
                for line in fact.split("\n"):
                    lines.extend(self._broken(f"{start}{line}", " " * len(start)))
                    start = " " * len(start)
        return "\n".join(lines)

    def _broken(self, text: str, indent: str) -> Iterator[str]:
        if self.width is None:
            yield text
        else:
            yield from broken(text, self.width, indent=indent)

    def _source(self, snippet: "_Snippet", primary: Place, gutter: int) -> Iterator[str]:
        room = None if self.width is None else self.width - gutter - len(" | ")
        for number in range(snippet.first, snippet.last + 1):
            source = _line(snippet.file, number)
            places = [place for place in snippet.places if place.location.line == number]
            shown = _Excerpt.of(source, [_columns(place.location, source) for place in places], room)
            yield f"{number:>{gutter}} | {shown.text}".rstrip()
            for place in places:
                for marker in self._markers(place, shown, room, is_primary=place is primary):
                    yield f"{'':{gutter}} | {marker}"

    def _markers(
        self, place: Place, shown: "_Excerpt", room: int | None, *, is_primary: bool
    ) -> Iterator[str]:
        """The line with the mark, and the label behind it; or below it, where there is no room."""
        padding, marked = shown.split(_columns(place.location, shown.source))
        mark = ("^" if is_primary else "-") * max(1, columns_of(marked))
        more = "..." if place.location.end_line > place.location.line else ""
        code = self.code if is_primary else _BLUE
        whole = " ".join(filter(None, [f"{mark}{more}", place.label]))
        if room is None or columns_of(padding + whole) <= room:
            yield padding + _painted(whole, code, colour=self.colour)
            return
        yield padding + _painted(f"{mark}{more}", code, colour=self.colour)
        indent = padding if room - columns_of(padding) >= _NARROW else ""
        for line in broken(place.label, room - columns_of(indent)):
            yield indent + _painted(line, code, colour=self.colour)


@attrs.frozen
class _Excerpt:
    """As much of a source line as there is room for.

    Attributes:
        source: The line.
        start: Where what is shown begins, from 0.
        end: Where it ends.
    """

    source: str
    start: int
    end: int

    @classmethod
    def of(cls, source: str, marks: Sequence[tuple[int, int]], room: int | None) -> "_Excerpt":
        """The whole line, or what is in *room* columns around the first of *marks*."""
        if room is None or columns_of(source) <= room:
            return cls(source, 0, len(source))
        first, last = min(marks, default=(0, 0))
        start = 0 if columns_of(source[:last]) <= room - len(_CUT) else max(0, first - room // 4)
        left = room - len(_CUT) * (2 if start else 1)
        end = start
        while end < len(source) and columns_of(source[start : end + 1]) <= left:
            end += 1
        return cls(source, start, end)

    @property
    def text(self) -> str:
        """What is shown, with dots where the line goes on."""
        return f"{_CUT if self.start else ''}{self.source[self.start : self.end]}{self._more}"

    @property
    def _more(self) -> str:
        return _CUT if self.end < len(self.source) else ""

    def split(self, mark: tuple[int, int]) -> tuple[str, str]:
        """What stands before *mark*, as blanks, and what it marks, both as far as they are shown."""
        start, end = (min(max(one, self.start), self.end) for one in mark)
        before = (_CUT if self.start else "") + self.source[self.start : start]
        blank = "".join("\t" if one == "\t" else " " * columns_of(one) for one in before)
        return blank, self.source[start:end]


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
            if _line(snippet.file, place.location.line) and snippet.is_near(place.location):
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


def _painted(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
