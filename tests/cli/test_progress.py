"""What a command is at, while it is at it."""

import io
import os
import pty
import re
import subprocess
import sys
import threading

import pytest

from oamdsl.cli.progress import Progress, progress

SOON = 0.001
LATE = 3600.0


class Terminal(io.StringIO):
    """A terminal that tells when something is written to it."""

    def __init__(self):
        super().__init__()
        self.written = threading.Event()

    def isatty(self):
        return True

    def write(self, text):
        super().write(text)
        self.written.set()


def test_what_takes_long_is_told_and_gone_afterwards():
    terminal = Terminal()
    with progress(terminal, SOON) as at:
        at(1, 3, "composing prod")
        terminal.written.clear()
        assert terminal.written.wait(10)
    assert "\r\x1b[K[1/3] composing prod" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_what_is_quick_is_not_told():
    terminal = Terminal()
    with progress(terminal, LATE) as at:
        at(1, 3, "composing prod")
    assert terminal.getvalue() == ""


def test_a_line_is_no_longer_than_the_terminal_is_wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    with progress(terminal, SOON) as at:
        at(1, 3, "composing an-environment-of-some-length")
        terminal.written.clear()
        assert terminal.written.wait(10)
    assert max(map(len, re.split("\r\x1b\\[K", terminal.getvalue()))) == 19


def test_from_the_first_second_on_it_tells_how_long_it_has_taken(monkeypatch):
    seconds = iter([10.0, 10.9, 12.5])
    monkeypatch.setattr("oamdsl.cli.progress.time.monotonic", lambda: next(seconds))
    terminal = Terminal()
    at = Progress(terminal)
    at(0, 2, "composing dev")
    at.tell()
    at.tell()
    assert terminal.getvalue() == "\r\x1b[K[0/2] composing dev\r\x1b[K[0/2] composing dev, 2 s"


@pytest.mark.parametrize(("terminal", "kind"), [(Terminal(), "dumb"), (io.StringIO(), "xterm")])
def test_what_is_no_terminal_is_told_nothing(terminal, kind, monkeypatch):
    monkeypatch.setenv("TERM", kind)
    before = threading.active_count()
    with progress(terminal, SOON):
        assert threading.active_count() == before


WAITING = """\
from components import Nginx
from oamdsl import Application


def shop(environment):
    print("making it")
    open("go").read()
    return Application("shop", [Nginx("web")])
"""


def test_a_function_that_returns_late_is_told_of_on_a_terminal(user):
    """The function waits for this test, which waits for its line; what it prints has a line of its own."""
    user.write(application=WAITING)
    os.mkfifo(user.root / "go")
    here, there = pty.openpty()
    command = [sys.executable, "-m", "oamdsl", "check", "-s", "dev"]
    terminal = {**os.environ, "TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=there, env=terminal) as run:
        os.close(there)
        seen = b""
        while b"[0/1] composing dev" not in seen:
            seen += os.read(here, 1000)
        with (user.root / "go").open("w", encoding="utf-8"):
            pass
        while b"Nothing found" not in seen:
            seen += os.read(here, 1000)
        assert run.wait() == 0
        assert run.stdout.read() == b""
    os.close(here)
    assert b"making it\r\n" in seen
    assert b"\r\x1b[KNothing found in 1 application for dev." in seen
