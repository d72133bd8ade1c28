"""Where in the user's program a value was written."""

import ast
import functools
import itertools
import linecache
import os
import pathlib
import sys
from collections.abc import Sequence
from types import CodeType
from typing import Final, Self

import attrs

_NESTED: Final = 4
OURS: Final = str(pathlib.Path(__file__).parents[1]) + os.sep
"""What the files of this package begin with: users cannot change them."""
_OF_PYTHON: Final = ("<frozen", str(pathlib.Path(os.__file__).parent) + os.sep)
"""What the files of Python itself begin with."""
INSTALLED: Final = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages"))
"""What the files of installed packages have in their paths."""
_COMPREHENSIONS: Final = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
"""Until Python 3.12 each is a function, which its own line calls."""


@attrs.frozen(order=True)
class Location:
    """A range of a source file.

    Attributes:
        file: The file's path, as Python knows it.
        line: First line, from 1.
        column: First column, from 1; 0 when unknown.
        end_line: Last line, from 1.
        end_column: Column after the last one, from 1; 0 when unknown.
    """

    file: str
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        """``file:line:column``, the form that editors and terminals open."""
        return f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")

    def relative_to(self, base: pathlib.Path) -> Self:
        """The same place, its file relative to *base* when it is below it; with ``/`` on any system."""
        path = pathlib.PurePath(self.file)
        below = path.relative_to(base) if path.is_relative_to(base) else path
        return attrs.evolve(self, file=below.as_posix())

    def seen_from(self, folder: pathlib.Path) -> Self:
        """The same place, as people open it who are in *folder*: by ``..`` too, where that is shorter."""
        path = pathlib.PurePath(self.file)
        if not path.is_absolute():
            return self.relative_to(folder)
        climbing = pathlib.PurePath(os.path.relpath(path, folder))
        return attrs.evolve(self, file=min(climbing, path, key=lambda one: len(str(one))).as_posix())


@attrs.frozen(repr=False)
class Origin:
    """The call that made a value: cheap to record, resolved only when a finding needs it.

    Attributes:
        code: The calling code.
        instruction: Offset of the call in *code*, in bytes.
        keyword: The one argument of the call that it stands for; empty for the whole call.
        outer: The calls that led to it, as code and instruction, the nearest first: as many as helpers are
            likely to be nested, and none beyond this package. Whoever asks gets them by `callers`.
    """

    code: CodeType
    instruction: int
    keyword: str = ""
    outer: tuple[tuple[CodeType, int], ...] = attrs.field(default=(), eq=False)

    @classmethod
    def of_caller(cls, ignored: tuple[str, ...]) -> Self:
        """The innermost call on the stack that no module below *ignored* makes.

        Args:
            ignored: Names of packages, each with a dot at its end, such as ``"attr."``.
        """
        # The documented way to one frame; inspect.stack reads every source file.
        frame = sys._getframe(1)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        while frame.f_back is not None:
            module = frame.f_globals.get("__name__")  # None in constructors that attrs generates
            if module is not None and not f"{module}.".startswith(ignored):
                break
            frame = frame.f_back
        outer: list[tuple[CodeType, int]] = []
        caller = frame.f_back
        while caller is not None and len(outer) < _NESTED:
            code = caller.f_code
            if code.co_filename.startswith(OURS):
                break
            outer.append((code, caller.f_lasti))
            caller = caller.f_back
        return cls(frame.f_code, frame.f_lasti, "", tuple(outer))

    def __repr__(self) -> str:
        """``Origin(file:line:column)``."""
        return f"Origin({self.location})"

    def of_argument(self, name: str) -> Self:
        """The keyword argument *name* of the call as an origin of its own."""
        return attrs.evolve(self, keyword=name)

    @property
    def location(self) -> Location:
        """The whole call, or its one argument."""
        return self.argument(self.keyword) if self.keyword else self._call

    @property
    def _call(self) -> Location:
        return location_in(self.code.co_filename, self.code, self.instruction)

    def callers(self, until: CodeType | None = None) -> tuple[Location, ...]:
        """Where the user's files call the function that makes the call, and so on outwards up to *until*.

        It ends where this package calls the user's, or Python does; calls in installed packages are left out.
        """
        found: list[Location] = []
        inner = self.code
        for code, instruction in self.outer:
            if inner is until:
                break
            is_installed = any(folder in code.co_filename for folder in INSTALLED)
            if not is_installed and code.co_filename.startswith(_OF_PYTHON):
                break
            if not is_installed and inner.co_name not in _COMPREHENSIONS:
                found.append(location_in(code.co_filename, code, instruction))
            inner = code
        return tuple(found)

    def argument(self, name: str, position: int | None = None, steps: Sequence[object] = ()) -> Location:
        """One argument of the call, or what is in it; the whole call when it is not spelt out there.

        Args:
            name: Its name.
            position: Its index among those that are given by position; None when it has none.
            steps: Indexes and keys that lead into it, as far as the call spells it out:
                ``Thing(sizes=[1, "2"])`` by ``argument("sizes", steps=[1])`` is ``"2"``.
        """
        location = self._call
        call = _call_at(location)
        found = _argument(call, name, position) if call else None
        if found is None:
            return location
        return _location_of(_within(found, steps) or found, location.file)

    def item(self, *keys: str) -> Location | None:
        """The entry under *keys* in a dictionary that the call spells out, or None.

        Reads ``Thing({"spec": {"replicas": 3}})`` by ``origin.item("spec", "replicas")``.
        """
        call = _call_at(self._call)
        if call is None:
            return None
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            found = _dictionary_entry(argument, keys)
            if found is not None:
                return _location_of(found, self.code.co_filename)
        return None


