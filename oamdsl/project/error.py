"""Why a project could not be read."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from oamdsl.diagnostics import text
from oamdsl.diagnostics.finding import Finding, Place, Violation, merged
from oamdsl.diagnostics.origin import Location
from oamdsl.diagnostics.raised import raised
from oamdsl.diagnostics.rule import Rule
from oamdsl.model.parameter import CONSTRUCTORS


class ProjectError(Exception):
    """The project cannot be read, or does not have what was asked for.

    Attributes:
        message: What is wrong, one sentence without a full stop.
        location: The user's line, when there is one.
        help: What to do.
        findings: What is wrong with the project's files; none where what was asked for is not there.
    """

    def __init__(
        self,
        message: str,
        location: Location | None = None,
        help: str = "",
        *,
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.help = help
        self.findings = tuple(findings)

    @classmethod
    def of(
        cls,
        rule: Rule[Violation],
        message: str,
        location: Location | None,
        help: str,
        *,
        callers: Sequence[Location] = (),
        subject: str = "",
        environment: str = "",
    ) -> "ProjectError":
        """One mistake in the project's files.

        Args:
            rule: What it breaks.
            message: What is wrong, one sentence without a full stop.
            location: The user's line, when there is one.
            help: What to do.
            callers: The user's lines that led there, the nearest first.
            subject: What it is about, where that has a name.
            environment: Where it is wrong, when not everywhere.
        """
        places = (
            *((Place(location),) if location else ()),
            *(Place(one, "from here") for one in callers),
        )
        (finding,) = rule(
            Violation(message=message, places=places, subject=(subject,) if subject else (), help=help)
        )
        environments = (environment,) if environment else ()
        return cls(message, location, help, findings=[attrs.evolve(finding, environments=environments)])

    def report(self, *, base: Path, colour: bool = False, width: int | None = None) -> str:
        """It, as findings are shown to people.

        Args:
            base: Paths below it are shown relative to it.
            colour: Whether to colour by ANSI escapes.
            width: Columns of the terminal; None for no terminal.
        """
        if self.findings:
            return text.render(self.findings, base=base, colour=colour, width=width)
        return text.render_error(
            self.message, self.location, self.help, base=base, colour=colour, width=width
        )


def all_of(errors: Iterable[ProjectError]) -> ProjectError | None:
    """*errors* as one; None when there is none. What was asked for in vain is said alone."""
    listed = list(errors)
    if not listed:
        return None
    first = next((one for one in listed if not one.findings), listed[0])
    findings = merged([finding for one in listed for finding in one.findings]) if first.findings else ()
    return ProjectError(first.message, first.location, first.help, findings=findings)


def failed(
    error: BaseException,
    what: str,
    place: Location | None,
    rule: Rule[Violation],
    *,
    subject: str = "",
    environment: str = "",
) -> ProjectError:
    """What happened in the user's files: at their innermost line, or at *place* when none was reached."""
    found = raised(error, ("oamdsl.", *CONSTRUCTORS))
    location, callers = (found.lines[0], found.lines[1:]) if found.lines else (place, ())
    return ProjectError.of(
        rule,
        f"{what}: {found.text}",
        location,
        found.help,
        callers=callers,
        subject=subject,
        environment=environment,
    )
