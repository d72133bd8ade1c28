"""Why a project could not be read."""

from oamdsl.diagnostics.origin import Location, raised_at
from oamdsl.model.parameter import CONSTRUCTORS


class ProjectError(Exception):
    """The project cannot be read; nothing was checked.

    Attributes:
        message: What is wrong, one sentence without a full stop.
        location: The user's line, when there is one.
        help: What to do.
    """

    def __init__(self, message: str, location: Location | None = None, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.help = help


def failed(error: BaseException, what: str, place: Location | None) -> ProjectError:
    """What happened in the user's files: at their innermost line, or at *place* when none was reached."""
    text = str(error) or "without a message"
    help_ = "mend this line, or what it is given"
    if isinstance(error, ModuleNotFoundError):
        help_ = f"install `{error.name}`, or check the spelling"
    elif "partially initialized" in text:
        text = text.partition(" (most likely")[0]
        help_ = "two modules import each other: move what both need to a third one"
    location = raised_at(error, ("oamdsl.", *CONSTRUCTORS)) or place
    return ProjectError(f"{what}: {type(error).__name__}: {text}", location, help_)
