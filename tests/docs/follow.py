"""Follows a page: writes the files that it shows, runs its commands, and compares what they print."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from tests.docs.page import ROOT, Block, Command, Page

REASONS: Final = (
    "needs a cluster",
    "needs a code host",
    "needs a secret store",
    "needs pulumi",
    "not oamdsl's",
)
"""Why a sample may be left out."""

_SECONDS: Final = re.compile(r"\bin \d+\.\d+s\b")
_WRITTEN: Final = frozenset({"python", "toml", "yaml"})
_DRAWN: Final = frozenset({"mermaid", "{toctree}"})
_REPOSITORY: Final = ("examples", "stacks", "pyproject.toml", "tests/typing")
_AFTERWARDS: Final = "; code=$?; pwd > {state}/folder; env -0 > {state}/variables; exit $code"


class Follower:
    """Somebody at a shell in an empty folder, who does what a page says.

    Attributes:
        problems: What went otherwise than the page says.
        outputs: What commands printed that the page shows otherwise: {line: command, output}.
    """

    def __init__(self, page: Page, home: Path, *, new_environment: Mapping[str, str] | None = None) -> None:
        """Begin *page* below *home*, an empty folder.

        Args:
            page: What to follow.
            home: An empty folder.
            new_environment: Variables with which `pip` finds the library; without, what the page installs
                is taken as installed.
        """
        self.page = page
        self.installs = new_environment is not None
        self.folder = home / "work"
        self.state = home / "state"
        self.folder.mkdir()
        self.state.mkdir()
        self.problems: list[str] = []
        self.outputs: dict[int, tuple[Command, tuple[str, ...]]] = {}
        programs = "/usr/local/bin:/usr/bin:/bin"
        self.variables: dict[str, str] = {
            "PATH": programs if self.installs else f"{Path(sys.executable).parent}:{programs}",
            "HOME": str(self.state),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            **{
                f"GIT_{who}_{what}": value
                for who in ("AUTHOR", "COMMITTER")
                for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.com"))
            },
            **(new_environment or {}),
        }
        if page.setting("folder") == "the repository":
            for name in _REPOSITORY:
                _copy(ROOT / name, self.folder / name)

    def follow(self) -> None:  # noqa: C901 - one branch for each kind of block
        """Do all of the page."""
        if start := self.page.setting("start"):
            code, output = self._run(start)
            if code:
                self._say(0, "\n".join(output))
        for block in self.page.blocks:
            if block.remark == "not run":
                if block.reason not in REASONS:
                    self._say(block.first, f"`not run: {block.reason}` is no known reason")
            elif block.language == "console":
                self._console(block)
            elif block.path and block.language in _WRITTEN:
                file = self.folder / block.path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(block.text, encoding="utf-8")
            elif block.language == "python":
                code, output = self._run(f"{sys.executable} -W error - <<'PROGRAM'\n{block.text}PROGRAM\n")
                if code:
                    self._say(block.first, "\n".join(output))
            elif block.language not in _DRAWN:
                self._say(block.first, f"a block of {block.language or 'no language'} is not run")

    def _console(self, block: Block) -> None:
        if block.remark == "new environment" and not self.installs:
            return
        for command in block.commands:
            code, output = self._run(command.text)
            if block.remark == "new environment" and not command.shown:
                if code:
                    self._say(command.first, "\n".join(output))
                continue
            if _comparable(output) != _comparable(command.shown):
                self.outputs[command.first] = (
                    command,
                    tuple(f"{block.indent}{line}".rstrip() for line in output),
                )
                printed = "\n".join(output)
                self._say(command.first, f"$ {command.text}\nprints, with exit code {code}:\n{printed}")

    def _run(self, command: str) -> tuple[int, list[str]]:
        """Run *command*; the folder and the variables that it leaves are the next one's."""
        script = f"{{ {command}\n}}{_AFTERWARDS.format(state=self.state)}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if not (self.state / "folder").is_file():  # bash could not read it
            return done.returncode, done.stdout.splitlines()
        self.folder = Path((self.state / "folder").read_text(encoding="utf-8").rstrip("\n"))
        left = (self.state / "variables").read_text(encoding="utf-8").split("\0")
        pairs = (one.partition("=") for one in left if one)
        self.variables = {name: value for name, _, value in pairs if name != "_"}
        lines = [line.rstrip() for line in done.stdout.splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return done.returncode, lines

    def _say(self, line: int, problem: str) -> None:
        self.problems.append(f"{self.page.name}:{line + 1}: {problem}")


@attrs.frozen
class Followed:
    """What came of following a page.

    Attributes:
        problems: What went otherwise than the page says.
        text: The page with what its commands printed.
    """

    problems: tuple[str, ...]
    text: str


def followed(page: Page, home: Path, new_environment: Mapping[str, str] | None = None) -> Followed:
    """Follow *page* below *home*, an empty folder."""
    follower = Follower(page, home, new_environment=new_environment)
    follower.follow()
    return Followed(tuple(follower.problems), page.instead(follower.outputs))


def _comparable(lines: list[str] | tuple[str, ...]) -> list[str]:
    found = [_SECONDS.sub("in 0.10s", line).rstrip() for line in lines]
    while found and not found[-1]:
        found.pop()
    return found


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)
