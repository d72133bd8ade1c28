"""Becomes another program that the kernel kills as soon as its parent is gone (on Linux).

    python -I -S die_with_parent.py PARENT_PROCESS_ID COMMAND...

Run by path, in place of a `preexec_fn`, which is not safe beside threads. The setting survives the
exec. Elsewhere than on Linux it only runs the command.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

PR_SET_PDEATHSIG: Final = 1


def become(parent: int, command: Sequence[str]) -> NoReturn:
    """Replace this process by *command*, tied to the life of *parent*."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the line above
            sys.exit(1)
    os.execvp(command[0], list(command))  # noqa: S606 - the caller's command, without a shell


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