def definition(cls: type, name: str = "") -> Location | None:
    """Where *cls* is defined, or what is called *name* in it; None where no source tells.

    Its first line alone, with decorators left out.
    """
    file = getattr(sys.modules.get(cls.__module__), "__file__", None) or ""
    tree = _tree(file)
    for node in ast.walk(tree) if tree and file else ():
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__:
            found = next((one for one in node.body if _defines(one, name)), None) if name else node
            return _first_line(found, file) if found else None
    return None


def _defines(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.FunctionDef(name=found) | ast.AnnAssign(target=ast.Name(id=found)):
            return found == name
        case ast.Assign(targets=[ast.Name(id=found)]):
            return found == name
        case _:
            return False


def _first_line(node: ast.stmt, file: str) -> Location:
    text = linecache.getline(file, node.lineno).rstrip()
    column = _column(file, node.lineno, node.col_offset)
    return Location(file, node.lineno, column, node.lineno, len(text) + 1)


@functools.lru_cache(maxsize=4096)
def location_in(file: str, code: CodeType, instruction: int) -> Location:
    """The call at an offset in bytes in *code*, which is of *file*: codes of two files may be equal."""
    positions = itertools.islice(code.co_positions(), instruction // 2, None)
    line, end_line, column, end_column = next(positions)
    first = line or code.co_firstlineno
    last = end_line or first
    return Location(file, first, _column(file, first, column), last, _column(file, last, end_column))


@functools.lru_cache(maxsize=64)
def _tree(file: str) -> ast.AST | None:
    try:
        return ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:
        return None


@functools.lru_cache(maxsize=4096)
def _call_at(location: Location) -> ast.Call | None:
    """The call that ends at the end of *location*; there is but one, while several may start together."""
    tree = _tree(location.file)
    if tree is None:
        return None
    end = (location.end_line, location.end_column)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found = _location_of(node, location.file)
            if (found.end_line, found.end_column) == end:
                return node
    return None


def _location_of(node: ast.expr | ast.keyword, file: str) -> Location:
    last = node.end_lineno or node.lineno
    return Location(
        file,
        node.lineno,
        _column(file, node.lineno, node.col_offset),
        last,
        _column(file, last, node.end_col_offset),
    )


def _argument(call: ast.Call, name: str, position: int | None) -> ast.keyword | ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword
    if position is None or any(isinstance(one, ast.Starred) for one in call.args[: position + 1]):
        return None
    return call.args[position] if position < len(call.args) else None


def _within(argument: ast.keyword | ast.expr, steps: Sequence[object]) -> ast.expr | None:
    """What *steps* lead to in *argument*; None when there are none, or it is not spelt out there."""
    node = argument.value if isinstance(argument, ast.keyword) else argument
    for step in steps:
        if isinstance(node, (ast.List, ast.Tuple)) and isinstance(step, int):
            if any(isinstance(one, ast.Starred) for one in node.elts[: step + 1]):
                return None
            node = node.elts[step]
        elif isinstance(node, ast.Dict) and isinstance(step, str):
            entry = _dictionary_entry(node, (step,))
            if entry is None:
                return None
            node = entry
        else:
            return None
    return node if steps else None


def _dictionary_entry(node: ast.expr, keys: tuple[str, ...]) -> ast.expr | None:
    for key in keys:
        if not isinstance(node, ast.Dict):
            return None
        for name, value in zip(node.keys, node.values, strict=True):
            if isinstance(name, ast.Constant) and name.value == key:
                node = value
                break
        else:
            return None
    return node


def _column(file: str, line: int, offset: int | None) -> int:
    """Python counts columns in bytes of UTF-8, from 0; people and editors in characters, from 1."""
    if offset is None:
        return 0
    text = linecache.getline(file, line)
    return 1 + (len(text.encode()[:offset].decode(errors="replace")) if text else offset)
