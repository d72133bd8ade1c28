"""Other programs, run so that what they say of a failure is told."""

import subprocess
from collections.abc import Collection, Mapping, Sequence

from oamdsl.project.error import ProjectError


def output_of(
    command: Sequence[str],
    what: str,
    help: str,
    *,
    environment: Mapping[str, str] | None = None,
    given: bytes = b"",
    accepted: Collection[int] = (0,),
) -> bytes:
    """What *command* writes to standard output.

    Args:
        command: The program and its arguments.
        what: What is not so when it fails, the beginning of a message.
        help: What to do then.
        environment: Its environment variables; by default those of this process.
        given: What it reads from standard input.
        accepted: Its exit codes that are no failure.

    Raises:
        ProjectError: There is no such program, or it fails.
    """
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment, input=given)  # noqa: S603 - no shell, and the callers name the programs
    except FileNotFoundError as error:
        message = f"{what}: there is no `{command[0]}`"
        raise ProjectError(message, help=f"install {command[0]}") from error
    if done.returncode not in accepted:
        said = done.stderr.decode(errors="replace").strip()
        message = f"{what}: {said or f'exit code {done.returncode}'}"
        raise ProjectError(message, help=help)
    return done.stdout
