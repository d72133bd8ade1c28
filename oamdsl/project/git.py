"""Revisions of a checkout: found by name, and written out whole. Nothing in the checkout changes."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from oamdsl.project.error import ProjectError
from oamdsl.project.run import output_of

_GIT: Final = ("git", "--no-optional-locks")
_SUBMODULE: Final = "160000"
"""Mode of an entry that is a commit of another repository."""
_NAMED: Final = "name a revision, a folder of rendered files, or a stack"
_DEEPER: Final = (
    "the clone is shallow: get its history with `git fetch --unshallow`, or in a GitHub workflow with "
    "`fetch-depth: 0` of actions/checkout"
)


@attrs.frozen
class Checkout:
    """A git checkout.

    Attributes:
        top: Its top folder.
    """

    top: Path

    @classmethod
    def around(cls, folder: Path) -> "Checkout":
        """The checkout that *folder* is in.

        Raises:
            ProjectError: It is in none.
        """
        command = [*_GIT, "-C", str(folder), "rev-parse", "--show-toplevel"]
        return cls(Path(output_of(command, "no git checkout", _NAMED).decode().rstrip("\n")).resolve())

    @classmethod
    def is_revision(cls, folder: Path, name: str) -> bool:
        """Whether *folder* is in a checkout in which *name* is a revision."""
        try:
            return cls.around(folder).has(name)
        except ProjectError:
            return False

    def has(self, name: str) -> bool:
        """Whether *name* is a revision."""
        return bool(self._commit(name))

    def commit(self, name: str) -> str:
        """The commit that *name* is.

        Raises:
            ProjectError: There is no such revision.
        """
        found = self._commit(name)
        if found:
            return found
        if not self._asked("rev-list", "--all", "--max-count=1"):
            message = f"{self.top} has no commit yet"
            raise ProjectError(message, help=f"commit, or {_NAMED}")
        message = f"there is no revision `{name}`"
        raise ProjectError(message, help=_DEEPER if self.is_shallow else self._fetching(name))

    def _commit(self, name: str) -> str:
        return self._asked("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    def merge_base(self, name: str, other: str) -> str:
        """The last commit that two revisions have in common: what a pull request is compared with.

        Raises:
            ProjectError: There is none.
        """
        one, two = self.commit(name), self.commit(other)
        found = self._asked("merge-base", one, two)
        if not found:
            message = f"`{name}` and `{other}` have no commit in common here"
            help_ = f"compare with {name} itself: `--base {name}..`"
            raise ProjectError(message, help=_DEEPER if self.is_shallow else help_)
        return found

    @property
    def is_shallow(self) -> bool:
        """Whether its history was cut off when it was cloned."""
        return self._asked("rev-parse", "--is-shallow-repository") == "true"

    def write(self, commit: str, folder: Path) -> tuple[str, ...]:
        """Write all files of *commit* into *folder*, submodules that are checked out included.

        Not by `git archive`, which leaves out what attributes say (``export-ignore``), and submodules.

        Returns:
            The submodules that are not checked out, whose files are missing therefore.

        Raises:
            ProjectError: It cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        what = f"commit {commit[:10]} cannot be written out"
        index = {**os.environ, "GIT_INDEX_FILE": str(folder.with_name(f"{folder.name}.index"))}
        for arguments in (
            ("read-tree", "--no-sparse-checkout", commit),
            ("checkout-index", "--all", "--force", "--quiet", f"--prefix={folder}{os.sep}"),
        ):
            output_of([*_GIT, "-C", str(self.top), *arguments], what, "see what git says", environment=index)
        missing: list[str] = []
        for path, wanted in self._submodules(commit):
            inner = Checkout(self.top / path)
            if not (inner.top / ".git").exists():
                missing.append(path)
                continue
            if not inner.has(wanted):
                message = f"submodule `{path}` has no commit {wanted[:10]}, which {commit[:10]} needs"
                raise ProjectError(message, help=f"get it: `git -C {path} fetch`")
            missing += (f"{path}/{one}" for one in inner.write(wanted, folder / path))
        return tuple(missing)

    def _submodules(self, commit: str) -> Iterator[tuple[str, str]]:
        """Path and commit of each submodule of *commit*."""
        listed = output_of(
            [*_GIT, "-C", str(self.top), "ls-tree", "-r", "-z", "--full-tree", commit], "no tree", _NAMED
        )
        for entry in listed.decode(errors="surrogateescape").split("\0"):
            said, _, path = entry.partition("\t")
            if said.startswith(_SUBMODULE):
                yield path, said.split()[2]

    def _fetching(self, name: str) -> str:
        remote, slash, branch = name.partition("/")
        if slash and remote in self._asked("remote").split():
            return f"get it: `git fetch {remote} {branch}`; or {_NAMED}"
        return _NAMED

    def _asked(self, *arguments: str) -> str:
        """What git says; nothing when it fails."""
        command = [*_GIT, "-C", str(self.top), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 - git alone
        return done.stdout.strip() if done.returncode == 0 else ""
