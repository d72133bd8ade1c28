"""What the process ends with; stable, so that programs may rely on it."""

import enum


class ExitCode(enum.IntEnum):
    """What the command's exit tells."""

    CLEAN = 0
    """Nothing was found, or what was asked for is done."""
    FINDINGS = 1
    """What was asked about is not as it should be."""
    COULD_NOT_RUN = 2
    """Nothing was found out: a wrong option, no project, a file that cannot be read or written."""
    INTERRUPTED = 130
    """As shells have it: 128 and the number of the signal."""
    UNREAD = 141
    """As shells have it, of the signal that other programs get from a pipe that nobody reads any more."""
    FAULT = 255
    """A fault of oamdsl itself."""
