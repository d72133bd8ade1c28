"""Processes that end with the test run: each in a group of its own, killed as a whole."""

import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Final, NoReturn

import attrs

from tests.e2e.die_with_parent import PR_SET_PDEATHSIG

LAUNCHER: Final = Path(__file__).with_name("die_with_parent.py")
REPOSITORY: Final = Path(__file__).resolve().parents[2]

PORTS: Final = range(20_000, 32_000)
"""Below the ports that systems give to clients: a client that retries while a server is down
cannot be given the server's port."""

LOG_LINES: Final = 15


@attrs.frozen
class Running:
    """A process that was started here, and its group.

    Attributes:
        name: What it is called in messages.
        process: Its handle; the process leads its group.
        log: Where its output goes.
    """

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def tail(self) -> str:
        """Return the last lines of its log, headed by their file."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([f"The end of {self.log}:", *lines[-LOG_LINES:]])

    def kill(self) -> None:
        """Kill it and whatever it started, and wait until it is gone."""
        with suppress(ProcessLookupError, PermissionError):  # the latter: all are zombies (macOS)
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    capture: bool = False,
) -> Running:
    """Start *command* in a group of its own and in the repository, to die with this process.

    To be called on the main thread: on Linux, the process dies with the thread that started it.

    Args:
        name: What it is called in messages.
        command: The program and its arguments.
        log: Its output is appended here.
        env: Its environment; this one's when left out.
        capture: Keep its standard output readable through `process.stdout`, out of the log.
    """
    assert threading.current_thread() is threading.main_thread(), "it would die with this thread"
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid())]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*launcher, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if capture else output,
            stderr=output,
            env=env,
            cwd=REPOSITORY,
            start_new_session=True,
        )
    return Running(name, process, log)


def kill_children(program: str) -> None:
    """Kill this process's children that run *program*, and what they started in turn."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,comm="], check=True, capture_output=True, text=True
    )
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    doomed = {
        int(process)
        for process, parent, command in rows
        if int(parent) == os.getpid() and Path(command.strip()).name == program
    }
    started = {int(process) for process, parent, _ in rows if int(parent) in doomed}
    for process in (*doomed, *started):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def end_with_parent() -> None:
    """Have this process terminated when its parent is gone (on Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def first_line(stream: IO[bytes] | None) -> str:
    """Return the first line of a captured output, empty when the process ended before."""
    return stream.readline().decode().strip() if stream else ""


def free_ports(count: int) -> tuple[int, ...]:
    """Return *count* ports of the loopback address that nobody listens on."""
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        if len(found) == count:
            break
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            found.append(port)
    return tuple(found)


@contextmanager
def termination_as_interrupt() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into KeyboardInterrupt, so that what was started is stopped."""

    def interrupt(number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt(signal.Signals(number).name)

    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, interrupt) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
