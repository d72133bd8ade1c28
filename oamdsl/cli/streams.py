"""The standard streams of the process, and what becomes of a command when one of them cannot be written.

Standard output has what was asked for: a command whose output is lost has failed. Standard error has what is
said beside it: that is let go, and the exit code still tells.
"""

import errno
import io
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO


class OutputError(Exception):
    """Standard output cannot be written.

    It is no OSError, so that nobody takes it for one of a file that the command writes.

    Attributes:
        reason: Why, in the system's words.
        is_unread: Whether it was a pipe whose reader has gone: it has read what it wanted.
    """

    def __init__(self, reason: str, *, is_unread: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_unread = is_unread


class _Output(io.FileIO):
    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise OutputError(reason, is_unread=error.errno == errno.EPIPE) from error


class _Aside(io.FileIO):
    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return len(data)


def guard_streams() -> None:
    """Let standard output tell what is wrong with it, and standard error do without.

    Raises:
        OutputError: Standard output is closed.
    """
    sys.stderr = open(os.devnull, "w") if sys.stderr is None else _guarded(sys.stderr, _Aside)  # noqa: SIM115, PTH123 - it is as open as the process
    if sys.stdout is None:
        reason = "it is closed"
        raise OutputError(reason)
    sys.stdout = _guarded(sys.stdout, _Output)


def give_up_output() -> None:
    """Let go of what standard output still holds, which the interpreter would write when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _guarded(stream: TextIO, kind: Callable[..., io.FileIO]) -> TextIO:
    raw = kind(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=True,
    )
