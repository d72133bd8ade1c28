"""What an exception of the user's program says, where, and what was probably meant."""

import inspect
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, Final, cast

import attrs

from oamdsl.diagnostics.nearest import did_you_mean
from oamdsl.diagnostics.origin import INSTALLED, Location, location_in

_LONG: Final = 300
"""Characters of an exception's text in a sentence."""
_SHOWN: Final = 3
"""Lines of the user's that are named."""
_CIRCLE: Final = "two modules import each other: move what both need to a third one"
_IMPORTED: Final = re.compile(
    r"cannot import name '(?P<name>\w+)' from (?:partially initialized module )?'(?P<module>[\w.]+)'"
)
_GUESS: Final = re.compile(r"\. Did you mean[:]? .*\?$")
"""What Python 3.12 and later add to some messages."""
_KEYWORD: Final = re.compile(r"(?P<function>\w+)\(\) got an unexpected keyword argument '(?P<name>\w+)'")


@attrs.frozen
class Raised:
    """An exception, in words.

    Attributes:
        text: What it says, on one line.
        help: What to do, as an imperative: what the exception's notes say, where it has any.
        lines: The user's lines that it came through, the innermost first; none when it came through none.
    """

    text: str
    help: str
    lines: tuple[Location, ...]


def raised(error: BaseException, ignored: tuple[str, ...]) -> Raised:
    """What *error*, which was caught, says.

    Args:
        error: An exception.
        ignored: Names of packages, each with a dot at its end, whose lines are not the user's. Nor are those
            of Python's library, and of installed packages where it came through others.
    """
    steps = _steps(error, ignored)
    found = (location_in(one.f_code.co_filename, one.f_code, at) for one, at in steps)
    lines = tuple(dict.fromkeys(found))[:_SHOWN]
    text, help = _words(error, steps[0][0] if steps and steps[0][0] is _innermost(error) else None)
    notes = "; ".join(getattr(error, "__notes__", ()))
    return Raised(text, notes or help or "mend this line, or what it is given", lines)


def _innermost(error: BaseException) -> FrameType | None:
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return None if step is None else step.tb_frame


def _steps(error: BaseException, ignored: tuple[str, ...]) -> list[tuple[FrameType, int]]:
    """The user's frames that *error* came through and their instructions, the innermost first."""
    found: list[tuple[FrameType, int]] = []
    step = error.__traceback__
    while step is not None:
        module, file = step.tb_frame.f_globals.get("__name__", ""), step.tb_frame.f_code.co_filename
        if not (
            f"{module}.".startswith(ignored)
            or module.partition(".")[0] in sys.stdlib_module_names
            or file.startswith("<frozen")
        ):
            found.insert(0, (step.tb_frame, step.tb_lasti))
        step = step.tb_next
    own = [one for one in found if not any(folder in one[0].f_code.co_filename for folder in INSTALLED)]
    return own or found


def _words(error: BaseException, frame: FrameType | None) -> tuple[str, str]:
    """What *error* says, and what to do; nothing of that where nobody can tell."""
    text = _GUESS.sub("", " ".join(str(error).split()))
    said, hint = _said(error, text), ""
    match error:
        case ModuleNotFoundError(name=str(name)):
            said = f"there is no module `{name}`"
            hint = did_you_mean(name, _modules(name)) or f"install `{name}`, or check the spelling"
        case ImportError() if found := _IMPORTED.search(text):
            said, hint = _not_imported(text, found["module"], found["name"])
        case NameError(name=str(name)) if frame is not None:
            known = {**frame.f_globals, **frame.f_locals}
            hint = did_you_mean(name, known) or f"import or define `{name}`"
        case AttributeError(name=str(name), obj=ModuleType() as module) if _is_unfinished(module):
            said, hint = f"`{module.__name__}` has no `{name}` yet, since it is being imported", _CIRCLE
        case AttributeError(name=str(name), obj=obj) if frame is not None:
            hint = did_you_mean(name, dir(obj))
        case KeyError(args=[str(name)]) if frame is not None:
            said, hint = f"there is no key {name!r}", did_you_mean(name, _keys(frame))
        case TypeError() if frame is not None and (found := _KEYWORD.search(text)):
            hint = did_you_mean(found["name"], _parameters(frame, found["function"]))
        case _:
            pass
    return said, hint


def _is_unfinished(module: ModuleType) -> bool:
    """Whether its import has failed meanwhile: then it is gone from the modules."""
    return sys.modules.get(module.__name__) is not module


def _said(error: BaseException, text: str) -> str:
    said = text if len(text) <= _LONG else f"{text[:_LONG]}..."
    return f"{type(error).__name__}: {said or 'without a message'}"


def _not_imported(text: str, module: str, name: str) -> tuple[str, str]:
    if "partially initialized" in text or "circular import" in text:
        return f"`{module}` has no `{name}` yet, since it is being imported", _CIRCLE
    known = vars(sys.modules[module]) if module in sys.modules else {}
    help = did_you_mean(name, known) or f"name what `{module}` defines"
    return f"`{module}` has no `{name}`", help


def _modules(name: str) -> Iterator[str]:
    """The modules that there are beside where *name* would be: of its package, or the user's own."""
    package, dot, _ = name.rpartition(".")
    folders = getattr(sys.modules.get(package), "__path__", ()) if dot else sys.path
    for folder in map(Path, folders):
        if not folder.is_dir() or (not dot and _is_not_the_users(folder)):
            continue
        for file in folder.iterdir():
            if file.suffix == ".py" or (file.is_dir() and file.name.isidentifier()):
                yield f"{package}{dot}{file.stem}"


def _is_not_the_users(folder: Path) -> bool:
    return folder.is_relative_to(Path(os.__file__).parent) or any(one in f"{folder}/" for one in INSTALLED)


def _keys(frame: FrameType) -> Iterator[str]:
    """The keys of the mappings that a function's names lead to, in one step."""
    for value in (one for name, one in frame.f_locals.items() if not name.startswith("__")):
        attributes: Iterable[Any] = getattr(value, "__dict__", {}).values()
        for one in (value, *attributes):
            if isinstance(one, Mapping):
                yield from (key for key in cast("Mapping[object, object]", one) if isinstance(key, str))


def _parameters(frame: FrameType, name: str) -> Iterable[str]:
    """The parameters of the function called *name* that a frame uses: by its name, or from a module."""
    names = {**frame.f_globals, **frame.f_locals}
    modules = (one for one in names.values() if isinstance(one, ModuleType))
    for found in (names.get(name), *(getattr(one, name, None) for one in modules)):
        if inspect.isroutine(found) or inspect.isclass(found):
            return inspect.signature(found).parameters
    return ()
