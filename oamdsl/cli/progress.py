"""What a command is at: told on a terminal, once it takes longer than half a second."""

import contextlib
import io
import os
import shutil
import sys
import threading
import time
from collections.abc import Generator
from typing import Final, TextIO

_PATIENCE: Final = 0.5
"""Seconds of silence, and then between two looks at what the command is at."""
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """The step that a command is at; call it with each.

    Args:
        terminal: Where it may be told.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._start = time.monotonic()
        self._step = ""
        self._is_told = False

    def __call__(self, done: int, of: int, what: str) -> None:
        """Go on to *what*, when *done* of so many steps are done."""
        self._step = f"[{done}/{of}] {what}"

    def tell(self) -> None:
        """Tell the step on one line, and from the first second on how long the command has taken."""
        seconds = int(time.monotonic() - self._start)
        told = f"{self._step}, {seconds} s" if seconds else self._step
        self._terminal.write(_CLEAR + told[: shutil.get_terminal_size().columns - 1])
        self._terminal.flush()
        self._is_told = True

    def clear(self) -> None:
        """Take the line away."""
        if self._is_told:
            self._terminal.write(_CLEAR)
            self._terminal.flush()
            self._is_told = False


@contextlib.contextmanager
def working() -> Generator[Progress, None, None]:
    """While the user's files run: what they print is no result, and what takes long is told of."""
    with progress(sys.stderr) as at, contextlib.redirect_stdout(_Aside(sys.stderr, at)):
        yield at


@contextlib.contextmanager
def progress(terminal: TextIO, patience: float = _PATIENCE) -> Generator[Progress, None, None]:
    """Tell on *terminal* what is done meanwhile.

    A thread of its own tells it, since a step may be a function of the user's that returns late.

    Args:
        terminal: Where; nothing is told when it is none.
        patience: Seconds of silence.
    """
    at = Progress(terminal)
    if not terminal.isatty() or os.environ.get("TERM") == "dumb":
        yield at
        return
    ended = threading.Event()
    telling = threading.Thread(target=_tell, args=(at, patience, ended), daemon=True)
    telling.start()
    try:
        yield at
    finally:
        ended.set()
        telling.join()
        at.clear()


def _tell(at: Progress, patience: float, ended: threading.Event) -> None:
    while not ended.wait(patience):
        at.tell()


class _Aside(io.TextIOBase):
    """Standard error for what the user's files print: it does not end up behind the line of progress."""

    def __init__(self, stream: TextIO, at: Progress) -> None:
        super().__init__()
        self._stream = stream
        self._at = at

    def write(self, text: str, /) -> int:
        self._at.clear()
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()
