"""A page of documentation as its code blocks, and what each of them is for."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

ROOT: Final = Path(__file__).parents[2]
_FENCE: Final = re.compile(r"(?P<indent> *)```(?P<language>\{toctree\}|[\w-]*)[^`]*")
_REMARK: Final = re.compile(r"<!-- (?P<verb>not run|new environment|start|folder)(?:: (?P<text>.*?))? -->")
_NAME: Final = re.compile(r"# (?P<path>[\w./-]+\.(?:py|toml|ya?ml))")


@attrs.frozen
class Block:
    """A fenced block.

    Attributes:
        language: What follows the fence.
        lines: Its text, without the fence's indent.
        first: Index in the page's lines of its first one.
        indent: The indent of its fence.
        remark: The verb of the comment above it, or nothing.
        reason: What the comment says besides.
    """

    language: str
    lines: tuple[str, ...]
    first: int
    indent: str
    remark: str = ""
    reason: str = ""

    @property
    def text(self) -> str:
        """Its lines as a file."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def path(self) -> str:
        """The file that its first line names, or nothing."""
        found = _NAME.fullmatch(self.lines[0]) if self.lines else None
        return found["path"] if found else ""

    @property
    def commands(self) -> "Iterator[Command]":
        """What a console block runs and shows."""
        at = [index for index, line in enumerate(self.lines) if line.startswith("$ ")]
        for start, end in zip(at, [*at[1:], len(self.lines)], strict=True):
            last = start + 1
            while last < end and self.lines[last].startswith("> "):
                last += 1
            words = [line[2:] for line in self.lines[start:last]]
            yield Command("\n".join(words), self.lines[last:end], self.first + last)


@attrs.frozen
class Command:
    """A command of a console block.

    Attributes:
        text: What is typed.
        shown: The output below it.
        first: Index in the page's lines of the first line of output.
    """

    text: str
    shown: tuple[str, ...]
    first: int


@attrs.frozen
class Page:
    """A page.

    Attributes:
        file: Where it is.
        lines: Its text.
    """

    file: Path
    lines: tuple[str, ...]

    @classmethod
    def read(cls, file: Path) -> "Page":
        """The page in *file*."""
        return cls(file, tuple(file.read_text(encoding="utf-8").splitlines()))

    @property
    def name(self) -> str:
        """Its path from the repository's root."""
        return self.file.relative_to(ROOT).as_posix()

    @property
    def blocks(self) -> Iterator[Block]:
        """Its fenced blocks, in order."""
        opened: tuple[int, str, str] | None = None
        remark = ("", "")
        for index, line in enumerate(self.lines):
            if opened is not None:
                start, language, indent = opened
                if line.strip() == "```":
                    text = tuple(one.removeprefix(indent) for one in self.lines[start:index])
                    yield Block(language, text, start, indent, *remark)
                    opened, remark = None, ("", "")
            elif found := _FENCE.fullmatch(line):
                opened = (index + 1, found["language"], found["indent"])
            elif found := _REMARK.fullmatch(line.strip()):
                remark = (found["verb"], found["text"] or "")
            elif line.strip():
                remark = ("", "")

    def setting(self, verb: str) -> str:
        """What a comment of the page says of *verb*, or nothing."""
        found = (_REMARK.fullmatch(line) for line in self.lines)
        return next((one["text"] for one in found if one and one["verb"] == verb), "")

    def instead(self, outputs: dict[int, tuple[Command, tuple[str, ...]]]) -> str:
        """Its text with other *outputs* of its commands: {index of the first line: command, output}."""
        lines = list(self.lines)
        for first, (command, output) in sorted(outputs.items(), reverse=True):
            lines[first : first + len(command.shown)] = output
        return "".join(f"{line}\n" for line in lines)


def pages() -> list[Page]:
    """Every page that people write, by name; the reference is made of the code and has tests of its own."""
    files = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    found = [Page.read(file) for file in files if (ROOT / "docs/reference") not in file.parents]
    return sorted(found, key=lambda page: page.name)
