"""Manifests compared with a YAML file that people reviewed."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, cast

import attrs
import yaml

from oamdsl.kubernetes.object import Object
from oamdsl.kubernetes.tree import is_map
from oamdsl.render import as_yaml
from oamdsl.testing.stack import Stack

_FIRST_LINE: Final = "# Review it like code. `pytest --oam-update` writes it anew.\n"
"""What tells these files from others."""

_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")
"""What no name of a file has on every system."""


@attrs.frozen
class Comparisons:
    """What a run of tests has compared.

    Attributes:
        files: Who compared with each file: {file: test}.
        written: The files that were written anew, as they are shown.
    """

    files: dict[Path, str] = attrs.field(factory=dict)
    written: list[str] = attrs.field(factory=list)


@attrs.frozen(eq=False)
class ManifestsSnapshot:
    """Manifests compared with files that people reviewed: the pytest fixture ``manifests_snapshot``.

    Attributes:
        folder: Where the files of the test's module are.
        test: What the test is called in its module, such as ``test_shop[prod]``.
        update: Whether a file that differs, or is not there, is written; otherwise the test fails.
        root: Messages name files relative to it.
        run: What the run has compared so far.
    """

    folder: Path
    test: str
    update: bool = attrs.field(repr=False)
    root: Path = attrs.field(repr=False)
    run: Comparisons = attrs.field(repr=False)
    _own: set[Path] = attrs.field(factory=set, init=False, repr=False)

    def __call__(self, manifests: Stack | Object | Iterable[Object], name: str = "") -> None:
        """Pass when *manifests* are those of the reviewed file.

        Args:
            manifests: A stack, which must have no error, a manifest, or several.
            name: Name of the file, without ``.yaml``; by default the test's. A test that compares more than
                once gives one each time.

        Raises:
            AssertionError: They are not; the message has the difference and what to run.
        """
        __tracebackhide__ = True  # pytest then shows the line of the test
        now = _FIRST_LINE + _text(manifests)
        file = self._file(name)
        path = shown(file, self.root)
        try:
            reviewed = file.read_text(encoding="utf-8") if file.is_file() else None
            if reviewed == now:
                return
            if self.update:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(now, encoding="utf-8", newline="\n")
                self.run.written.append(path)
                return
        except (OSError, UnicodeDecodeError) as error:
            message = f"{path} cannot be used: {error}"
            raise AssertionError(message) from None
        if reviewed is None:
            message = f"{path} is not there yet: run `pytest --oam-update`, and review what it writes"
            raise AssertionError(message)
        message = "\n".join(
            [
                f"the manifests are not those of {path}",
                *_difference(reviewed.splitlines(), now.splitlines()),
                "If this is meant, run `pytest --oam-update` and review what it changes.",
            ]
        )
        raise AssertionError(message)

    def _file(self, name: str) -> Path:
        if _UNFIT.search(name):
            message = f"{name!r} is no name for a file: use letters, digits, dots, hyphens and underscores"
            raise AssertionError(message)
        file = self.folder / f"{name or _UNFIT.sub('-', self.test).strip('-')}.yaml"
        other = self.run.files.setdefault(file, self.test)
        if file in self._own or other != self.test:  # a test that is run again compares again
            message = f"{other} compares with {file.name} already: give one of them a `name`"
            raise AssertionError(message)
        self._own.add(file)
        return file


def shown(file: Path, root: Path) -> str:
    """*file* as it is shown: relative to *root* when it is below it."""
    return (file.relative_to(root) if file.is_relative_to(root) else file).as_posix()


def stale(folders: Iterable[Path], modules: Collection[Path], compared: Collection[Path]) -> list[Path]:
    """The reviewed files of *modules*, and of modules that are gone, that nothing compares with, sorted.

    Args:
        folders: Folders of tests; ``snapshots`` below one need not exist.
        modules: The modules of which every test has run.
        compared: The files that tests have compared with.
    """
    return sorted(
        file
        for folder in folders
        for file in (folder / "snapshots").glob("*/*.yaml")
        for module in (folder / f"{file.parent.name}.py",)
        if (module in modules or not module.exists())
        and file not in compared
        and file.read_text(encoding="utf-8", errors="replace").startswith(_FIRST_LINE)
    )


def _text(manifests: Stack | Object | Iterable[Object]) -> str:
    __tracebackhide__ = True
    if isinstance(manifests, Stack):
        if manifests.errors:
            message = f"{manifests.environment} has errors, and would not be deployed:\n{manifests.report}"
            raise AssertionError(message)
        return manifests.yaml
    several = [manifests] if is_map(manifests) else [*cast("Iterable[Object]", manifests)]
    if isinstance(manifests, str) or not all(is_map(one) and "kind" in one for one in several):
        message = (
            "these are no manifests, which are mappings with a `kind`: give a stack, a manifest, or several,"
            ' such as stack.objects["shop/web"]'
        )
        raise AssertionError(message)
    try:
        return "---\n".join(as_yaml(one) for one in several)
    except yaml.YAMLError as error:
        message = f"this is no manifest: {error}"
        raise AssertionError(message) from None


def _difference(reviewed: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """A diff whose hunks name the object that they are in, and its line in the reviewed file."""
    before, after = _objects(reviewed), _objects(now)
    yield from ("--- reviewed", "+++ now")
    for hunk in difflib.SequenceMatcher(None, reviewed, now, autojunk=False).get_grouped_opcodes():
        tag, old, _, new, _ = next(one for one in hunk if one[0] != "equal")
        yield f"@@ {after[new] if tag == 'insert' else before[old]}, line {old + 1} @@"
        for what, old, old_end, new, new_end in hunk:
            if what == "equal":
                yield from (f" {line}" for line in reviewed[old:old_end])
            else:
                yield from (f"-{line}" for line in reviewed[old:old_end])
                yield from (f"+{line}" for line in now[new:new_end])


def _objects(lines: Iterable[str]) -> list[str]:
    """The object that each line belongs to, such as ``Deployment/web``."""
    documents: list[list[str]] = [[]]
    for line in lines:
        if line == "---":
            documents.append([])
        documents[-1].append(line)
    return [_titled(document) for document in documents for _ in document]


def _titled(document: Iterable[str]) -> str:
    found = {one[1]: one[2] for line in reversed([*document]) if (one := _TITLE.match(line))}
    return "/".join(found[part] for part in ("kind", "  name") if part in found) or "no object"


_TITLE: Final = re.compile("(kind|  name): (.*)")
