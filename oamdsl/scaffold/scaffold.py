"""The files of something new."""

import enum
import importlib.metadata
import importlib.resources
import keyword
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from string import Template
from typing import Final

import attrs

from oamdsl.render import as_yaml


class Kind(enum.Enum):
    """What may be new; the value is the name of its folder of templates."""

    PROJECT = "project"
    """A project of one application, in a folder of its own."""
    COMPONENT = "component"
    """A developer's component, in a project."""
    TRAIT = "trait"
    """A trait and its implementation, in a project."""
    TRAIT_PACKAGE = "trait-package"
    """A package of traits for others to install, in a folder of its own."""

    @property
    def has_own_folder(self) -> bool:
        """Whether it is a folder of its own, rather than files in a project."""
        return self in (Kind.PROJECT, Kind.TRAIT_PACKAGE)


@attrs.frozen
class File:
    """A file to write.

    Attributes:
        path: Where, below the folder of the project, with ``/``.
        text: Its content.
    """

    path: str
    text: str


_NAME: Final = re.compile(r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?")
_SUFFIX: Final = ".txt"
"""What each template's name ends in, so that no tool takes it for what it will be."""
_TAKEN: Final = sys.stdlib_module_names | {"oamdsl", "pulumi", "pytest", "tests"}
"""Packages that a package of the same name would hide, or be hidden by."""


def problem(kind: Kind, name: str) -> str | None:
    """What is wrong with *name* as the name of a new *kind*; None when nothing is.

    It becomes the name of Kubernetes objects and of a Python module.
    """
    if not _NAME.fullmatch(name):
        return "is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter"
    if kind is Kind.TRAIT_PACKAGE and _module(name) in _TAKEN:
        return "is the name of another package"
    if any(f"    {_class(name)},\n" in file.text for file in files(kind, name)):
        return f"is the name of oamdsl's own `{_class(name)}`, which its file imports"
    return "is a word of the language Python" if keyword.iskeyword(_module(name)) else None


def nearest_name(kind: Kind, name: str) -> str:
    """The nearest name without a `problem`; empty when it is not clear which one."""
    nearest = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return "" if problem(kind, nearest) else nearest


def files(kind: Kind, name: str) -> tuple[File, ...]:
    """The files of a new *kind* called *name*, sorted by path.

    Args:
        kind: What is new.
        name: A name without a `problem`.
    """
    words = {
        "name": name,
        "yaml_name": as_yaml({"name": name}).removeprefix("name: ").strip(),  # `no` has to be quoted
        "module": _module(name),
        "class_name": _class(name),
        "version": importlib.metadata.version("oamdsl"),
    }
    root = importlib.resources.files("oamdsl.scaffold") / "templates" / kind.value
    return tuple(sorted(_files(root, "", words), key=lambda file: file.path))


def _files(folder: Traversable, path: str, words: Mapping[str, str]) -> Iterator[File]:
    for entry in folder.iterdir():
        below = f"{path}{entry.name}"
        if entry.is_dir():
            yield from _files(entry, f"{below}/", words)
        elif entry.name.endswith(_SUFFIX):
            place = below.removesuffix(_SUFFIX).replace("__module__", words["module"])
            yield File(place, Template(entry.read_text(encoding="utf-8")).substitute(words))


def _module(name: str) -> str:
    return name.replace("-", "_")


def _class(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))
